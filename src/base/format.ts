/** Dates for readers, by `Intl`. Text that is no date becomes an empty string. */

/** Beyond this a date says more than an age. */
const longestAge = 30 * 86_400;
/** Clocks of readers may be slow by as much: no comment comes from the future. */
const clockError = 3600;
const ageUnits: [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
];

const formats = new Map<string, Intl.DateTimeFormat>();
const ageFormats = new Map<string, Intl.RelativeTimeFormat>();

/**
 * A date as a reader writes it. A year (`2024`), a month (`2024-02`) and a day (`2024-10-16`) have no time zone and are never
 * shifted by one; of `options` they use only those for the parts they have: no hour for a day, no day for a month. A moment is
 * shown in `timeZone`, by default the reader's.
 */
export function formatDate(iso: string, locale: string, options: Intl.DateTimeFormatOptions = {}): string {
  const text = iso.trim();
  const { year, month, day }: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', day: 'numeric', ...options };
  // ECMAScript reads dates without a time as UTC.
  if (/^\d{4}(-\d\d){0,2}$/.test(text)) return format(text, locale, { year, ...(text[4] && { month }), ...(text[7] && { day }), timeZone: 'UTC' });
  return format(text, locale, { ...options, year, month, day });
}

/** Date and time in full: `Friday, November 1, 2024 at 12:06 AM`. In the reader's time zone unless another is given. */
export function formatMoment(iso: string, locale: string, timeZone?: string): string {
  return format(iso, locale, { dateStyle: 'full', timeStyle: 'short', ...(timeZone && { timeZone }) });
}

/**
 * The age of a moment, such as `2 hours ago`; undefined when it is older than 30 days or cannot be read.
 *
 * @param now the words for the last minute
 */
export function formatAge(iso: string, locale: string, now: string): string | undefined {
  const age = (Date.now() - Date.parse(iso)) / 1000;
  if (!(age < longestAge && age > -clockError)) return undefined;
  const unit = ageUnits.findLast(([, seconds]) => age >= seconds);
  if (!unit) return now;
  const ages = ageFormats.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  ageFormats.set(locale, ages);
  return ages.format(-Math.floor(age / unit[1]), unit[0]);
}

/** Has the browser load what it knows of dates and numbers, which takes some 30 ms, while there is something to wait for anyway. */
export function preloadFormats(locale: string): void {
  setTimeout(() => formatMoment(new Date().toISOString(), locale));
}

function format(iso: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? '' : formatFor(locale, options).format(time);
}

/** A format serves many dates: to make one takes longer than to use it. */
function formatFor(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = makeFormat(locale, options)));
  return made;
}

function makeFormat(locale: string, { timeZone, ...options }: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, ...(timeZone && { timeZone }) });
  } catch {
    // An unknown time zone: the reader's own rather than nothing.
    return new Intl.DateTimeFormat(locale, options);
  }
}
