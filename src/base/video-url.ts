/**
 * YouTube URLs, without the DOM. A URL that comes in is taken apart and never passed on: every URL that goes out is built
 * from an id, a list and seconds.
 */

/** What a URL says. One of `id` and `list` is always there. */
export interface VideoUrl {
  /** The video's eleven characters. */
  id?: string;
  /** The playlist's id. */
  list?: string;
  /** Where to start, in seconds; left out for the beginning. */
  start?: number;
  /** Where to stop, in seconds; always after `start`. */
  end?: number;
  /** True for a vertical video, one under `/shorts/`. */
  short: boolean;
}

const hosts = /^((www|m|music|gaming|[a-z]{2})\.)?youtube\.com$|^(www\.)?(youtube-nocookie\.com|youtubekids\.com|youtu\.be)$|^youtube\.googleapis\.com$/;

/** Lists that only their owner can see: the player of anybody else would show nothing. */
const ownLists = /^(WL|LL|LM|HL)$/;

/**
 * Reads a video's id, or a YouTube URL in any of its forms, with or without a scheme.
 *
 * @returns undefined for anything else: other hosts, other schemes, a URL with a user name, an id that is no id
 */
export function parseVideoUrl(text: string): VideoUrl | undefined {
  const trimmed = text.trim();
  return isId(trimmed) ? { id: trimmed, short: false } : read(trimmed, 1);
}

/** A playlist's id, from itself or from any YouTube URL that names one. */
export function parsePlaylist(text: string): string | undefined {
  return parseVideoUrl(text)?.list ?? readList(text.trim());
}

/** Seconds from `90`, `90s`, `1m30s` or `1:30`; undefined for anything else and for the beginning. */
export function parseTime(text: string | null | undefined): number | undefined {
  const units = (text ?? '').trim().replace(/^(?:(\d+):)?(\d+):(\d\d)$/, '$1h$2m$3');
  const found = /^(?:(\d*)h)?(?:(\d+)m)?(?:(\d+)(?:\.\d+)?s?)?$/i.exec(units) ?? [];
  const seconds = Number(found[1] ?? 0) * 3600 + Number(found[2] ?? 0) * 60 + Number(found[3] ?? 0);
  return (seconds < 1e6 && seconds) || undefined;
}

/** The page where YouTube shows it. */
export function watchUrl({ id, list, start, short }: VideoUrl): string {
  // The parts need no escaping: ids and lists are of letters, digits, "-" and "_".
  const query = [id && !short && `v=${id}`, list && `list=${list}`, start && `t=${start}s`].filter(Boolean).join('&');
  return `https://www.youtube.com/${id ? (short ? `shorts/${id}` : 'watch') : 'playlist'}${query && `?${query}`}`;
}

/** The player, on the host that sets no cookie before it plays. `params` are player parameters to send along. */
export function embedUrl({ id, list, start, end }: VideoUrl, params: Record<string, string> = {}): string {
  const url = new URL(`https://www.youtube-nocookie.com/embed/${id ?? 'videoseries'}`);
  const sent = { ...params, list: list && !(id && ownLists.test(list)) ? list : '', start: start ?? '', end: end ?? '' };
  for (const [name, value] of Object.entries(sent)) if (value) url.searchParams.set(name, String(value));
  return url.href;
}

function isId(text: string): boolean {
  // Two words in YouTube's own paths have the shape of an id.
  return /^[\w-]{11}$/.test(text) && !/^(videoseries|live_stream)$/.test(text);
}

function readList(text: string | null): string | undefined {
  return text && /^[\w-]{2,64}$/.test(text) ? text : undefined;
}

/** `depth` is how many URLs inside a URL may still be opened. */
function read(text: string, depth: number): VideoUrl | undefined {
  const url = toUrl(text);
  if (!url) return undefined;
  const { searchParams: query } = url;
  const [first = '', second = ''] = url.pathname.split('/').slice(1).map(decode);
  const nested = first === 'oembed' ? query.get('url') : first === 'attribution_link' ? query.get('u') : undefined;
  if (nested != null)
    return depth > 0 ? read(nested.startsWith('/') && !nested.startsWith('//') ? `https://www.youtube.com${nested}` : nested, depth - 1) : undefined;

  let id: string | undefined;
  if (url.hostname.endsWith('youtu.be')) id = first;
  else if (/^(embed|shorts|live|v|vi|e)$/.test(first)) id = second;
  else if (/^(|watch|watch_popup|ytscreeningroom)$/.test(first)) id = query.get('v') ?? query.get('vi') ?? second;
  else if (first !== 'playlist') return undefined;
  // Old embed codes go on with `&` after the path.
  id = id?.replace(/[?&].*/s, '');

  const list = readList(query.get('list'));
  if (id === 'videoseries' && first === 'embed') id = '';
  if (id ? !isId(id) : !list) return undefined;

  const fragment = new URLSearchParams(url.hash.slice(1));
  const start = parseTime(query.get('start')) ?? parseTime(query.get('t')) ?? parseTime(query.get('time_continue')) ?? parseTime(fragment.get('t'));
  const end = parseTime(query.get('end'));
  return {
    ...(id && { id }),
    ...(list && { list }),
    ...(start && { start }),
    ...(end && end > (start ?? 0) && { end }),
    short: first === 'shorts',
  };
}

/** The URL if it is one of YouTube's; without a scheme it counts as https. */
function toUrl(text: string): URL | undefined {
  // URL() would silently drop control characters and turn backslashes.
  if (/[\0-\x1f\x7f\\]/.test(text)) return undefined;
  const full = /^https?:\/\/[^/]/i.test(text)
    ? text
    : text.startsWith('//')
      ? `https:${text}`
      : /^[\w-]+(\.[\w-]+)+(?=[/?#:]|$)/.test(text)
        ? `https://${text}`
        : '';
  if (!full) return undefined;
  try {
    // HTML that was escaped twice has `&amp;`.
    const url = new URL(full.replace(/&amp;/g, '&'));
    return hosts.test(url.hostname) && !url.username && !url.password && !url.port ? url : undefined;
  } catch {
    return undefined;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
