import { loadWords } from './words/register.js';

/**
 * Defines an element unless the page already has one of that name: a second copy of the library does no harm. Where the page is in
 * another language than English its words come first: until then the head style sheet keeps the place, and what the page itself
 * holds stays in sight.
 */
export function register(tag: string, element: CustomElementConstructor): void {
  const define = () => customElements.get(tag) || customElements.define(tag, element);
  const words = loadWords(globalThis.document?.documentElement.lang.slice(0, 2));
  if (words) void words.then(define);
  else define();
}
