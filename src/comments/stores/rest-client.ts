/** One request to a server that speaks the `rest` contract (docs/rest.md), and the reader's session with it. */

import { safeUrl } from '../../base/links.js';
import { readStored, storageKeys, watchStored, writeStored } from '../../base/storage.js';
import { fieldsOf, isObject, parseJson, textIn } from '../json.js';
import { problemStatus, type Account, type Session } from '../model.js';
import { StoreError, type FieldReason, type StoreErrorCode } from './store.js';

export interface RestRequest {
  method?: string;
  query?: Record<string, string | number | string[] | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  /** Send the reader's session along. Public reads never do. */
  session?: boolean;
  signal?: AbortSignal;
  /** Goes out even when the page is being closed. */
  keepalive?: boolean;
  /** `no-cache` asks the server whether what the browser keeps still holds. */
  cache?: RequestCache;
}

/** How long an answer may take before the request counts as lost, in milliseconds. */
const timeout = 30_000;

export class RestServer {
  /** Base URL without a slash at its end. */
  readonly base: string;
  /** A token that the host page signed. Kept in memory, and preferred to a session. */
  token?: string;
  /** Whose `token` it is, once the server has said so. */
  tokenAccount?: Account;
  private readonly sessionKey: string;

  constructor(src: string) {
    const url = safeUrl(src, document.baseURI);
    if (!url) throw new StoreError('not-found', `src: "${src}" is not an http(s) URL`);
    this.base = url.replace(/[?#].*$/, '').replace(/\/+$/, '');
    this.sessionKey = storageKeys.session(this.base);
  }

  get session(): Session | undefined {
    const session = parseJson(readStored(this.sessionKey));
    return isSession(session) ? session : undefined;
  }

  set session(session: Session | undefined) {
    writeStored(this.sessionKey, session ? JSON.stringify(session) : null);
  }

  /** Calls back when someone logs in or out, here or in another tab. Returns what stops it. */
  watchSession(callback: () => void): () => void {
    return watchStored(this.sessionKey, callback);
  }

  url(path: string, query: RestRequest['query'] = {}): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      for (const each of [value].flat()) if (each !== undefined) parameters.append(name, String(each));
    }
    return `${this.base}${path}${parameters.size ? `?${parameters}` : ''}`;
  }

  /**
   * The answer's JSON; undefined for an answer without a body.
   *
   * @throws StoreError in every case but an abort by the caller's own signal
   */
  async request(
    path: string,
    { method = 'GET', query, body, headers = {}, session = false, keepalive = false, signal, cache }: RestRequest = {},
  ): Promise<unknown> {
    const token = session ? (this.token ?? this.session?.token) : undefined;
    const late = AbortSignal.timeout(timeout);
    try {
      const response = await fetch(this.url(path, query), {
        method,
        // Reads are the request that `<link rel="preload" as="fetch" crossorigin>` makes, so that its answer is used.
        ...(method !== 'GET' && { credentials: 'omit' }),
        keepalive,
        ...(cache && { cache }),
        signal: signal ? AbortSignal.any([signal, late]) : late,
        headers: {
          Accept: 'application/json',
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...(token && { Authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) {
        const refusal = refusalOf(response, text);
        // A session that the server no longer knows is of no use to anyone.
        if (refusal.code === 'unauthorized' && token && token === this.session?.token) this.session = undefined;
        throw refusal;
      }
      const answer: unknown = text ? JSON.parse(text) : undefined;
      return answer;
    } catch (error) {
      if (error instanceof StoreError || signal?.aborted) throw error;
      // What came is not JSON, or nothing came.
      throw new StoreError(error instanceof SyntaxError ? 'unavailable' : 'offline', `no answer from ${this.base}`, { cause: error });
    }
  }
}

export function isSession(value: unknown): value is Session {
  const { token, account } = fieldsOf(value);
  return typeof token === 'string' && isAccount(account);
}

export function isAccount(value: unknown): value is Account {
  return typeof fieldsOf(value)['name'] === 'string';
}

const isCode = (code: unknown): code is StoreErrorCode => typeof code === 'string' && Object.hasOwn(problemStatus, code) && code !== 'too-large';

/** For answers that carry no code of ours: a proxy's, say. */
const codeOfStatus: Record<number, StoreErrorCode> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-found',
  409: 'conflict',
  410: 'not-found',
  413: 'invalid',
  422: 'invalid',
  429: 'too-many',
  507: 'full',
};

/** An unsuccessful response as an error: problem details (RFC 9457) where there are some. */
function refusalOf({ status, statusText, headers }: Response, text: string): StoreError {
  const { code: given, fields, detail, title } = fieldsOf(parseJson(text));
  const code = isCode(given) ? given : (codeOfStatus[status] ?? (status < 500 ? 'forbidden' : 'unavailable'));
  const wait = headers.get('Retry-After');
  return new StoreError(code, `${status} ${textIn(detail) || textIn(title) || statusText}`, {
    status,
    ...(isReasons(fields) && { fields }),
    ...(wait && /^\d+$/.test(wait) && { retryAfter: Number(wait) }),
  });
}

/** A reason that nobody here knows has a sentence of its own (composer/new-comment.ts). */
function isReasons(value: unknown): value is Record<string, FieldReason> {
  return isObject(value);
}
