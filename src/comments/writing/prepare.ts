/** From the press on "send" to a comment that is ready to go: looked over, agreed to by the page, written to its slot. */

import { BlogCommentSubmitEvent } from '../events.js';
import type { Access } from '../composer/sign-in.js';
import { check, makeAttempt } from '../composer/new-comment.js';
import type { BlogCommentForm } from '../composer/composer.js';
import type { Drafting } from '../composer/draft.js';
import { rememberGuest } from '../composer/guest.js';
import { readFields } from './page-fields.js';
import type { Problems } from './problems.js';
import { secretOf } from './stored.js';

/** @returns `ready` when the slot holds an attempt, `stopped` when the page or one of its fields objects, or what is wrong */
export function prepare(form: BlogCommentForm, draft: Drafting, access: Access): 'ready' | 'stopped' | 'log-in' | Problems {
  const { store, site, thread, threadUrl, threadTitle, parentComment, editing } = form;
  const guest = form.asksName ? { name: draft.name.trim(), email: draft.email.trim() } : undefined;
  const content = { text: draft.text, ...(guest && { guest }) };
  const problems = check(content, store.capabilities);
  if (Object.keys(problems).length) return problems;
  if (access.isNeeded) return 'log-in';
  const extra = readFields(form.renderRoot.querySelector('slot')!);
  if (!extra) return 'stopped';
  const about = { thread, ...(parentComment && { parent: parentComment.id }), ...(threadUrl && { threadUrl }), ...(threadTitle && { threadTitle }), extra };
  const attempt = makeAttempt(content, about, { bits: draft.bits, before: draft.parked, editing, ownSecret: editing && secretOf(site, editing.id) });
  /** @internal */
  if (!editing && !form.dispatchEvent(new BlogCommentSubmitEvent(attempt.comment))) return 'stopped';
  if (guest) rememberGuest(site, draft.remember ? guest : undefined);
  draft.begin(attempt);
  return draft.text ? 'ready' : 'stopped';
}
