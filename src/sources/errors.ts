/** Why a post could not be had: a sentence for developers that says what was expected, what came and what to do. */
export class SourceError extends Error {
  /** Which sentence the reader gets: a key of the post's words. */
  readonly words: 'error' | 'errorOffline' | 'errorMissing' | 'errorUnreadable';

  constructor(message: string, words: SourceError['words'] = 'errorUnreadable', options?: ErrorOptions) {
    super(message, options);
    this.name = 'SourceError';
    this.words = words;
  }
}

/** Sentences for what went wrong before a reader had its turn. They come when they are needed. */

/** Why there may be no answer at all: browsers do not tell scripts. */
export function explainSilence(url: string, cause: unknown): SourceError {
  if (navigator.onLine && new URL(url).origin !== location.origin) {
    return new SourceError(`${url}: the browser gave no answer. Is the address right? If it opens in a tab of its own, that server does not let other sites read it: have it send the header Access-Control-Allow-Origin (CORS), or fetch it by your own server`, 'error', { cause });
  }
  return new SourceError(`${url}: no answer (${String(cause)})`, navigator.onLine ? 'error' : 'errorOffline', { cause });
}

export function explainAddress(src: string): SourceError {
  return new SourceError(`src: expected an http(s) address, and got "${src}"${location.protocol === 'file:' ? ' in a page that was opened as a file: serve it, for example with "npx serve"' : ''}`);
}

export function explainSize(url: string): SourceError {
  return new SourceError(`${url}: expected at most 64 MB, and more came`);
}

export function explainNone(url: string): SourceError {
  return new SourceError(`${url}: expected at least one post, and got none`, 'errorMissing');
}

export function explainFormat(format: string, formats: string[]): SourceError {
  return new SourceError(`format: expected auto or one of ${formats.join(', ')}, and got "${format}"`);
}

export function explainJson(text: string, url: string, cause: unknown): SourceError {
  const page = /^\s*</.test(text) ? ' A page came where data should be: a log-in page, perhaps.' : '';
  return new SourceError(`${url}: expected JSON, and it is broken (${(cause as Error).message}).${page}`, 'errorUnreadable', { cause });
}
