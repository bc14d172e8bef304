/** Dates as feeds write them → ISO 8601. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Month names of other languages that begin differently from the English ones: not allowed in feeds, and found there. */
const foreign: Record<string, number> = { mrt: 2, maa: 2, mär: 2, mae: 2, mei: 4, mai: 4, okt: 9, dez: 11 };

/** Hours from UTC of the zone names in RFC 822, and of others that feeds use. */
const zones: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  bst: 1,
  west: 1,
  cet: 1,
  met: 1,
  mez: 1,
  cest: 2,
  mest: 2,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  ist: 5.5,
  jst: 9,
  kst: 9,
  aest: 10,
  aedt: 11,
};

const clock = '(\\d{1,2}):(\\d\\d)(?::(\\d\\d))?(?:\\.\\d+)?\\s*([ap]m)?\\s*([a-z]{1,5}|[+-]\\d\\d:?\\d\\d)?';
const dayFirst = new RegExp(`(\\d{1,2})(?:st|nd|rd|th|\\.)?[\\s-]+(\\p{L}{3})\\p{L}*\\.?[\\s,-]+(\\d{4}|\\d\\d)(?:[\\sT,]+${clock})?`, 'iu');
const monthFirst = new RegExp(`(\\p{L}{3})\\p{L}*\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?:[\\s,]+${clock})?`, 'iu');

/** The first of several fields that holds a date: one that is there and cannot be read hides none of the others. */
export function firstDate(...texts: unknown[]): string | undefined {
  for (const text of texts) {
    const date = readDate(text);
    if (date) return date;
  }
  return undefined;
}

/** A date in RFC 822, its sloppy relatives or ISO 8601; undefined for anything else. A bare day or month stays bare. */
export function readDate(text: unknown): string | undefined {
  // Anything longer is no date, and the patterns would take long on it.
  const date = typeof text === 'string' ? text.trim().slice(0, 100) : '';
  // C's "Mar 5 09:07:11 2024" has its year last.
  return (
    readIso(date) ?? readRfc822(date.replace(/(\p{L}{3}) +(\d\d?) +(\d\d?:\d\d(?::\d\d)?)(?: +([a-z]{1,5}|[+-]\d{4}))? +(\d{4})$/iu, '$2 $1 $5 $3 $4').trim())
  );
}

function readIso(date: string): string | undefined {
  const found = /^(\d{4})(?:[-/](\d\d?)(?:[-/](\d\d?))?)?(?:[T\s]+(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?.*)?$/is.exec(date);
  if (!found) return undefined;
  const [, year, month, day, time, zone = ''] = found;
  if (time && !day) return undefined;
  const two = (digits: string | undefined) => (digits ? `-${digits.padStart(2, '0')}` : '');
  const bare = `${year}${two(month)}${two(day)}`;
  // An hour and a zone the way browsers read them: `+02` is `+02:00`.
  const iso = time
    ? `${bare}T${time}${/^[a-z]/i.test(zone) ? 'Z' : zone.replace(/^(...):?(\d\d)?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`)}`
    : bare;
  return Number.isNaN(Date.parse(iso)) ? undefined : iso;
}

function readRfc822(date: string): string | undefined {
  // "June 29, 2024" in the order of "29 June 2024".
  const swapped = monthFirst.exec(date);
  const found = dayFirst.exec(date) ?? (swapped && [swapped[0], swapped[2], swapped[1], ...swapped.slice(3)]);
  if (!found) return undefined;
  const [, day, name = '', years = '', hours, minutes = '0', seconds = '0', half, zone = 'gmt'] = found;
  const month = foreign[name.toLowerCase()] ?? months.indexOf(name.toLowerCase());
  if (month < 0) return undefined;
  // Two digits mean this century up to 49 (RFC 2822, 4.3).
  const year = Number(years) + (years.length === 2 ? (Number(years) < 50 ? 2000 : 1900) : 0);
  if (hours === undefined) return new Date(Date.UTC(year, month, Number(day))).toISOString().slice(0, 10);
  const hour = half ? (Number(hours) % 12) + (/p/i.test(half) ? 12 : 0) : Number(hours);
  const offset = /^[+-]/.test(zone) ? Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) + Number(zone.slice(-2)) / 60) : (zones[zone.toLowerCase()] ?? 0);
  const moment = Date.UTC(year, month, Number(day), hour, Number(minutes), Number(seconds)) - offset * 3_600_000;
  return new Date(moment).toISOString();
}
