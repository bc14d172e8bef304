import { html } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import english from '../base/words/en/post.js';

export class BlogPost extends BlogElement {
  constructor() { super('post', english); }

  protected override render() { return html`<slot></slot>`; }
}

declare global {
  interface HTMLElementTagNameMap { 'blog-post': BlogPost }
}
