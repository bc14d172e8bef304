/** A button on every block of code that copies it. It floats over the corner, so that nothing moves. */

import { css } from 'lit';
import { addStyles, buttons, theme } from '../base/theme.js';
import type { Start } from './enhancement.js';

const styles = [
  theme,
  buttons,
  css`
  :host { display: block !important; block-size: 0 !important; margin: 0 !important; position: relative !important; z-index: 1; }
  /* Low, since the block may be of one line: WCAG 2.5.8 asks for 24 px. */
  .box { position: absolute; inset-block-start: 0; inset-inline-end: 0; }
  button { min-block-size: 1.75rem; padding-block: 0; background: light-dark(#fff, #222); color: light-dark(#222, #eee); font: .875rem/1.2 system-ui, sans-serif; }
  @media print { :host { display: none !important; } }
`,
];

export const start: Start = ({ say }) => {
  const places = new Map<Element, HTMLElement>();

  return {
    update(article) {
      for (const [code, place] of places)
        if (!code.isConnected || code.previousSibling !== place) {
          place.remove();
          places.delete(code);
        }
      for (const code of article.querySelectorAll('pre')) {
        if (!places.has(code) && !code.closest('blog-comments')) places.set(code, makeButton(code));
        const button = places.get(code)?.shadowRoot?.querySelector('button');
        if (button && button.textContent !== say('copied')) button.textContent = say('copy');
      }
    },
    stop() {
      for (const place of places.values()) place.remove();
      places.clear();
    },
  };

  function makeButton(code: Element): HTMLElement {
    const place = document.createElement('div');
    place.className = 'blog-copy';
    const root = place.attachShadow({ mode: 'open' });
    for (const style of styles) addStyles(root, style);
    const box = document.createElement('div');
    box.className = 'box';
    const button = document.createElement('button');
    button.type = 'button';
    button.append(say('copy'));
    const status = document.createElement('span');
    status.role = 'status';
    status.className = 'visually-hidden';
    button.addEventListener('click', () => {
      copy(code)
        .then((done) => {
          button.textContent = status.textContent = say(done ? 'copied' : 'copyFailed');
          setTimeout(() => {
            button.textContent = say('copy');
            status.textContent = '';
          }, 2500);
        })
        .catch(reportError);
    });
    box.append(button, status);
    root.append(box);
    code.before(place);
    return place;
  }
};

async function copy(code: Element): Promise<boolean> {
  const text = code.textContent ?? '';
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages without https have no clipboard, but can copy what is selected.
    const selection = getSelection();
    if (!selection) return false;
    const kept = selection.rangeCount ? selection.getRangeAt(0) : undefined;
    selection.selectAllChildren(code);
    const done = document.execCommand('copy');
    selection.removeAllRanges();
    if (kept) selection.addRange(kept);
    return done;
  }
}
