/** Comments that wait for a moderator at WordPress, which tells nobody of them. */

import type { Comment } from '../model.js';
import { HeldHere } from './held-comments.js';
import type { WordPressStore } from './wordpress/store.js';

const heldHere = ({ site }: WordPressStore): HeldHere => new HeldHere(site.base.replace(/\?.*/, ''));

export function rememberHeld(store: WordPressStore, post: string, comment: Comment): void {
  heldHere(store).remember(post, comment);
}

/** Those that are not published by now. */
export async function stillHeld(store: WordPressStore, post: string): Promise<Comment[]> {
  const here = heldHere(store);
  const kept = here.of(post);
  const ids = kept.map(({ id }) => id).filter((id) => /^\d+$/.test(id));
  if (!ids.length) return [];
  const published = new Set((await store.list({ post, include: ids, per_page: 100, _fields: 'id' })).comments.map(({ id }) => id));
  here.forget(published);
  return kept.filter(({ id }) => !published.has(id));
}
