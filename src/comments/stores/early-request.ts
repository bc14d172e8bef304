/** What a store will ask for first, asked while the code of the store still loads. */

const sent = new Map<string, Promise<Response>>();
/** What nobody has taken by then was asked for in vain, in milliseconds. */
const patience = 30_000;

export function sendEarly(url: string): void {
  if (sent.has(url)) return;
  const response = fetch(url, { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(patience) });
  // Its failure is for the store to tell.
  response.catch(() => undefined);
  sent.set(url, response);
  setTimeout(() => sent.delete(url), patience);
}

/** The answer to that, once. */
export function takeEarly(url: string): Promise<Response> | undefined {
  const response = sent.get(url);
  sent.delete(url);
  return response;
}
