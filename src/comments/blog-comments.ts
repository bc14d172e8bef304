import { html } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import english from '../base/words/en/comments.js';

export class BlogComments extends BlogElement {
  constructor() { super('comments', english); }

  protected override render() { return html`<slot></slot>`; }
}

declare global {
  interface HTMLElementTagNameMap { 'blog-comments': BlogComments }
}
