/** Pieces of form that the box and the account dialog share. */

import { html, nothing, type TemplateResult } from 'lit';
import { cleanName } from '../sanitize-comment.js';

export interface Field {
  name: string;
  label: string;
  /** In small letters behind the label. */
  hint?: string;
  type?: 'text' | 'email' | 'password';
  autocomplete?: string;
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
    <input id=${name} name=${name} class="text" part="input" type=${type} dir=${type === 'text' ? 'auto' : 'ltr'} autocomplete=${(autocomplete ?? nothing) as 'on'}
      aria-required=${required ? 'true' : 'false'} aria-invalid=${problem ? 'true' : 'false'} aria-describedby="${name}-error" ?readonly=${readonly} .value=${value ?? nothing}
      @input=${(event: Event) => onInput?.((event.target as HTMLInputElement).value)}>
    ${renderProblem(name, problem)}
  </div>`;
}

export function renderProblem(field: string, problem: string): TemplateResult {
  return html`<p id="${field}-error" class="error" part="error">${problem}</p>`;
}

export function renderButton(words: string, onClick: (event: Event) => void, look: 'primary' | 'link' | '' = ''): TemplateResult {
  return html`<button type="button" part="button" class=${look || nothing} @click=${onClick}>${words}</button>`;
}

/** A stranger's words within a sentence of ours, whatever their direction. */
export function isolate(text: string): string {
  return text && `\u2068${cleanName(text)}\u2069`;
}

/**
 * Reads the fields that the page put in the form's slot.
 *
 * @returns their values by name; undefined when one of them is not valid, after the browser has said so
 */
export function readFields(slot: HTMLSlotElement): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const assigned of slot.assignedElements({ flatten: true })) {
    for (const field of [assigned, ...assigned.querySelectorAll('*')]) {
      const { name, value, type, checked } = field as HTMLInputElement;
      if (typeof (field as HTMLInputElement).reportValidity === 'function' && !(field as HTMLInputElement).reportValidity()) return undefined;
      const chosen = type !== 'checkbox' && type !== 'radio' || checked;
      if (name && typeof value === 'string' && chosen && type !== 'file') values[name] = value;
    }
  }
  return values;
}
