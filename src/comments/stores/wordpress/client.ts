/** One request to WordPress's REST API, and its refusals as a store's errors. */

import { safeUrl } from '../../../base/links.js';
import type { Account } from '../../model.js';
import { textOf } from '../html-to-blocks.js';
import { fieldsOf, textIn } from '../../json.js';
import { askJson, type JsonAnswer } from '../json-client.js';
import { StoreError, type FieldReason, type StoreErrorCode } from '../store.js';
import { addressOf, type Query } from './addresses.js';

/** WordPress lets a visitor write once in so many seconds. */
const floodInterval = 15;

export class WordPressSite {
  /** Where relative links in comments lead to. */
  readonly base: string;
  account?: Account | undefined;
  private readonly url: URL;
  private asked?: Promise<void>;

  /** @param src the root of the REST API, `?rest_route=/` for a site without pretty permalinks; its other parameters go along with every request */
  constructor(
    src: string,
    private nonce?: string,
  ) {
    const url = safeUrl(src, document.baseURI);
    if (!url)
      throw new StoreError('not-found', `src: "${src}" is not an http(s) URL; expected the root of WordPress's REST API, such as https://example.org/wp-json`);
    this.url = new URL(url);
    this.url.hash = '';
    this.base = this.url.href;
  }

  /** The list or the thing that was asked for, and how many there are in all. */
  async read(route: string, query: Query, signal?: AbortSignal): Promise<{ data: unknown; total: number | undefined }> {
    const { nonce } = this;
    let answer = await this.ask(route, query, { ...(signal && { signal }) });
    if (answer.status === 403 && nonce && codeOf(answer) === 'rest_cookie_invalid_nonce') {
      // The page is older than its nonce: the reader reads on as anyone does. Another question may have found out before.
      this.forget();
      answer = await this.ask(route, query, { ...(signal && { signal }) });
    }
    const { status, headers, data } = answer;
    if (status < 200 || status > 299) throw refusalOf(answer);
    if (typeof data !== 'object' || data === null) throw new StoreError('unavailable', 'the answer is not WordPress’s');
    const total = headers.get('X-WP-Total');
    return { data, total: total && /^\d+$/.test(total) ? Number(total) : undefined };
  }

  async write(route: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
    const answer = await this.ask(
      route,
      {},
      { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' }, ...(signal && { signal }) },
    );
    if (answer.status >= 200 && answer.status <= 299) return answer.data;
    const error = refusalOf(answer);
    if (error.code === 'unauthorized') this.forget();
    throw error;
  }

  /** Finds out once whose nonce it is. */
  identify(): Promise<void> {
    return (this.asked ??= (async () => {
      if (!this.nonce) return;
      const { data } = await this.read('users/me', { _fields: 'id,name' }).catch(() => ({ data: undefined }));
      const { id, name } = fieldsOf(data);
      if (this.nonce && typeof id === 'number') this.account = { id: String(id), name: textOf(textIn(name)) };
    })());
  }

  private forget(): void {
    delete this.nonce;
    this.account = undefined;
  }

  private async ask(route: string, query: Query, init: RequestInit): Promise<JsonAnswer> {
    const { nonce } = this;
    const answer = await askJson(addressOf(this.url, route, query), {
      ...init,
      credentials: nonce ? 'include' : 'same-origin',
      headers: { ...init.headers, ...(nonce && { 'X-WP-Nonce': nonce }) },
    });
    // A nonce is good for a day; each answer brings a new one.
    if (nonce && this.nonce) this.nonce = answer.headers.get('X-WP-Nonce') ?? nonce;
    return answer;
  }
}

const codes: Record<string, StoreErrorCode> = {
  rest_comment_login_required: 'unauthorized',
  rest_cookie_invalid_nonce: 'unauthorized',
  rest_cannot_read_post: 'forbidden',
  rest_cannot_read: 'not-found',
  rest_comment_closed: 'closed',
  comment_closed: 'closed',
  comment_duplicate: 'duplicate',
  comment_flood: 'too-many',
  rest_comment_invalid_post_id: 'not-found',
  rest_comment_draft_post: 'not-found',
  rest_comment_trash_post: 'not-found',
  rest_comment_invalid_id: 'not-found',
  rest_post_invalid_id: 'not-found',
  rest_no_route: 'not-found',
};
const codeOfStatus: Record<number, StoreErrorCode> = {
  400: 'invalid',
  401: 'unauthorized',
  404: 'not-found',
  409: 'conflict',
  410: 'not-found',
  413: 'invalid',
  422: 'invalid',
  429: 'too-many',
};
const fields: Record<string, string> = { author_name: 'name', author_email: 'email', author_url: 'url', content: 'text' };
const columns: Record<string, string> = { author: 'name', author_email: 'email', author_url: 'url', content: 'text' };

function codeOf({ data }: JsonAnswer): string {
  return textIn(fieldsOf(data)['code']);
}

function refusalOf(answer: JsonAnswer): StoreError {
  const { status, headers } = answer;
  const theirs = codeOf(answer);
  const { message, data } = fieldsOf(answer.data);
  const wrong: Record<string, FieldReason> = {};
  const column = /^comment_(\w+)_column_length$/.exec(theirs)?.[1];
  if (column) wrong[columns[column] ?? 'text'] = 'too-long';
  if (theirs === 'rest_comment_content_invalid') wrong['text'] = 'missing';
  if (theirs === 'rest_comment_author_data_required') Object.assign(wrong, { name: 'missing', email: 'missing' });
  if (theirs === 'rest_invalid_param') {
    for (const parameter of Object.keys(fieldsOf(fieldsOf(data)['params']))) {
      const field = Object.hasOwn(fields, parameter) ? fields[parameter] : undefined;
      if (field !== undefined) wrong[field] = 'malformed';
    }
  }
  const known = Object.hasOwn(codes, theirs) ? codes[theirs] : Object.keys(wrong).length ? ('invalid' as const) : undefined;
  const code = known ?? codeOfStatus[status] ?? (status >= 400 && status < 500 ? 'forbidden' : 'unavailable');
  const wait = headers.get('Retry-After');
  const retryAfter = wait && /^\d+$/.test(wait) ? Number(wait) : theirs === 'comment_flood' ? floodInterval : undefined;
  return new StoreError(code, `${status} ${theirs} ${textOf(textIn(message))}`, { status, fields: wrong, ...(retryAfter !== undefined && { retryAfter }) });
}
