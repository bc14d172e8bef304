/** Where the box's forms come from: the writing side is loaded when the reader wants to write. */

import type { Comment } from './model.js';
import type { CommentStore } from './stores/store.js';

/** What every form of a box is told. */
export interface FormSetting {
  store: CommentStore;
  thread: string;
  threadUrl: string;
  threadTitle: string;
  /** Names the back end, in the keys of drafts and secrets. */
  site: string;
  loginUrl: string | undefined;
  registerUrl: string | undefined;
}

/** `<blog-comment-form>`, as the reading side knows it (writing/composer.ts). */
export interface CommentForm extends HTMLElement, FormSetting {
  parentComment?: Comment;
  editing?: Comment;
  initialText?: string;
  readonly updateComplete: Promise<boolean>;
  askLogIn(reason?: 'log-in' | 'register' | 'ended'): void;
}

let composer: Promise<typeof import('./composer/composer.js')> | undefined;

/** Loads the writing side once. Rejects when it cannot be had now; the next call tries again. */
export function loadComposer(): Promise<typeof import('./composer/composer.js')> {
  return composer ??= import('./composer/composer.js').catch((error: unknown) => {
    composer = undefined;
    throw error;
  });
}
