/** Dates for readers, by `Intl`. */

/**
 * A date as a reader writes it. A year (`2024`), a month (`2024-02`) and a day (`2024-10-16`) have no zone and are never
 * shifted by one; a moment is shown in `timeZone`, by default the reader's.
 *
 * @returns the text, or an empty string when the date cannot be read
 */
export function formatDate(
  iso: string,
  locale: string,
  options: Intl.DateTimeFormatOptions = {},
): string {
  const bare = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(iso.trim());
  const date = new Date(bare ? `${bare[1]}-${bare[2] ?? '01'}-${bare[3] ?? '01'}T00:00Z` : iso);
  if (Number.isNaN(date.getTime())) return '';
  const shown: Intl.DateTimeFormatOptions = { year: 'numeric' };
  if (!bare || bare[2]) shown.month = 'long';
  if (!bare || bare[3]) shown.day = 'numeric';
  try {
    return new Intl.DateTimeFormat(locale, { ...shown, ...pick(options, shown, Boolean(bare)), ...(bare && { timeZone: 'UTC' }) }).format(date);
  } catch {
    // An unknown time zone: show the reader's own rather than nothing.
    return new Intl.DateTimeFormat(locale, shown).format(date);
  }
}

/** A bare date takes only the wishes for the parts it has: no hour for a day, no day for a month. */
function pick(wanted: Intl.DateTimeFormatOptions, shown: Intl.DateTimeFormatOptions, bare: boolean): Intl.DateTimeFormatOptions {
  if (!bare) return wanted;
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => key in shown));
}
