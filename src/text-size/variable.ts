/** `mode="variable"`: the page's own style sheets do the work, with `--blog-text-scale`. */

import { selectorOf } from './text-blocks.js';
import { still } from './measure.js';

const font = (element: Element) => parseFloat(getComputedStyle(element).fontSize);

/**
 * Our elements multiply the size they inherit by the variable. Where the page has multiplied it already they must not, but what
 * the page styles inside them may.
 *
 * @param write makes these the rules of the page
 */
export function variableRules(roots: string, scale: number, ignore: string, write: (css: string) => void): string {
  const set = (value: number) => `{--blog-text-scale:${value}!important}`;
  write(still);
  const ours = [...document.querySelectorAll('*')].filter(({ localName, shadowRoot }) => shadowRoot && localName.startsWith('blog-'));
  const before = ours.map(font);
  const rules = `${roots}${set(scale)}${ignore && `:is(${ignore})${set(1)}`}`;
  write(rules + still);
  const grown = new Set(ours.filter((element, index) => Math.abs(font(element) - before[index]!) > 0.1));
  const selector = grown.size ? selectorOf(grown) : '';
  const control = document.querySelector('blog-text-size');
  return rules
    + (selector && `:is(${selector})${set(1)}:is(${selector})>*${set(scale)}`)
    // The buttons do not run from the pointer.
    + (control && grown.has(control) ? `blog-text-size{font-size:${before[ours.indexOf(control)]}px!important}` : '');
}
