/** Dates as feeds write them → ISO 8601. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Hours from UTC of the zone names in RFC 822, and of some that are written all the same. */
const zones: Record<string, number> = {
  ut: 0, utc: 0, gmt: 0, z: 0, wet: 0, est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7,
  bst: 1, west: 1, cet: 1, met: 1, mez: 1, cest: 2, mest: 2, mesz: 2, eet: 2, eest: 3, msk: 3, ist: 5.5, jst: 9, kst: 9, aest: 10, aedt: 11,
};

/** A date in RFC 822, its sloppy relatives or ISO 8601; undefined for what is neither. A bare day or month stays bare. */
export function readDate(text: string | null | undefined): string | undefined {
  const date = text?.trim() ?? '';
  return readIso(date) ?? readRfc822(date);
}

function readIso(date: string): string | undefined {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(date);
  if (found) return Number.isNaN(Date.parse(`${found[1]}-${found[2] ?? '01'}-${found[3] ?? '01'}`)) ? undefined : date;
  const moment = /^(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?(?:\d\d)?)?/i.exec(date);
  if (!moment) return undefined;
  const [, day, time, zone = ''] = moment;
  const iso = `${day}T${time}${zone.toUpperCase().replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`)}`;
  return Number.isNaN(Date.parse(iso)) ? undefined : iso;
}

function readRfc822(date: string): string | undefined {
  const found = /(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?[\s,-]+(\d{4}|\d\d)(?:[\sT,]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([a-z]{1,5}|[+-]\d\d:?\d\d)?)?/i.exec(date)
    ?? swapped(/([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[\s,]+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([a-z]{1,5}|[+-]\d\d:?\d\d)?)?/i.exec(date));
  if (!found) return undefined;
  const [, day, name, years, hours, minutes = '0', seconds = '0', zone = 'gmt'] = found;
  const month = months.indexOf(name!.toLowerCase());
  if (month < 0) return undefined;
  // Two digits mean this century up to 49 (RFC 2822, 4.3).
  const year = Number(years) + (years!.length === 2 ? (Number(years) < 50 ? 2000 : 1900) : 0);
  if (hours === undefined) return new Date(Date.UTC(year, month, Number(day))).toISOString().slice(0, 10);
  const offset = /^[+-]/.test(zone)
    ? Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) + Number(zone.slice(-2)) / 60)
    : zones[zone.toLowerCase()] ?? 0;
  const moment = Date.UTC(year, month, Number(day), Number(hours), Number(minutes), Number(seconds)) - offset * 3_600_000;
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString();
}

/** "June 29, 2024" in the order of "29 June 2024". */
function swapped(found: RegExpExecArray | null): (string | undefined)[] | null {
  return found && [found[0], found[2], found[1], ...found.slice(3)];
}
