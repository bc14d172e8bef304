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

/** How a box writes its dates. */

/** A function that writes a moment in full. One formatter serves all comments. */
export function dateWriter(locale: string, timeZone?: string): (iso: string) => string {
  const full = formatter(locale, timeZone);
  return (iso) => {
    const time = Date.parse(iso);
    return Number.isNaN(time) ? '' : full.format(time);
  };
}

function formatter(locale: string, timeZone?: string): Intl.DateTimeFormat {
  const manner: Intl.DateTimeFormatOptions = { dateStyle: 'full', timeStyle: 'short' };
  try {
    return new Intl.DateTimeFormat(locale, { ...manner, ...(timeZone && { timeZone }) });
  } catch {
    // An unknown zone: the reader's own rather than nothing.
    return new Intl.DateTimeFormat(locale, manner);
  }
}

/** Dates as ages: "2 hours ago". Loaded with `relative-dates`. */

const units: [Intl.RelativeTimeFormatUnit, number][] = [['minute', 60], ['hour', 3600], ['day', 86_400]];

/**
 * A function that writes a moment as its age for the first 30 days, and in full after that.
 *
 * @param now the words for the last minute
 */
export function ageWriter(locale: string, now: string, full: (iso: string) => string): (iso: string) => string {
  const ages = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return (iso) => {
    const age = (Date.now() - Date.parse(iso)) / 1000;
    // A clock that runs a little ahead makes no comment come from the future.
    if (!(age < 30 * 86_400 && age > -3600)) return full(iso);
    const unit = units.findLast(([, seconds]) => age >= seconds);
    return unit ? ages.format(-Math.floor(age / unit[1]), unit[0]) : now;
  };
}
