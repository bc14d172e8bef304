/** An id for a heading, of its own words in its own script; different from every id and name in the page. */
export function slug(text: string): string {
  const words = text.normalize('NFC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60) || 'section';
  let id = words;
  // `body` or `location` as an id would hide what scripts of the page look for.
  for (let count = 2; id in document || id in window || document.getElementById(id); count++) id = `${words}-${count}`;
  return id;
}
