/** The parts of the comment form and of the account dialog. */

import { html, nothing, type TemplateResult } from 'lit';
import type { Language } from '../../base/language.js';
import { parseMarkup } from '../markup/parse.js';
import { renderMarkup } from '../markup/render.js';
import type { Comment } from '../model.js';
import { cleanName } from '../sanitize-comment.js';
import type { CommentStore } from '../stores/store.js';
import type { Key, Problems } from './new-comment.js';
import type { Send } from './outbox.js';

export interface Field {
  name: string;
  label: string;
  /** In small letters behind the label. */
  hint?: string;
  type?: 'text' | 'email' | 'password';
  autocomplete?: 'name' | 'email' | 'nickname' | 'username' | 'new-password' | 'current-password';
  required: boolean;
  readonly?: boolean;
  value?: string;
  /** What is wrong with it, in words. */
  problem: string;
  onInput?: (value: string) => void;
}

/** A label, a field and, below it, what is wrong with it. */
export function renderField({ name, label, hint, type = 'text', autocomplete, required, readonly = false, value, problem, onInput }: Field): TemplateResult {
  return html`<div>
    <label for=${name}>${label} ${hint ? html`<span class="hint">${hint}</span>` : nothing}</label>
    <input id=${name} name=${name} class="text" part="input" type=${type} dir=${type === 'text' ? 'auto' : 'ltr'} autocomplete=${autocomplete ?? nothing}
      aria-required=${required ? 'true' : 'false'} aria-invalid=${problem ? 'true' : 'false'} aria-describedby="${name}-error" ?readonly=${readonly} .value=${value ?? nothing}
      @input=${({ target }: Event) => {
        if (target instanceof HTMLInputElement) onInput?.(target.value);
      }}>
    ${renderProblem(name, problem)}
  </div>`;
}

function renderProblem(field: string, problem: string): TemplateResult {
  return html`<p id="${field}-error" class="error" part="error">${problem}</p>`;
}

export function renderButton(words: string, onClick: (event: Event) => void, look: 'primary' | 'link' | '' = ''): TemplateResult {
  return html`<button type="button" part="button" class=${look || nothing} @click=${onClick}>${words}</button>`;
}

/** A stranger's words within a sentence of ours, whatever their direction. */
export function isolate(text: string): string {
  return text && `\u2068${cleanName(text)}\u2069`;
}

/** What all parts of the form draw from. */
export interface FormParts {
  language: Language;
  store: CommentStore;
  /** The text is being sent. */
  frozen: boolean;
  problems: Problems;
  word: (key: Key | undefined) => string;
}

interface AccountOptions {
  readonly isOffered: boolean;
  readonly isNeeded: boolean;
  readonly canRegister: boolean;
  askLogIn(reason: 'log-in' | 'register'): unknown;
  logOut(): unknown;
}

/** Who writes, or the buttons to log in and register. */
export function renderAccount({ language, store }: FormParts, signIn: AccountOptions) {
  const { account } = store;
  const { isOffered, isNeeded, canRegister } = signIn;
  if (account) {
    return html`<div class="row account"><span>${language.say('writingAs', { name: isolate(account.name) })}</span>
      ${store.logOut !== undefined && !store.token ? renderButton(language.say('logOut'), () => signIn.logOut(), 'link') : nothing}</div>`;
  }
  if (!isOffered) return nothing;
  return html`<div class="row account">
    ${renderButton(language.say(isNeeded ? 'logInToComment' : 'logIn'), () => signIn.askLogIn('log-in'), isNeeded ? 'primary' : 'link')}
    ${canRegister ? renderButton(language.say('register'), () => signIn.askLogIn('register'), 'link') : nothing}</div>`;
}

/** What is written: a new comment, a reply, or a change. */
export function formLabel(language: Language, { editing, parentComment }: { editing?: Comment; parentComment?: Comment }): string {
  if (editing) return language.say('change');
  const name = parentComment?.author.name;
  return name ? language.say('reply', { name: isolate(name) }) : language.say('comment');
}

export function renderText(
  { language, store, frozen, problems, word }: FormParts,
  { label, text, left, onInput }: { label: string; text: string; left: number; onInput: (event: Event) => void },
) {
  const near = left <= Math.min(500, store.capabilities.maxLength / 4);
  return html`<div>
    <label for="text">${label}</label>
    <textarea id="text" part="textarea" rows="4" dir="auto" .value=${text} ?readonly=${frozen} aria-required="true"
      aria-invalid=${problems['text'] ? 'true' : 'false'} aria-describedby="text-error left" aria-keyshortcuts="Control+Enter Meta+Enter"
      @input=${onInput}></textarea>
    ${renderProblem('text', word(problems['text']))}
    <p id="left" class="left ${left < 0 ? 'over' : ''}">${near ? language.say(left < 0 ? 'over' : 'left', { count: Math.abs(left) }) : nothing}</p>
  </div>`;
}

