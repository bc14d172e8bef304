/**
 * What few cards have: the question before the first film, what went wrong, a title that YouTube is asked for, a description for search
 * engines. It joins its card as a controller when something of it is needed, and then follows every change.
 */

import { en } from '../base/words/en.js';
import { css, html, nothing, render, type ReactiveController } from 'lit';
import { buttons } from '../base/theme.js';
import { embedUrl, watchUrl } from '../base/video-url.js';
import { warn } from '../base/warn.js';
import { adopt } from './adopt.js';
import type { BlogYoutube } from './blog-youtube.js';
import { grant, isGranted, watchConsent } from './consent.js';
import { parseDuration } from './details.js';
import { BlogYoutubeConsentEvent, BlogYoutubeErrorEvent } from './events.js';

export { grant, revoke } from './consent.js';

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

export class Rarities implements ReactiveController {
  /** The reader let this film load. */
  private isAgreed = false;
  private stopConsents?: () => void;
  /** Of what went wrong: YouTube's number. */
  private failure?: number;
  /** What was refused, so that it is told once. */
  private refused = '';
  private shown: string;
  private description?: string;
  private undescribe?: () => void;

  constructor(private card: BlogYoutube) {
    this.shown = this.key;
    // The rest of the English; other languages come whole.
    card.addController(this);
  }

  /** What is shown, to see when it becomes something else. */
  private get key(): string { return this.card.film ? embedUrl(this.card.film) : this.card.address; }

  get hasAgreed(): boolean { return this.isAgreed || isGranted(this.card.rememberConsent); }

  hostConnected(): void {
    this.stopConsents ??= watchConsent(() => {
      if (!isGranted(this.card.rememberConsent)) this.isAgreed = false;
      this.card.requestUpdate();
    });
    this.card.requestUpdate();
  }

  hostDisconnected(): void {
    // Not at once: an element that is moved is back before this runs.
    queueMicrotask(() => {
      if (this.card.isConnected) return;
      this.stopConsents?.();
      this.stopConsents = undefined;
      this.endDescription();
      this.description = undefined;
    });
  }

  hostUpdate(): void {
    const { card } = this;
    const { film } = card;
    if (this.shown !== this.key) {
      this.shown = this.key;
      this.failure = card.fetchedTitle = undefined;
      this.isAgreed = false;
    }
    if (film) this.refused = '';
    card.face = this.failure !== undefined ? this.drawError(this.failure) : film && card.isGated ? this.drawConsent() : undefined;
    card['setState']('error', this.failure !== undefined);
  }

  hostUpdated(): void {
    const { card } = this;
    const given = card.address || card.playlist;
    if (!card.film && given && this.refused !== given) {
      this.refused = given;
      warn(`video: "${given}" is not a YouTube URL or an 11-character id`);
      this.fail(2, given);
    }
    if (card.fetchTitle) void this.fetchTitle();
    void this.describe();
  }

  /** A poster on this very host may be shown before the reader agrees. */
  ownPoster(address: string | undefined): string | undefined {
    return address && URL.canParse(address, document.baseURI) && new URL(address, document.baseURI).origin === location.origin ? address : undefined;
  }

  /** Shows what went wrong, unless the page does. `cause` is what was given, where that was the fault. */
  fail(code: number, cause?: string): void {
    /** @internal */
    if (this.card.dispatchEvent(new BlogYoutubeErrorEvent(code, this.errorMessage(code), cause))) this.failure = code;
    this.card.requestUpdate();
  }

  /** A new attempt: what went wrong is of the past. */
  forgive(): void { this.failure = undefined; }

  private errorMessage(code: number): string {
    // 150 is 101 in disguise, says YouTube's own reference.
    const key = `error${code === 150 ? 101 : code}`;
    return this.card['language'].say(key in en.youtube ? key : 'errorOther');
  }

  private agree(scope: 'card' | 'page'): void {
    const { card } = this;
    /** @internal */
    if (!card.dispatchEvent(new BlogYoutubeConsentEvent(scope))) return;
    this.isAgreed = true;
    if (scope === 'page') grant(card.rememberConsent);
    card.press();
  }

  private drawError(code: number): Element {
    const { card } = this;
    const { film } = card;
    const language = card['language'];
    return this.draw('error', { role: 'alert' }, html`
      <p>${this.errorMessage(code)}</p>
      <div class="choices">
        ${code === 5 ? html`<button type="button" @click=${() => card.press()}>${language.say('retry')}</button>` : nothing}
        ${film ? html`<a href=${film.watch} rel="noopener">${language.say('watch')}</a>` : nothing}
      </div>`);
  }

  private drawConsent(): Element {
    const language = this.card['language'];
    return this.draw('consent', { role: 'group', 'aria-label': this.card.filmTitle }, html`
      <p><slot name="consent">${language.say('consent')}</slot></p>
      <div class="choices">
        <button type="button" class="primary" @click=${() => this.agree('card')}>${language.say('consentCard')}</button>
        <button type="button" @click=${() => this.agree('page')}>${language.say('consentPage')}</button>
      </div>`);
  }

  /** The face of that part: the one that is there already, or a new one. */
  private draw(part: string, attributes: Record<string, string>, content: unknown): Element {
    const { card } = this;
    const face = card.face?.part.contains(part) ? card.face : document.createElement('div');
    face.className = 'face';
    face.setAttribute('part', part);
    for (const [name, value] of Object.entries(attributes)) face.setAttribute(name, value);
    render(content, face as HTMLElement);
    for (const each of [buttons, styles]) adopt(card.shadowRoot!, each);
    return face;
  }

  private async fetchTitle(): Promise<void> {
    const { card, shown } = this;
    if (!card.film || card.isGated || card.videoTitle || card.linkTitle || card.fetchedTitle !== undefined) return;
    const { fetchTitle } = await import('./structured-data.js');
    const title = await fetchTitle(watchUrl({ ...card.film, start: 0 }));
    if (!title || shown !== this.shown) return;
    card.fetchedTitle = title;
    card.requestUpdate();
  }

  private async describe(): Promise<void> {
    const { card } = this;
    const id = card.film?.id;
    const film = card.jsonLd && id && card.isConnected
      ? { id, title: card.filmTitle, date: card.date, duration: parseDuration(card['lengthText']), poster: card.posterSource || `https://i.ytimg.com/vi/${id}/hqdefault.jpg` }
      : undefined;
    const description = JSON.stringify(film);
    if (description === this.description) return;
    this.description = description;
    this.endDescription();
    if (!film) return;
    const { describeVideo } = await import('./structured-data.js');
    if (this.description === description && card.isConnected) this.undescribe = describeVideo(card, film);
  }

  private endDescription(): void {
    this.undescribe?.();
    this.undescribe = undefined;
  }
}
