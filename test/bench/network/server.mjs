/**
 * A static site over HTTP/1.1 as a good host serves it: connections stay open, files are brotli-compressed beforehand, files with a
 * hash in their name are kept for ever, other scripts and styles for an hour, and pages and data are asked for anew each time.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
};

const compressed = new Map();
/** The bytes that a browser with brotli gets. */
export function compress(body) {
  const key = String(body);
  if (!compressed.has(key)) compressed.set(key, brotliCompressSync(body));
  return compressed.get(key);
}

function cacheControl(path, type) {
  if (!/javascript|css/.test(type)) return 'no-cache';
  return /\/chunks\/.*-[\w-]{8}\.js$/.test(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=3600';
}

export class BenchServer {
  /** Path → body. */
  files = new Map();
  /** `[pattern of a path, (url) => ({ body, type?, headers? })]`, for data. */
  answers = [];
  /** `[start of a path, folder]`. */
  folders = [];

  async start() {
    this.server = createServer((request, response) => void this.respond(request, response));
    this.server.keepAliveTimeout = 60_000;
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${this.server.address().port}`;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  async respond(request, response) {
    const url = new URL(request.url, this.origin);
    const found = await this.find(url);
    if (!found) return response.writeHead(404, { 'Content-Length': 0 }).end();
    const { body, type = types[extname(url.pathname)] ?? types['.html'], headers = {} } = found;
    const bytes = compress(body);
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"`;
    const common = { ...headers, ETag: etag, 'Cache-Control': cacheControl(url.pathname, type), Vary: 'Accept-Encoding' };
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, common).end();
    response.writeHead(200, { ...common, 'Content-Type': type, 'Content-Encoding': 'br', 'Content-Length': bytes.length }).end(bytes);
  }

  async find({ pathname, searchParams }) {
    const answer = this.answers.find(([pattern]) => pattern.test(pathname));
    if (answer) return answer[1](searchParams);
    if (this.files.has(pathname)) return { body: this.files.get(pathname) };
    for (const [start, folder] of this.folders) {
      if (!pathname.startsWith(start) || pathname.includes('..')) continue;
      const body = await readFile(folder + pathname.slice(start.length), 'utf8').catch(() => undefined);
      if (body !== undefined) return { body };
    }
    return undefined;
  }
}
