import { SourceError } from './source-error.js';

/** Why there may be no answer at all: browsers do not tell scripts. */
export function explainSilence(url: string, cause: unknown): SourceError {
  if (navigator.onLine && new URL(url).origin !== location.origin) {
    return new SourceError(`${url}: the browser gave no answer. Is the address right? If it opens in a tab of its own, that server does not let other sites read it: have it send the header Access-Control-Allow-Origin (CORS), or fetch it by your own server`, 'error', { cause });
  }
  return new SourceError(`${url}: no answer (${String(cause)})`, navigator.onLine ? 'error' : 'errorOffline', { cause });
}
