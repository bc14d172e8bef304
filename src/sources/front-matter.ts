/** The part of YAML and TOML that blogs write above a post: words, lists, text over several lines, and maps one level deep. */

/** By name in lower case. A field of a map is `image.alt`; a map with a `name` stands for that name too. */
export type FrontMatter = Record<string, string | string[]>;

export function readFrontMatter(text: string): { fields: FrontMatter; body: string } {
  const found = /^\s*(---|\+\+\+)[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?\1[ \t]*(?:\r?\n|$)/.exec(text);
  if (!found) return { fields: {}, body: text };
  return { fields: readFields(found[2] ?? ''), body: text.slice(found[0].length) };
}

function readFields(text: string): FrontMatter {
  const fields = Object.create(null) as FrontMatter;
  const put = (name: string, value: string | string[]) => {
    const before = fields[name];
    if (before?.length && Array.isArray(before)) for (const each of [value].flat()) before.push(each);
    else fields[name] = before?.length || Array.isArray(value) ? [before ?? [], value].flat() : value;
  };
  const putPart = (of: string, name: string, value: string | string[]) => {
    put(`${of}.${name}`, value);
    if (name === 'name') put(of, value);
  };

  // Not trimmed each time: that would take minutes for 100,000 lines.
  const goOn = (words: string) => {
    fields[key] = fields[key]?.length ? `${String(fields[key])} ${words}` : words;
  };

  let key = '';
  let table = '';
  let isText = false;
  // A list in brackets may go on over lines.
  for (const line of text.replace(/[:=]\s*\[[^\]]{0,9999}\]/g, (list) => list.replace(/\s+/g, ' ')).split(/\r?\n/)) {
    const [, indent = '', dash, words = ''] = /^(\s*)(- +)?(.*)$/.exec(line) ?? [];
    const [, , name, yaml, toml] = /^(["']?)([\w-]+)\1\s*(?::(?:\s+(.*))?|=\s*(.*))$/.exec(words) ?? [];
    const value = (yaml ?? toml ?? '').trim();
    const isInner = Boolean(key && (indent || dash));
    const header = /^\[\[?([\w.-]+)\]\]?\s*$/.exec(line)?.[1];
    if (isText && (isInner || !words)) goOn(words);
    else if (!words || words.startsWith('#')) continue;
    else if (header) table = header.toLowerCase();
    else if (isInner && name && (dash || !fields[key]?.length || Array.isArray(fields[key]) || fields[`${key}.name`]))
      putPart(key, name.toLowerCase(), readValue(value));
    else if (isInner && dash) put(key, unquote(words));
    else if (isInner) goOn(unquote(words));
    else if (name) {
      key = name.toLowerCase();
      isText = /^[|>][+-]?\d?$/.test(value);
      const map = /^\{(.*)\}$/.exec(value)?.[1];
      for (const [, part = '', each = ''] of map?.matchAll(/(?<![\w-])([\w-]+)\s*[:=]\s*("[^"]*"|'[^']*'|[^,]*)/g) ?? [])
        putPart(key, part.toLowerCase(), unquote(each));
      if (map !== undefined) continue;
      if (table) putPart(table, key, readValue(value));
      if (!table || !fields[key]) fields[key] = isText ? '' : readValue(value);
    }
  }
  return fields;
}

function readValue(value: string): string | string[] {
  const list = /^\[(.*)\]/.exec(value);
  if (!list) return unquote(value);
  return (list[1]?.match(/\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'\s][^,]*)/g) ?? []).map((each) => unquote(each.trim())).filter(Boolean);
}

function unquote(value: string): string {
  const plain = value.trim();
  const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?:#.*)?$/s.exec(plain)?.[1];
  if (quoted?.startsWith('"'))
    return quoted
      .slice(1, -1)
      .replace(/\\(["\\/])/g, '$1')
      .replace(/\\n/g, '\n')
      .replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  if (quoted) return quoted.slice(1, -1).replaceAll("''", "'");
  return plain.replace(/(^|\s)#.*$/, '').trimEnd();
}
