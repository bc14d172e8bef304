import { html } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import english from '../base/words/en/text-size.js';

export class BlogTextSize extends BlogElement {
  constructor() { super('textSize', english); }

  protected override render() { return html`<slot></slot>`; }
}

declare global {
  interface HTMLElementTagNameMap { 'blog-text-size': BlogTextSize }
}
