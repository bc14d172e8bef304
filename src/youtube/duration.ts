/** The length of a film, without the DOM. */

/**
 * Seconds from an ISO 8601 duration (`PT1M56S`), from `1:56` or `1:02:03`, or from a number of seconds.
 *
 * @returns undefined for what cannot be read and for zero
 */
export function parseDuration(text: string | number | null | undefined): number | undefined {
  const found = /^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$|^(?:(?:(\d+):)?(\d{1,3}):)?(\d+)(?:\.\d+)?$/i.exec(String(text ?? '').trim()) ?? [];
  const [, days, hours, minutes, seconds, clockHours, clockMinutes, clockSeconds] = found.map((part) => Number(part ?? 0));
  const total = (days ?? 0) * 86400 + ((hours ?? 0) + (clockHours ?? 0)) * 3600 + ((minutes ?? 0) + (clockMinutes ?? 0)) * 60 + (seconds ?? 0) + (clockSeconds ?? 0);
  return total < 1e7 && total || undefined;
}

/** `1:56`, `1:02:03`: digits of the locale. */
export function showDuration(seconds: number, locale: string): string {
  const parts = split(seconds);
  const two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  const plain = new Intl.NumberFormat(locale, { useGrouping: false });
  return (parts[0] ? parts : parts.slice(1)).map((part, index) => (index ? two : plain).format(part!)).join(':');
}

/** `1 minute 56 seconds`, for a screen reader. */
export function sayDuration(seconds: number, locale: string): string {
  const units = ['hour', 'minute', 'second'];
  const said = split(seconds).flatMap((amount, index) => (amount
    ? new Intl.NumberFormat(locale, { style: 'unit', unit: units[index]!, unitDisplay: 'long' }).format(amount)
    : []));
  return new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' }).format(said);
}

/** `PT1M56S`, as schema.org wants it. */
export function isoDuration(seconds: number): string {
  return `PT${split(seconds).map((amount, index) => (amount ? `${amount}${'HMS'[index]}` : '')).join('')}`;
}

function split(seconds: number): number[] {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
}
