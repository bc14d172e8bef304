/** The part of YAML (and TOML) that blogs write above a post: words, lists, and text over several lines. */

export type FrontMatter = Record<string, string | string[]>;

export function readFrontMatter(text: string): { fields: FrontMatter; body: string } {
  const found = /^\s*(---|\+\+\+)[ \t]*\r?\n([\s\S]*?)\r?\n\1[ \t]*(?:\r?\n|$)/.exec(text);
  if (!found) return { fields: {}, body: text };
  return { fields: readFields(found[2]!), body: text.slice(found[0].length) };
}

function readFields(text: string): FrontMatter {
  const fields: FrontMatter = Object.create(null) as FrontMatter;
  let key: string | undefined;
  let folded = false;
  for (const line of text.split(/\r?\n/)) {
    const item = /^\s*-\s+(.*)$/.exec(line);
    const pair = /^([\w-]+)\s*[:=](?:\s+(.*)|)$/.exec(line) ?? /^([\w-]+)\s*=\s*(.*)$/.exec(line);
    if (item && key !== undefined && !folded) {
      // A list of maps (authors: - name: …): its name is what counts.
      const value = unquote(item[1]!.replace(/^name:\s*/, ''));
      const before = fields[key];
      fields[key] = [...(Array.isArray(before) ? before : before ? [before] : []), value];
    } else if (pair) {
      key = pair[1]!;
      const value = (pair[2] ?? '').trim();
      folded = /^[|>][+-]?$/.test(value);
      fields[key] = folded ? '' : readValue(value);
    } else if (/^\s/.test(line) && key !== undefined && typeof fields[key] === 'string') {
      const nested = /^\s+name:\s*(.*)$/.exec(line);
      fields[key] = nested ? unquote(nested[1]!) : `${fields[key] as string} ${line.trim()}`.trim();
    }
  }
  return fields;
}

function readValue(value: string): string | string[] {
  const list = /^\[(.*)\]$/.exec(value);
  if (!list) return unquote(value);
  return (list[1]!.match(/\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'\s][^,]*)/g) ?? []).map((each) => unquote(each.trim())).filter(Boolean);
}

function unquote(value: string): string {
  const plain = value.trim();
  if (/^".*"$/.test(plain)) return plain.slice(1, -1).replace(/\\(["\\/])/g, '$1').replace(/\\n/g, '\n');
  if (/^'.*'$/.test(plain)) return plain.slice(1, -1).replaceAll("''", "'");
  return plain.replace(/\s+#.*$/, '');
}
