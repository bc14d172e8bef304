/** The bytes of an answer. */
import { SourceError } from './source-error.js';

/** The largest feeds in the wild have some tens of megabytes; what is larger would take the page down. */
const most = 64 * 1024 * 1024;
/** So little does not grow beyond that, however well it was packed: gzip makes a thousandth of it at best. */
const little = 60 * 1024;

/** @throws SourceError when there are too many bytes; the rest is not waited for */
export async function readLimited(response: Response, url: string): Promise<Uint8Array> {
  const reader = Number(response.headers.get('Content-Length') ?? Infinity) < little ? undefined : response.body?.getReader();
  if (!reader) return new Uint8Array(await response.arrayBuffer());
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > most) {
      void reader.cancel();
      throw new SourceError(`${url}: expected at most 64 MB, and more came`);
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
