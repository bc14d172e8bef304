import { LitElement } from 'lit';
import { Language } from './language.js';
import type { Room, Words } from './words/translation.js';

/** What all elements share: the words of their language before the first render, and states that CSS can see. */
export abstract class BlogElement extends LitElement {
  protected readonly language: Language;
  private internals?: ElementInternals;

  constructor(room: Room, english: Words) {
    super();
    this.language = new Language(this, room, english);
  }

  /** Sets or clears a state that the page's CSS sees as `:state(name)`. */
  protected setState(name: string, on: boolean): void {
    const { states } = (this.internals ??= this.attachInternals());
    if (on) states.add(name);
    else states.delete(name);
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    const { loading } = this.language;
    if (!loading) return super.scheduleUpdate();
    return loading.then(() => super.scheduleUpdate());
  }
}
