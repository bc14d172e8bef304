import { html } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import english from '../base/words/en/related.js';

export class BlogRelated extends BlogElement {
  constructor() { super('related', english); }

  protected override render() { return html`<slot></slot>`; }
}

declare global {
  interface HTMLElementTagNameMap { 'blog-related': BlogRelated }
}
