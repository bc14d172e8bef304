/** What a card shows instead of its film: the question before anything is loaded, and what went wrong. */

import { css, html, nothing } from 'lit';
import type { Language } from '../base/language.js';
import { adoptPageStyles } from '../base/page-styles.js';
import { buttons } from '../base/buttons.js';
import more from '../base/words/en/youtube-faces.js';
import english from '../base/words/en/youtube.js';

// The language of a card falls back to this object: the rest of the English comes with the faces.
Object.assign(english, more);

const styles = css`
  .face {
    position: relative; inline-size: 100%; min-block-size: inherit; display: flex; flex-direction: column; align-items: center; justify-content: center;
    gap: .75em; padding: 1em; text-align: center; background: rgb(0 0 0 / .8); color: #fff;
  }
  .face p { margin: 0; max-inline-size: 40em; }
  .face a { color: inherit; }
  .face .choices { display: flex; flex-wrap: wrap; gap: .5em; justify-content: center; }
  .face button { border-color: #fff; background: #000; color: #fff; }
  .face button.primary { background: #fff; color: #000; }
  .face :focus-visible { outline-color: #fff; }
`;

/** Once a shadow root. */
export function adoptFaceStyles(root: ShadowRoot): void {
  for (const each of [buttons, styles]) adoptPageStyles(root.firstElementChild ?? root.host, each);
}

export function errorMessage(language: Language, code: number): string {
  // 150 is 101 in disguise, says YouTube's own reference.
  const key = `error${code === 150 ? 101 : code}`;
  return language.say(key in more ? key : 'errorOther');
}

export function renderError(language: Language, code: number, url: string | undefined, retry: () => void) {
  return html`<div class="face" part="error" role="alert">
    <p>${errorMessage(language, code)}</p>
    <div class="choices">
      ${code === 5 ? html`<button type="button" @click=${retry}>${language.say('retry')}</button>` : nothing}
      ${url ? html`<a href=${url} rel="noopener">${language.say('watch')}</a>` : nothing}
    </div>
  </div>`;
}

export function renderConsent(language: Language, title: string, agree: (scope: 'card' | 'page') => void) {
  return html`<div class="face" part="consent" role="group" aria-label=${title}>
    <p><slot name="consent">${language.say('consent')}</slot></p>
    <div class="choices">
      <button type="button" class="primary" @click=${() => agree('card')}>${language.say('consentCard')}</button>
      <button type="button" @click=${() => agree('page')}>${language.say('consentPage')}</button>
    </div>
  </div>`;
}
