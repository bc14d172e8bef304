import { LitElement } from 'lit';
import { Language } from './language.js';
import type { Room } from './words/translation.js';

/** What all elements share: the words of their language before the first render, and states that CSS can see. */
export abstract class BlogElement extends LitElement {
  protected readonly language: Language;
  private states = this.attachInternals().states;

  constructor(room: Room) {
    super();
    this.language = new Language(this, room);
  }

  /** Sets or clears a state that the page's CSS sees as `:state(name)`. */
  protected setState(name: string, on: boolean): void {
    this.states[on ? 'add' : 'delete'](name);
  }

  /** Pending while something is under way that the element cannot be drawn without: its words, and what an element adds. */
  protected get missing(): Promise<unknown> | undefined { return this.language.loading; }

  /**
   * A render waits for what is missing. Until the first what the page holds stays in sight, and the head style sheet keeps the place:
   * `:state(ready)` tells it when to let go.
   */
  protected override scheduleUpdate(): void | Promise<unknown> {
    const { missing } = this;
    if (!this.hasUpdated) this.renderRoot.replaceChildren(...(missing ? [document.createElement('slot')] : []));
    if (missing) return missing.then(() => this.scheduleUpdate());
    this.setState('ready', true);
    return super.scheduleUpdate();
  }
}

/** Defines an element unless the page already has one of that name: a second copy of the library does no harm. */
export function register(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
