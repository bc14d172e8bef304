import { fixture, html } from '@open-wc/testing';
import '../../../src/comments/composer/composer.js';
import type { BlogCommentForm } from '../../../src/comments/composer/composer.js';
import type { Comment } from '../../../src/comments/model.js';
import type { CommentStore } from '../../../src/comments/stores/store.js';
import { waitUntil } from '../wait.js';
import { shadowOf } from '../shadow.js';

let threads = 0;

/** A thread that no other test has written to. */
export function newThread(): string {
  return `/post-${Date.now()}-${threads++}`;
}

export interface Setting {
  thread?: string;
  parentComment?: Comment;
  editing?: Comment;
  initialText?: string;
  lang?: string;
  loginUrl?: string;
  registerUrl?: string;
}

export async function openForm(store: CommentStore, setting: Setting = {}): Promise<BlogCommentForm> {
  const { thread = newThread(), parentComment, editing, initialText, lang = 'en', loginUrl, registerUrl } = setting;
  const page = await fixture<HTMLElement>(html`<main lang=${lang}><blog-comment-form .store=${store} .thread=${thread} .site=${'https://example.org/comments'}
    .parentComment=${parentComment} .editing=${editing} .initialText=${initialText} .loginUrl=${loginUrl} .registerUrl=${registerUrl}
    .threadUrl=${'https://example.org/post'} .threadTitle=${'A post'}></blog-comment-form></main>`);
  const form = page.querySelector('blog-comment-form')!;
  await waitUntil(() => form.shadowRoot?.querySelector('textarea'), 'the form is drawn');
  await form.updateComplete;
  return form;
}

export function inside<Found extends Element = HTMLElement>(form: Element, selector: string): Found {
  return shadowOf(form).querySelector<Found>(selector)!;
}

export function textarea(form: Element): HTMLTextAreaElement {
  return inside<HTMLTextAreaElement>(form, 'textarea');
}

/** Types as a reader does, key events left out. */
export function type(form: Element, text: string, selector = 'textarea'): void {
  const field = inside<HTMLInputElement>(form, selector);
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

export function button(form: Element, words: string | RegExp): HTMLButtonElement {
  const found = [...shadowOf(form).querySelectorAll('button')].find((each) =>
    typeof words === 'string' ? each.textContent.trim() === words : words.test(each.textContent),
  );
  if (!found)
    throw new Error(`no button "${String(words)}" among: ${[...shadowOf(form).querySelectorAll('button')].map((each) => each.textContent.trim()).join(', ')}`);
  return found;
}

function said(form: Element): string {
  return inside(form, '[role=status]').textContent.trim();
}

/** Everything in the form that says that something is wrong. */
export function complaints(form: Element): string {
  return [...shadowOf(form).querySelectorAll('.error')]
    .map((each) => each.textContent.trim())
    .filter(Boolean)
    .join(' | ');
}

export async function says(form: Element, words: string | RegExp): Promise<void> {
  await waitUntil(
    () => (typeof words === 'string' ? said(form) === words : words.test(said(form))),
    `status "${String(words)}", but it is "${said(form)}", errors "${complaints(form)}"`,
    { timeout: 5000 },
  );
}

export async function complains(form: Element, words: string): Promise<void> {
  await waitUntil(() => complaints(form).includes(words), `error "${words}"`);
}
