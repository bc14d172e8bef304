/** Server-sent events of a thread (docs/rest.md). `EventSource` reconnects by itself and resumes behind the last id it saw. */

import type { Comment } from '../model.js';
import type { LiveEvent } from './store.js';

const types: LiveEvent['type'][] = ['created', 'changed', 'deleted'];

/** Calls back for each change until the returned function is called. `onLost`: the server refused, and is not asked again. */
export function listen(url: string, onEvent: (event: LiveEvent) => void, onLost?: () => void): () => void {
  const source = new EventSource(url);
  source.addEventListener('error', () => { if (source.readyState === EventSource.CLOSED) onLost?.(); });
  for (const type of types) {
    source.addEventListener(type, (message: MessageEvent<string>) => {
      try {
        const version = Number(message.lastEventId || NaN);
        onEvent({ type, comment: JSON.parse(message.data) as Comment, ...(Number.isSafeInteger(version) && { version }) });
      } catch {
        // A garbled event: the next page that is read brings what it said.
      }
    });
  }
  return () => source.close();
}
