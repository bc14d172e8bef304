/** Why a post could not be had: sentences for developers that say what was expected, what came and what to do. */

export class SourceError extends Error {
  /** Which sentence the reader gets: a key of the post's words. */
  readonly words: 'error' | 'errorOffline' | 'errorMissing' | 'errorUnreadable';

  constructor(message: string, words: SourceError['words'] = 'errorUnreadable', options?: ErrorOptions) {
    super(message, options);
    this.name = 'SourceError';
    this.words = words;
  }
}

/** Browsers do not tell scripts why there is no answer at all. */
export function explainSilence(url: string, cause: unknown): SourceError {
  if (navigator.onLine && new URL(url).origin !== location.origin) {
    return new SourceError(
      `${url}: the browser gave no answer. Is the address right? If it opens in a tab of its own, that server does not let other sites read it: have it send the header Access-Control-Allow-Origin (CORS), or fetch it by your own server`,
      'error',
      { cause },
    );
  }
  return new SourceError(`${url}: no answer (${String(cause)})`, navigator.onLine ? 'error' : 'errorOffline', { cause });
}

export function explainAddress(src: string): SourceError {
  return new SourceError(
    `src: expected an http(s) address, and got "${src}"${location.protocol === 'file:' ? ' in a page that was opened as a file: serve it, for example with "npx serve"' : ''}`,
  );
}

export function explainRefusal(url: string, { status, statusText }: Response): SourceError {
  return new SourceError(`${url}: the server answers ${status} ${statusText}`.trim(), status === 404 || status === 410 ? 'errorMissing' : 'error');
}

export function explainSize(url: string): SourceError {
  return new SourceError(`${url}: expected at most 64 MB, and more came`);
}

export function explainNoPosts(url: string): SourceError {
  return new SourceError(`${url}: expected at least one post, and got none`, 'errorMissing');
}

export function explainEntry(src: string, entry: string, count: number): SourceError {
  return new SourceError(`${src}: expected the entry "${entry}", and it is not among the ${count} that came`, 'errorMissing');
}

export function explainFormat(format: string, formats: readonly string[]): SourceError {
  return new SourceError(`format: expected auto or one of ${formats.join(', ')}, and got "${format}"`);
}

export function explainJson(text: string, url: string, cause: unknown): SourceError {
  const page = /^\s*</.test(text) ? ' A page came where data should be: a log-in page, perhaps.' : '';
  return new SourceError(`${url}: expected JSON, and it is broken (${cause instanceof Error ? cause.message : String(cause)}).${page}`, 'errorUnreadable', {
    cause,
  });
}
