import { LitElement } from 'lit';
import { Language } from './language.js';
import type { Section } from './words/translation.js';

/** What all elements share: words in the language of the page, and states that CSS can see. */
export abstract class BlogElement extends LitElement {
  /** @internal */
  readonly language: Language;
  /** False for an element that has something to show before its words have loaded. */
  protected readonly needsWords: boolean = true;
  private states = this.attachInternals().states;

  constructor(section: Section) {
    super();
    this.language = new Language(this, section);
  }

  /** Sets or clears a state that the page's CSS sees as `:state(name)`. */
  protected setState(name: string, on: boolean): void {
    this.states[on ? 'add' : 'delete'](name);
  }

  /**
   * Until the first render the content of the page stays visible, and the head stylesheet keeps the space:
   * `:state(ready)` ends that.
   */
  protected override scheduleUpdate(): void | Promise<unknown> {
    const loading = this.needsWords ? this.language.loading : undefined;
    if (!this.hasUpdated) this.renderRoot.replaceChildren(...(loading ? [document.createElement('slot')] : []));
    if (loading) return loading.then(() => this.scheduleUpdate());
    this.setState('ready', true);
    return super.scheduleUpdate();
  }

  /** Complete is an element in its own language. */
  protected override async getUpdateComplete(): Promise<boolean> {
    let isComplete = await super.getUpdateComplete();
    while (this.language.loading) {
      await this.language.loading;
      isComplete = await super.getUpdateComplete();
    }
    return isComplete;
  }
}

/** Defines an element unless the page already has one of that name: a second copy of the library does no harm. */
export function register(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
