/** The length of a film, without the DOM. */

/**
 * Seconds from an ISO 8601 duration (`PT1M56S`), from `1:56` or `1:02:03`, or from a number of seconds.
 *
 * @returns undefined for what cannot be read and for zero
 */
export function parseDuration(text: string | number | null): number | undefined {
  const [, days, hours, minutes, seconds] = /^(?:P(?:(\d+)D)?T?)?(?:(\d+)(?:H|:(?=\d+:)))?(?:(\d+)[M:])?(?:(\d+)(?:\.\d+)?S?)?$/i.exec(`${text}`.trim()) ?? [];
  const total = [days, hours, minutes, seconds].reduce((sum, part, index) => sum * [1, 24, 60, 60][index]! + +(part ?? 0), 0);
  return total < 1e7 && total || undefined;
}

/** `1:56`, `1:02:03`: digits of the locale. */
export function showDuration(seconds: number, locale: string): string {
  return split(seconds).slice(seconds < 3600 ? 1 : 0)
    .map((part, index) => new Intl.NumberFormat(locale, { minimumIntegerDigits: index ? 2 : 1, useGrouping: false }).format(part)).join(':');
}

/** `1 minute 56 seconds`, for a screen reader. */
export function sayDuration(seconds: number, locale: string): string {
  return split(seconds).map((amount, index) => amount && new Intl.NumberFormat(locale, { style: 'unit', unit: ['hour', 'minute', 'second'][index]!, unitDisplay: 'long' }).format(amount))
    .filter(Boolean).join(' ');
}

/** Hours, minutes, seconds. */
export function split(seconds: number): number[] {
  return [seconds / 3600, seconds / 60 % 60, seconds % 60].map(Math.floor);
}
