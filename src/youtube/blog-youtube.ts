import { html } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import english from '../base/words/en/youtube.js';

export class BlogYoutube extends BlogElement {
  constructor() { super('youtube', english); }

  protected override render() { return html`<slot></slot>`; }
}

declare global {
  interface HTMLElementTagNameMap { 'blog-youtube': BlogYoutube }
}
