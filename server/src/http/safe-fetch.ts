/**
 * GET of an address that a stranger may have chosen. Within the owner's own origins everything may be reached, since his site may well be on this machine;
 * elsewhere only what the internet sees: names are resolved once, what they lead to is checked, and the connection goes to that very address.
 */

import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublic } from './network.js';

/** How an address may be reached, if at all. */
export type Reach = 'own' | 'public' | 'refused';
export type Lookup = (hostname: string, options: { all: true }, callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

export interface SafeFetchOptions {
  /** Asked for the first address and for each redirect. */
  reach: (url: URL) => Reach;
  /** Milliseconds for all of it, redirects and body included. */
  timeout: number;
  /** Bytes of the body that are read. */
  maxBytes: number;
  /** `cut` where the beginning is enough; otherwise a longer body is an error. */
  whenLonger?: 'cut' | 'fail';
  maxRedirects?: number;
  signal?: AbortSignal;
  accept?: string;
  lookup?: Lookup;
}

export interface SafeAnswer {
  status: number;
  url: URL;
  type: string;
  body: Buffer;
}

/** @throws Error in one sentence that names no address of this network */
export async function safeFetch(address: URL, options: SafeFetchOptions): Promise<SafeAnswer> {
  const { timeout, maxRedirects = 3, signal } = options;
  const end = AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])]);
  let url = address;
  for (let hop = 0; ; hop++) {
    const { location, ...answer } = await request(url, options, end);
    if (answer.status < 300 || answer.status > 399 || location === undefined) return { ...answer, url };
    if (hop === maxRedirects) throw new Error(`It redirects more than ${maxRedirects} times.`);
    if (!URL.canParse(location, url.href)) throw new Error('It redirects to what is no URL.');
    url = new URL(location, url.href);
  }
}

function request(
  url: URL,
  { reach, maxBytes, whenLonger = 'fail', accept = '*/*', lookup = systemLookup }: SafeFetchOptions,
  signal: AbortSignal,
): Promise<Omit<SafeAnswer, 'url'> & { location: string | undefined }> {
  const how = reach(url);
  if (how === 'refused' || !/^https?:$/.test(url.protocol) || url.username || url.password) throw new Error('It leads to an address that is not asked.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // Node looks nothing up for what is an address already.
  if (how === 'public' && isIP(host) && !isPublic(host)) throw new Error('It leads into a private network.');
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? https : http).request(
      url,
      {
        agent: false,
        signal,
        lookup: how === 'public' ? publicOnly(lookup) : (lookup as LookupFunction),
        headers: { Accept: accept, 'Accept-Encoding': 'identity', 'User-Agent': 'blog-elements-server (is this page there?)' },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        const finish = (): void => {
          resolve({
            status: answer.statusCode!,
            type: answer.headers['content-type'] ?? '',
            location: answer.headers.location,
            body: Buffer.concat(chunks).subarray(0, maxBytes),
          });
          answer.destroy();
        };
        answer.on('error', reject);
        if (answer.headers['content-encoding'] !== undefined && answer.headers['content-encoding'] !== 'identity')
          return void sent.destroy(new Error('It came compressed, which was not asked for.'));
        if (answer.statusCode !== 200) return finish();
        answer.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          bytes += chunk.length;
          if (bytes <= maxBytes) return;
          if (whenLonger === 'cut') finish();
          else sent.destroy(new Error(`It holds more than ${maxBytes} bytes.`));
        });
        answer.on('end', finish);
      },
    );
    sent.on('error', (error) => reject(signal.aborted ? new Error('It did not answer in time.') : error));
    sent.end();
  });
}

/** Where one address of a name is private, the name is not asked at all: which one is taken would be chance. */
function publicOnly(lookup: Lookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      if (addresses.length === 0 || !addresses.every(({ address }) => isPublic(address))) return callback(new Error('It leads into a private network.'), []);
      if (options.all) callback(null, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}
