/** Addresses of web pages from outside, as they may be kept and given to whoever prints them. */

/**
 * An address parsed and written out again, so that nothing in it ends an attribute, turns text around or is not seen: quotes, spaces, backslashes and all but
 * ASCII come out percent-encoded, a host's other letters as punycode.
 *
 * @returns undefined for what is no address of http or https, or holds a user name or a password
 */
export function serializeWebUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  // The parser leaves hosts with quotes in them, which no registry gives out.
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || !/^[a-z0-9._-]+$|^\[[0-9a-f:.]+\]$/.test(url.hostname)) return undefined;
  // What the parser leaves as it is in one part of an address or another, and HTML or markup may take for an end.
  return url.href.replace(/["'<>\\`{}|^]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
