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
