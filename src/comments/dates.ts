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
