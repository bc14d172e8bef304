import { LitElement } from 'lit';
import { Language } from './language.js';
import type { Room, Words } from './words/translation.js';

/** What all elements share: the words of their language before the first render, and states that CSS can see. */
export abstract class BlogElement extends LitElement {
  protected readonly language: Language;
  private states = this.attachInternals().states;

  constructor(room: Room, english: Words) {
    super();
    this.language = new Language(this, room, english);
  }

  /** Sets or clears a state that the page's CSS sees as `:state(name)`. */
  protected setState(name: string, on: boolean): void {
    if (on) this.states.add(name);
    else this.states.delete(name);
  }

  /**
   * The first render waits for the words. Until then what the page holds stays in sight, and the head style sheet keeps the place:
   * `:state(ready)` tells it when to let go.
   */
  protected override scheduleUpdate(): void | Promise<unknown> {
    const { loading } = this.language;
    if (!loading) {
      this.setState('ready', true);
      return super.scheduleUpdate();
    }
    const root = this.renderRoot;
    if (!this.hasUpdated && !root.firstChild) root.append(document.createElement('slot'));
    return loading.then(() => {
      if (!this.hasUpdated) root.replaceChildren();
      return this.scheduleUpdate();
    });
  }
}
