/** How a box writes its dates. */

export interface DateManner {
  locale: string;
  /** An IANA zone; else the reader's. */
  timeZone?: string | undefined;
  relative: boolean;
  /** The word for the last minute. */
  now: string;
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [['minute', 60], ['hour', 3600], ['day', 86_400]];

/** A function that writes a moment in full, or as its age for the first 30 days. One formatter serves all comments. */
export function dateWriter({ locale, timeZone, relative, now }: DateManner): (iso: string) => string {
  const full = formatter(locale, timeZone);
  const ages = relative ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }) : undefined;
  return (iso) => {
    const time = Date.parse(iso);
    if (Number.isNaN(time)) return '';
    const age = (Date.now() - time) / 1000;
    // A clock that runs ahead makes no comment come from the future.
    if (!ages || age > 30 * 86_400 || age < -3600) return full.format(time);
    const unit = units.findLast(([, seconds]) => age >= seconds);
    return unit ? ages.format(-Math.floor(age / unit[1]), unit[0]) : now;
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
