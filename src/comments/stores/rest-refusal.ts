/** What an answer that is no success means: problem details (RFC 9457) as a store's error. Loaded with the first of them. */

import { StoreError } from './store.js';
import type { FieldReason, StoreErrorCode } from './store.js';

const codes: readonly string[] = [
  'unavailable', 'invalid', 'unauthorized', 'forbidden', 'not-found', 'closed', 'duplicate', 'conflict', 'too-many', 'too-late', 'full',
];

/** For answers that carry no code of ours: a proxy's, say. */
const codeOfStatus: Record<number, StoreErrorCode> = {
  400: 'invalid', 401: 'unauthorized', 403: 'forbidden', 404: 'not-found', 405: 'not-found', 409: 'conflict', 410: 'not-found', 413: 'invalid',
  422: 'invalid', 429: 'too-many', 507: 'full',
};

export function refusalOf(response: Response, text: string): StoreError {
  const problem = read(text);
  const code = codes.includes(String(problem['code'])) ? problem['code'] as StoreErrorCode
    : codeOfStatus[response.status] ?? (response.status < 500 ? 'forbidden' : 'unavailable');
  const { fields } = problem;
  const wait = response.headers.get('Retry-After');
  return new StoreError(code, `${response.status} ${String(problem['detail'] ?? problem['title'] ?? response.statusText)}`, {
    status: response.status,
    ...(fields && typeof fields === 'object' ? { fields: fields as Record<string, FieldReason> } : {}),
    ...(wait && /^\d+$/.test(wait) ? { retryAfter: Number(wait) } : {}),
  });
}

function read(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : {};
  } catch {
    return {};
  }
}
