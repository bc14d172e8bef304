/** One request to a back end that answers in JSON. */

import { takeEarly } from './early-request.js';
import { parseJson } from '../json.js';
import { StoreError } from './store.js';

/** How long an answer may take before it counts as lost, in milliseconds. */
const timeout = 30_000;

export interface JsonAnswer {
  status: number;
  headers: Headers;
  /** Undefined for an answer that is no JSON. */
  data: unknown;
}

/**
 * Whatever was answered, refusals too.
 *
 * @throws StoreError `offline` when nothing came: no network, no CORS, too late, broken off
 */
export async function askJson(url: string, { signal, ...init }: RequestInit = {}): Promise<JsonAnswer> {
  const late = AbortSignal.timeout(timeout);
  try {
    const early = init.method ? undefined : takeEarly(url);
    const response = await (early ??
      fetch(url, {
        credentials: 'omit',
        ...init,
        headers: { Accept: 'application/json', ...init.headers },
        signal: signal ? AbortSignal.any([signal, late]) : late,
      }));
    signal?.throwIfAborted();
    // Some servers put a byte order mark in front.
    return { status: response.status, headers: response.headers, data: parseJson((await response.text()).replace(/^\uFEFF/, '')) };
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new StoreError('offline', `no answer from ${new URL(url).host}`, { cause });
  }
}

/** The error of an answer that is no success, for back ends without codes of their own. */
export function refusalOf({ status, headers }: JsonAnswer, message: string): StoreError {
  const code =
    status === 400 || status === 404 || status === 410
      ? 'not-found'
      : status === 401
        ? 'unauthorized'
        : status === 429
          ? 'too-many'
          : status >= 400 && status < 500
            ? 'forbidden'
            : 'unavailable';
  const wait = headers.get('Retry-After');
  return new StoreError(code, `${status} ${message}`, { status, ...(wait && /^\d+$/.test(wait) && { retryAfter: Number(wait) }) });
}