interface GuestOptions {
  draft: { name: string; email: string; remember: boolean };
  onField: (name: 'name' | 'email', value: string) => void;
  onRemember: (remember: boolean) => void;
}

export function renderGuest({ language, store, frozen, problems, word }: FormParts, { draft, onField, onRemember }: GuestOptions) {
  const email = store.capabilities.guestEmail ?? 'none';
  const field = (name: 'name' | 'email') => ({
    name,
    label: language.say(name),
    autocomplete: name,
    value: draft[name],
    readonly: frozen,
    problem: word(problems[name]),
    onInput: (value: string) => onField(name, value),
  });
  const hint = `${email === 'optional' ? language.say('optional') : ''} ${language.say('emailHint')}`;
  return html`<div class="fields">
    ${renderField({ ...field('name'), required: true })}
    ${email === 'none' ? nothing : renderField({ ...field('email'), type: 'email', hint, required: email === 'required' })}
  </div>
  <label class="check"><input type="checkbox" .checked=${draft.remember} @change=${({ target }: Event) => onRemember(target instanceof HTMLInputElement && target.checked)}>${language.say('remember')}</label>`;
}

export function renderPreview({ language }: FormParts, text: string) {
  return html`<div role="region" class="preview" part="preview" aria-label=${language.say('preview')}>
    ${text.trim() ? renderMarkup(parseMarkup(text)) : html`<p>${language.say('previewEmpty')}</p>`}
  </div>`;
}

interface ButtonOptions {
  send: Key;
  previewing: boolean;
  togglePreview: () => void;
  /** Left out where the form cannot be closed. */
  cancel?: (() => void) | undefined;
}

export function renderButtons({ language, frozen }: FormParts, { send, previewing, togglePreview, cancel }: ButtonOptions) {
  return html`<div class="row">
    <button type="submit" class="primary" part="button" aria-disabled=${frozen ? 'true' : 'false'}>${language.say(send)}</button>
    <button type="button" part="button" aria-pressed=${previewing ? 'true' : 'false'} @click=${togglePreview}>${language.say('preview')}</button>
    ${cancel ? renderButton(language.say('cancel'), cancel, 'link') : nothing}
  </div>`;
}

interface DraftNotes {
  restored: boolean;
  isKept: boolean;
  other: { key: string; start: string } | undefined;
}

/** What the reader should know about drafts: an old one is back, there is another, nothing is kept. */
export function renderNotes(
  { language }: FormParts,
  { restored, isKept, other }: DraftNotes,
  { discard, useOther }: { discard: () => void; useOther: (key: string) => void },
) {
  return html`
    ${restored ? html`<p class="row"><span>${language.say('draftBack')}</span> ${renderButton(language.say('discard'), discard, 'link')}</p>` : nothing}
    ${
      other
        ? html`<p class="row"><span>${language.say('otherDraft', { start: isolate(other.start) })}</span>
      ${renderButton(language.say('useOther'), () => useOther(other.key), 'link')}</p>`
        : nothing
    }
    ${isKept ? nothing : html`<p class="hint">${language.say('notKept')}</p>`}`;
}

/** What is wrong as a whole, what has happened, and the buttons of a comment that waits for the network or the store. */
export function renderStatus(
  { language, frozen, problems, word }: FormParts,
  { status, sending }: { status: Key | undefined; sending: Pick<Send, 'state' | 'tryNow' | 'stop'> | undefined },
) {
  return html`<div>
    <p class="error" part="error" role="alert">${word(problems[''])}</p>
    <p role="status" part="status">${word(sending ? sending.state : frozen ? 'sending' : status)}</p>
    ${
      sending && sending.state !== 'sending'
        ? html`<div class="row">
      ${renderButton(language.say('tryNow'), () => sending.tryNow())} ${renderButton(language.say('stop'), () => sending.stop(), 'link')}
    </div>`
        : nothing
    }
  </div>`;
}

/** Where CSS cannot (`field-sizing`): as high as the text. */
export function fitTextarea(textarea: HTMLTextAreaElement): void {
  textarea.style.blockSize = 'auto';
  textarea.style.blockSize = `${textarea.scrollHeight + 2}px`;
}

/** What native fields have, and elements of a page that are made like them. */
type FormField = Element & Partial<Pick<HTMLInputElement, 'name' | 'value' | 'type' | 'checked' | 'reportValidity'>>;

/**
 * Reads the fields that the page put in the form's slot.
 *
 * @returns their values by name; undefined when one of them is not valid, after the browser has said so
 */
export function readPageFields(slot: HTMLSlotElement | null): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const assigned of slot?.assignedElements({ flatten: true }) ?? []) {
    for (const field of [assigned, ...assigned.querySelectorAll('*')] as FormField[]) {
      if (field.reportValidity?.() === false) return undefined;
      const { name, value, type, checked } = field;
      const isChosen = (type !== 'checkbox' && type !== 'radio') || checked;
      if (name && typeof value === 'string' && isChosen && type !== 'file') values[name] = value;
    }
  }
  return values;
}
