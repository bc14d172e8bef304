/**
 * The outside world of the tests: a proxy that answers for every other host itself. It knows enough of YouTube (posters,
 * a player frame that speaks the message protocol, oEmbed) and refuses the rest. Every request is written down.
 */
import http from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import zlib from 'node:zlib';

const requests = [];

export async function startOutsideHosts() {
  const proxy = http.createServer(answer);
  /** Most test files ask for no other host, and a certificate takes its time. */
  let secure;
  proxy.on('connect', async (request, socket) => {
    let upstream;
    socket.on('error', () => upstream?.destroy());
    const { port } = (await (secure ??= startSecureServer())).address();
    upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  proxy.unref();
  return proxy.address().port;
}

async function startSecureServer() {
  const { generate } = await import('selfsigned');
  const pems = await generate([{ name: 'commonName', value: 'outside.test' }], { keySize: 2048, algorithm: 'sha256' });
  const server = https.createServer({ key: pems.private, cert: pems.cert }, answer);
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server.unref();
}

/** Web Test Runner command `outside-requests`: what was asked so far, by all tests; `containing` tells one's own apart. */
export const outsideCommands = {
  name: 'outside-requests',
  executeCommand({ command, payload }) {
    if (command === 'outside-requests') return requests.filter((url) => !payload?.containing || url.includes(payload.containing));
    return undefined;
  },
};

function answer(request, response) {
  const url = new URL(request.url, `https://${request.headers.host}`);
  requests.push(url.href);
  const route = Object.entries(routes).find(([prefix]) => url.href.replace(/^https?:\/\//, '').startsWith(prefix));
  if (route) return route[1](url, response);
  response.writeHead(404).end();
}

const routes = {
  'i.ytimg.com/': poster,
  'img.youtube.com/': poster,
  'www.youtube-nocookie.com/embed/': player,
  'www.youtube.com/oembed': oembed,
};

/** YouTube answers 404 with a grey picture 120 px wide when it lacks a size. Ids that begin with `lacks` lack the big ones. */
function poster(url, response) {
  const lacks = /\/lacks/.test(url.pathname) && /maxres|sddefault|hq720/.test(url.pathname);
  const broken = /\/broken/.test(url.pathname);
  if (broken) return response.writeHead(500).end();
  const [width, height] = lacks ? [120, 90] : /maxres|hq720/.test(url.pathname) ? [1280, 720] : /sd/.test(url.pathname) ? [640, 480] : [480, 360];
  response
    .writeHead(lacks ? 404 : 200, { 'Content-Type': 'image/png', 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': '*' })
    .end(png(width, height));
}

function oembed(url, response) {
  const video = url.searchParams.get('url') ?? '';
  if (/private/i.test(video)) return response.writeHead(401, { 'Access-Control-Allow-Origin': '*' }).end('Unauthorized');
  response
    .writeHead(200, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' })
    .end(JSON.stringify({ title: 'A title from oEmbed <img src=x>', author_name: 'A channel', type: 'video' }));
}

/** A frame that speaks the player's message protocol. `fails101…` as an id gives that error; `blocked…` never plays by itself. */
function player(url, response) {
  response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><title>Stub player</title><body style="background:#123;color:#fff">
<p id="state">cued</p><button id="end">end</button><script>
const id = location.pathname.split('/').pop();
const query = new URLSearchParams(location.search);
let listening = false, state = -1, time = Number(query.get('start') || 0);
const say = (event, info) => listening && parent.postMessage(JSON.stringify({ event, info, id: 1, channel: 'widget' }), '*');
const set = (next) => { state = next; document.querySelector('#state').textContent = String(next); say('onStateChange', next); say('infoDelivery', { playerState: next, currentTime: time, duration: 116 }); };
addEventListener('message', (message) => {
  let data; try { data = JSON.parse(message.data); } catch { return; }
  if (data.event === 'listening' && !listening) {
    listening = true;
    const failure = /^fails(\\d+)/.exec(id);
    say('initialDelivery', { playerState: state, currentTime: time, duration: 116 });
    say('onReady', null);
    if (failure) return say('onError', Number(failure[1]));
    if (query.get('autoplay') === '1' && !id.startsWith('blocked')) { set(3); set(1); }
  }
  if (data.event === 'command') {
    if (data.func === 'playVideo') set(1);
    if (data.func === 'pauseVideo') set(2);
    if (data.func === 'stopVideo') set(5);
    if (data.func === 'seekTo') { time = data.args[0]; say('infoDelivery', { currentTime: time }); }
  }
});
document.querySelector('#end').onclick = () => set(0);
</script>`);
}

/** A one-color PNG of a size. */
function png(width, height) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(zlib.crc32 ? zlib.crc32(body) : crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, 0x66);
  for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0;
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', zlib.deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(buffer) {
  let crc = ~0;
  for (const byte of buffer) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}
