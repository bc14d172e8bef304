/** Errors that are answered as problem documents (RFC 9457). The codes and what each means are in src/comments/model.ts. */

import { problemStatus, type FieldReason, type ProblemCode, type ProblemDocument } from '../../../src/comments/model.js';

export class Problem extends Error {
  readonly status: number;
  constructor(
    readonly code: ProblemCode,
    /** A sentence for developers; readers see the element's own. */
    detail: string,
    readonly options: { fields?: Record<string, FieldReason>; retryAfter?: number; status?: number } = {},
  ) {
    super(detail);
    this.status = options.status ?? problemStatus[code];
  }

  toResponse(): Response {
    const {
      code,
      status,
      message,
      options: { fields, retryAfter },
    } = this;
    return new Response(
      JSON.stringify({ type: 'about:blank', title: code, status, detail: message, code, ...(fields && { fields }) } satisfies ProblemDocument),
      {
        status,
        headers: {
          'Content-Type': 'application/problem+json',
          'Cache-Control': 'no-store',
          ...(retryAfter !== undefined && { 'Retry-After': String(Math.max(1, Math.ceil(retryAfter))) }),
          ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
        },
      },
    );
  }
}

/** An error of the database as a problem, where it has a name: SQLite's codes, PostgreSQL's, and the system's on the way to it. */
export function asProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  const { code, message = '' } = (error ?? {}) as { code?: string | number; message?: string };
  const is = (codes: RegExp): boolean => codes.test(String(code ?? ''));
  // A quota is no room either; SQLite calls it an error of writing.
  if (is(/^(SQLITE_FULL|SQLITE_IOERR_(SHMSIZE|WRITE)|ENOSPC|EDQUOT|53100)/))
    return new Problem('full', 'There is no room left where comments are kept; nothing was stored. Reading goes on.', { retryAfter: 30 });
  // Busy, read-only after an error of the disk, input and output; connections (08), too many (53), deadlocks (40), cancelled or shut down (57P0, 57014), read-only after a failover (25006).
  if (
    is(/^(SQLITE_(BUSY|LOCKED|READONLY|IOERR)|08|53|40|57P0|57014|25006|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/) ||
    /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(message)
  ) {
    return new Problem('unavailable', 'The database did not answer; try again in a moment.', { retryAfter: 2 });
  }
  return undefined;
}
