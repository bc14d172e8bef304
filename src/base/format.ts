/** Dates for readers, by `Intl`. */

/**
 * A date as a reader writes it. A year (`2024`), a month (`2024-02`) and a day (`2024-10-16`) have no zone and are never
 * shifted by one; they take only the wishes for the parts they have: no hour for a day, no day for a month. A moment is
 * shown in `timeZone`, by default the reader's.
 *
 * @returns the text, or an empty string when the date cannot be read
 */
export function formatDate(iso: string, locale: string, options: Intl.DateTimeFormatOptions = {}): string {
  const text = iso.trim();
  const date = new Date(text);
  if (isNaN(+date)) return '';
  const format = (shown: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, shown).format(date);
  const usual: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', day: 'numeric' };
  const { year, month, day } = { ...usual, ...options };
  // ECMAScript reads dates without a time as UTC.
  if (/^\d{4}(-\d\d){0,2}$/.test(text)) return format({ year, month: text[4] && month, day: text[7] && day, timeZone: 'UTC' } as Intl.DateTimeFormatOptions);
  try {
    return format({ ...usual, ...options });
  } catch {
    // An unknown time zone: show the reader's own rather than nothing.
    return format(usual);
  }
}
