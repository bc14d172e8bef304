/** What is in the box instead of the play button: the question for consent before the first video, or what went wrong. */

import { css, html, nothing, render, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { addStyles, buttons } from '../base/theme.js';
import { embedUrl, watchUrl, type VideoUrl } from '../base/video-url.js';
import { warn } from '../base/warn.js';
import { grantConsent, hasConsent, watchConsent } from './consent.js';
import { BlogYoutubeConsentEvent, BlogYoutubeErrorEvent } from './events.js';

/** What the overlay needs of its card. */
export interface OverlayHost extends ReactiveControllerHost, HTMLElement {
  readonly shownVideo?: VideoUrl;
  readonly displayTitle: string;
  /** What the page gave as the video. */
  readonly given: string;
  readonly isGated: boolean;
  readonly rememberConsent: boolean;
  readonly language: { say(key: string): string };
  showState(name: 'error', isShown: boolean): void;
  playNow(): void;
}

const styles = css`
  .overlay {
    position: relative; inline-size: 100%; min-block-size: inherit; display: flex; flex-direction: column; align-items: center; justify-content: center;
    gap: .75em; padding: 1em; text-align: center; background: rgb(0 0 0 / .8); color: #fff;
  }
  .overlay p { margin: 0; max-inline-size: 40em; }
  .overlay a { color: inherit; }
  .overlay .choices { display: flex; flex-wrap: wrap; gap: .5em; justify-content: center; }
  .overlay button { border-color: #fff; background: #000; color: #fff; }
  .overlay button.primary { background: #fff; color: #000; }
  .overlay :focus-visible { outline-color: #fff; }
`;

/** YouTube's error codes that have a message of their own. */
const knownErrors = new Set([2, 5, 100, 101, 153]);
/** "This error is the same as 101. It's just a 101 error in disguise!", says YouTube's reference. */
const sameAs101 = 150;

export class Overlay implements ReactiveController {
  /** What is shown now. */
  element?: HTMLElement;
  /** The reader agreed to this video. */
  private hasAgreed = false;
  private stopWatching?: () => void;
  /** YouTube's code of what went wrong. */
  private errorCode?: number;
  /** What was refused, so that the page hears of it once. */
  private refused = '';
  private shown: string;

  constructor(private host: OverlayHost) {
    this.shown = this.key;
    host.addController(this);
  }

  /** True once the reader let this video, or all of them, load. */
  get hasConsent(): boolean {
    return this.hasAgreed || hasConsent(this.host.rememberConsent);
  }

  hostConnected(): void {
    const { host } = this;
    this.stopWatching ??= watchConsent(() => {
      if (!hasConsent(host.rememberConsent)) this.hasAgreed = false;
      host.requestUpdate();
    });
    host.requestUpdate();
  }

  hostDisconnected(): void {
    this.stopWatching?.();
    this.stopWatching = undefined;
  }

  hostUpdate(): void {
    const { host } = this;
    if (this.shown !== this.key) {
      this.shown = this.key;
      this.errorCode = undefined;
      this.hasAgreed = false;
    }
    if (host.shownVideo) this.refused = '';
    const hadFocus = host.shadowRoot?.activeElement?.part.contains('button');
    this.element = this.errorCode !== undefined ? this.drawError(this.errorCode) : host.shownVideo && host.isGated ? this.drawConsent() : undefined;
    host.showState('error', this.errorCode !== undefined);
    if (hadFocus && this.element) this.takeFocus();
  }

  hostUpdated(): void {
    const { shownVideo, given } = this.host;
    if (shownVideo || !given || this.refused === given) return;
    this.refused = given;
    warn(`video: "${given}" is not a YouTube URL or an 11-character id`);
    this.fail(2, given);
  }

  /** Shows what went wrong, unless the page does. `cause` is what the page gave, where that was wrong. */
  fail(code: number, cause?: string): void {
    /** @internal */
    if (this.host.dispatchEvent(new BlogYoutubeErrorEvent(code, this.errorMessage(code), cause))) this.errorCode = code;
    this.host.requestUpdate();
  }

  clearError(): void {
    this.errorCode = undefined;
  }

  /** What is shown, to see when it becomes something else. */
  private get key(): string {
    return this.host.shownVideo ? embedUrl(this.host.shownVideo) : this.host.given;
  }

  private errorMessage(code: number): string {
    const shownCode = code === sameAs101 ? 101 : code;
    return this.host.language.say(knownErrors.has(shownCode) ? `error${shownCode}` : 'errorOther');
  }

  private agree(scope: 'card' | 'page'): void {
    const { host } = this;
    /** @internal */
    if (!host.dispatchEvent(new BlogYoutubeConsentEvent(scope))) return;
    this.hasAgreed = true;
    if (scope === 'page') grantConsent(host.rememberConsent);
    host.playNow();
  }

  /** A reader who pressed the play button before the question was there goes on in it. */
  private takeFocus(): void {
    queueMicrotask(() => this.element?.querySelector<HTMLElement>('button, a')?.focus());
  }

  private drawError(code: number): HTMLElement {
    const { host } = this;
    const { language, shownVideo } = host;
    return this.draw(
      'error',
      { role: 'alert' },
      html`
      <p>${this.errorMessage(code)}</p>
      <div class="choices">
        ${code === 5 ? html`<button type="button" @click=${() => host.playNow()}>${language.say('retry')}</button>` : nothing}
        ${shownVideo ? html`<a href=${watchUrl(shownVideo)} rel="noopener">${language.say('watch')}</a>` : nothing}
      </div>`,
    );
  }

  private drawConsent(): HTMLElement {
    const { displayTitle, language } = this.host;
    return this.draw(
      'consent',
      { role: 'group', 'aria-label': displayTitle },
      html`
      <p><slot name="consent">${language.say('consent')}</slot></p>
      <div class="choices">
        <button type="button" class="primary" @click=${() => this.agree('card')}>${language.say('consentCard')}</button>
        <button type="button" @click=${() => this.agree('page')}>${language.say('consentPage')}</button>
      </div>`,
    );
  }

  /** Draws into the element that shows this part already, or into a new one. */
  private draw(part: string, attributes: Record<string, string>, content: unknown): HTMLElement {
    const element = this.element?.part.contains(part) ? this.element : document.createElement('div');
    element.className = 'overlay';
    for (const [name, value] of Object.entries({ part, ...attributes })) element.setAttribute(name, value);
    render(content, element);
    const { shadowRoot } = this.host;
    if (shadowRoot) for (const sheet of [buttons, styles]) addStyles(shadowRoot, sheet);
    return element;
  }
}
