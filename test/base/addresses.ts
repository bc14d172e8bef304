/** Every form of address that people paste, and every one that only looks like it. */
import type { VideoUrl } from '../../src/base/video-url.js';

export const id = 'dQw4w9-WgX_';
export const list = 'PLbpi6ZahtOH6Ar_3GPy3workDFWkGZVxR';
type Case = [string, Partial<VideoUrl>?];

const hosts = ['www.youtube.com', 'youtube.com', 'm.youtube.com', 'music.youtube.com', 'gaming.youtube.com', 'nl.youtube.com', 'WWW.YouTube.COM', 'www.youtube-nocookie.com', 'youtube-nocookie.com', 'www.youtubekids.com'];
const paths = [`watch?v=${id}`, `embed/${id}`, `shorts/${id}`, `live/${id}`, `v/${id}`, `e/${id}`];
const short = (path: string) => ({ short: path.startsWith('shorts') });

export const films: Case[] = [
  [id], ['-----------'], ['___________'], [`  ${id}\n`],
  ...hosts.flatMap((host) => paths.map((path): Case => [`https://${host}/${path}`, short(path)])),
  ...paths.map((path): Case => [`http://www.youtube.com/${path}`, short(path)]),
  ...paths.map((path): Case => [`//www.youtube.com/${path}`, short(path)]),
  ...paths.map((path): Case => [`youtube.com/${path}`, short(path)]),
  ...paths.map((path): Case => [`HTTPS://WWW.YOUTUBE.COM/${path}`, short(path)]),
  ...paths.slice(1).map((path): Case => [`https://www.youtube.com/${path}?si=abcDEF123&feature=share`, short(path)]),
  ...paths.slice(1).map((path): Case => [`https://www.youtube.com/${path}/`, short(path)]),
  [`https://youtu.be/${id}`], [`http://youtu.be/${id}`], [`youtu.be/${id}`], [`//youtu.be/${id}`], [`www.youtu.be/${id}`], [`https://YOUTU.BE/${id}`],
  [`https://youtu.be/${id}?si=abcDEF123_-x`], [`https://youtu.be/${id}/`],
  [`https://youtu.be/${id.replace('-', '%2D')}`], [`https://www.youtube.com/watch?v=${id.replace('-', '%2D')}`],
  [`https://www.youtube.com/watch?v=${id}&feature=youtu.be`], [`https://www.youtube.com/watch?feature=youtu.be&v=${id}`],
  [`https://www.youtube.com/watch?app=desktop&v=${id}`], [`https://www.youtube.com/watch?argv=xxxxxxxxxxx&v=${id}`],
  [`https://www.youtube.com/watch?v=${id}&amp;feature=share`], [`https://www.youtube.com/watch?feature=share&amp;v=${id}`],
  [`https://www.youtube.com/watch/?v=${id}`], [`https://www.youtube.com/watch/${id}`], [`https://www.youtube.com/?v=${id}`],
  [`https://www.youtube.com/watch_popup?v=${id}`], [`https://www.youtube.com/ytscreeningroom?v=${id}`], [`https://www.youtube.com/vi/${id}`], [`https://www.youtube.com/watch?vi=${id}`],
  [`http://www.youtube.com/v/${id}&hl=en&fs=1`], [`https://www.youtube.com/embed/${id}&rel=0`], [`https://youtube.googleapis.com/v/${id}`],
  [`https://www.youtube.com:443/watch?v=${id}`], [`https://www.youtube.com/watch?v=${id}#comments`], [`https://www.youtube.com/watch?v=${id}&v=xxxxxxxxxxx`],
  [`https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3D${id}%26feature%3Dshare`],
  [`https://www.youtube.com/attribution_link?u=https%3A%2F%2Fyoutu.be%2F${id}`],
  [`https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D${id}&format=json`],
  [`https://www.youtube.com/oembed?format=xml&url=https://www.youtube.com/shorts/${id}`, { short: true }],
  // Where it starts and stops.
  [`https://youtu.be/${id}?t=90`, { start: 90 }], [`https://youtu.be/${id}?t=90s`, { start: 90 }], [`https://youtu.be/${id}?t=1m30s`, { start: 90 }],
  [`https://youtu.be/${id}?t=1h2m3s`, { start: 3723 }], [`https://youtu.be/${id}?t=2h`, { start: 7200 }], [`https://youtu.be/${id}?t=3m`, { start: 180 }],
  [`https://youtu.be/${id}?t=1:30`, { start: 90 }], [`https://youtu.be/${id}?t=12.7`, { start: 12 }], [`https://youtu.be/${id}?t=0`], [`https://youtu.be/${id}?t=-5`],
  [`https://youtu.be/${id}?t=soon`], [`https://youtu.be/${id}?t=99999999999`], [`https://youtu.be/${id}#t=75`, { start: 75 }], [`https://www.youtube.com/watch?v=${id}#t=1m15s`, { start: 75 }],
  [`https://www.youtube.com/watch?v=${id}&time_continue=7`, { start: 7 }], [`https://www.youtube.com/embed/${id}?start=10&end=20`, { start: 10, end: 20 }],
  [`https://www.youtube.com/embed/${id}?end=20`, { end: 20 }], [`https://www.youtube.com/embed/${id}?start=30&end=20`, { start: 30 }], [`https://www.youtube.com/embed/${id}?start=5&t=9`, { start: 5 }],
  [`https://www.youtube.com/shorts/${id}?t=4`, { start: 4, short: true }], [`https://www.youtube.com/live/${id}?t=1m`, { start: 60 }],
  // In a playlist.
  [`https://www.youtube.com/watch?v=${id}&list=${list}`, { list }], [`https://youtu.be/${id}?list=${list}&t=5`, { list, start: 5 }], [`https://www.youtube.com/embed/${id}?list=${list}`, { list }],
  [`https://www.youtube.com/watch?v=${id}&list=RD${id}&start_radio=1`, { list: `RD${id}` }], [`https://www.youtube.com/watch?v=${id}&list=WL`, { list: 'WL' }],
  [`https://www.youtube.com/watch?v=${id}&list=%22%3E%3Cscript%3E`], [`https://www.youtube.com/watch?v=${id}&list=a%20b`],
  [`https://music.youtube.com/watch?v=${id}&list=${list}`, { list }],
];

export const playlists: string[] = [
  `https://www.youtube.com/playlist?list=${list}`, `youtube.com/playlist?list=${list}`, `https://music.youtube.com/playlist?list=${list}`, `https://m.youtube.com/playlist?list=${list}`,
  `https://www.youtube.com/embed/videoseries?list=${list}`, `https://www.youtube-nocookie.com/embed/videoseries?list=${list}`, `https://www.youtube.com/embed?listType=playlist&list=${list}`,
  `https://www.youtube.com/watch?list=${list}`,
];

export const refused: string[] = [
  '', ' ', 'abc', 'dQw4w9-WgX', 'dQw4w9-WgX_x', 'videoseries', 'live_stream', 'dQw4w9 WgX_', 'dQw4w9.WgX_', 'dQw4w9/WgX_', '<script>aaa', 'é'.repeat(11),
  // Hosts that look alike.
  ...['youtube.com.evil.example', 'evil-youtube.com', 'youtube.co', 'youtube.com.', 'youtubee.com', 'yоutube.com', 'www.youtube.com.evil.example', 'notyoutu.be', 'youtu.be.evil.example', 'a.b.youtube.com', 'evil.example', 'youtube-nocookie.com.evil.example', 'youtube.nocookie.com', '127.0.0.1', '[::1]', 'img.youtube.com', 'accounts.youtube.com', 'studio.youtube.com', 'xn--youtube.com', 'vimeo.com']
    .flatMap((host) => [`https://${host}/watch?v=${id}`, `https://${host}/${id}`]),
  // User names, ports, schemes.
  `https://youtube.com@evil.example/watch?v=${id}`, `https://user@www.youtube.com/watch?v=${id}`, `https://user:pass@youtu.be/${id}`, `https://www.youtube.com:8443/watch?v=${id}`, `https://evil.example\\@www.youtube.com/watch?v=${id}`, `https:\\\\www.youtube.com\\watch?v=${id}`,
  `javascript:alert(1)//www.youtube.com/watch?v=${id}`, `javascript://www.youtube.com/watch?v=${id}`, `data:text/html,https://youtu.be/${id}`, `blob:https://www.youtube.com/watch?v=${id}`, `ftp://www.youtube.com/watch?v=${id}`, `file://www.youtube.com/watch?v=${id}`, `vbscript://youtu.be/${id}`, `view-source:https://youtu.be/${id}`, `intent://youtu.be/${id}`, `vnd.youtube:${id}`, `java\nscript://youtu.be/${id}`, `https:www.youtube.com/watch?v=${id}`, `https:///www.youtube.com/watch?v=${id}`, `https://www.you\ntube.com/watch?v=${id}`, `https://www.youtube.com/wat\tch?v=${id}`, `https://www.youtube.com/embed/${id}\0`,
  // Ids that are none.
  ...['', 'short', `${id}x`, 'videoseries', 'live_stream', 'dQw4w9%20gX_', 'dQw4w9%00gX_', '%22onload=', 'dQw4w9"WgX_', `${id}%3Cscript`, `..%2F..%2Fx`].flatMap((bad) => [`https://www.youtube.com/watch?v=${bad}`, `https://www.youtube.com/embed/${bad}`, `https://youtu.be/${bad}`]),
  'https://www.youtube.com/embed/live_stream?channel=UC4R8DWoMoI7CAwX8_LjQHig', `https://www.youtube.com/embed/bad?list=${list}`, `https://www.youtube.com/watch?v=bad&list=${list}`,
  `https://www.youtube.com/watch?argv=${id}`, `https://www.youtube.com/watch?V=${id}`, `https://www.youtube.com/watch#v=${id}`,
  // Pages that are no film.
  'https://www.youtube.com/', 'https://www.youtube.com/watch', 'https://www.youtube.com/c/PowerfulJRE', 'https://www.youtube.com/@PowerfulJRE', 'https://www.youtube.com/PowerfulJRE', 'https://www.youtube.com/user/PowerfulJRE', 'https://www.youtube.com/channel/UC4R8DWoMoI7CAwX8_LjQHig', `https://www.youtube.com/results?search_query=${id}`, 'https://www.youtube.com/feed/subscriptions', `https://www.youtube.com/clip/UgkxU2HSeGL_NvmDJ-nQJrlLwllwMDBdGZFs`, 'https://www.youtube.com/playlist', 'https://www.youtube.com/playlist?list=%3Cb%3E', `https://www.youtube.com/post/${id}`, `https://www.youtube.com/x/watch?v=${id}`,
  // Addresses inside addresses, to elsewhere or too deep.
  `https://www.youtube.com/redirect?q=https://youtu.be/${id}`, `https://www.youtube.com/signin?next=/watch?v=${id}`, `https://www.youtube.com/oembed?url=https://evil.example/watch?v=${id}`, `https://www.youtube.com/attribution_link?u=//evil.example/watch?v=${id}`, `https://www.youtube.com/attribution_link?u=https%3A%2F%2Fevil.example%2Fwatch%3Fv%3D${id}`, `https://www.youtube.com/attribution_link?u=javascript:alert(1)`, `https://www.youtube.com/attribution_link?u=%2Fattribution_link%3Fu%3D%252Fwatch%253Fv%253D${id}`, 'https://www.youtube.com/attribution_link', `https://www.google.com/url?q=https://youtu.be/${id}`,
];
