/**
 * A film that plays: makes YouTube's frame, turns what the player tells into the card's state and events, and lets only one film play at
 * a time. It joins its card as a controller at the first press, or when the page asks for something.
 */

import type { ReactiveController } from 'lit';
import { embedUrl } from '../base/video-url.js';
import { warn } from '../base/warn.js';
import type { BlogYoutube } from './blog-youtube.js';
import {
  BlogYoutubeBufferingEvent, BlogYoutubeEndedEvent, BlogYoutubePauseEvent, BlogYoutubePlayEvent, BlogYoutubeRatechangeEvent,
  BlogYoutubeReadyEvent, BlogYoutubeTimeupdateEvent,
} from './events.js';
import { Messages, type PlayerNews } from './player-messages.js';

export { judgePoster } from './poster.js';

/** The film whose turn it is. */
let current: Playing | undefined;

/** One observer for all cards that pause out of view, made when the first film plays. */
let visibility: IntersectionObserver | undefined;

export class Playing implements ReactiveController {
  currentTime = 0;
  duration = 0;
  paused = true;
  ended = false;
  private messages?: Messages;
  private shown = '';
  /** True for the last film of a playlist. */
  private isLast = true;

  constructor(private card: BlogYoutube) { card.addController(this); }

  /** A frame that moved has loaded anew: it goes on where it was. */
  hostConnected(): void {
    const { frame } = this.card;
    if (frame) frame.src = this.address(Math.floor(this.currentTime), !this.paused);
  }

  hostDisconnected(): void {
    // Not at once: an element that is moved is back before this runs.
    queueMicrotask(() => { if (!this.card.isConnected) this.stop(); });
  }

  hostUpdate(): void {
    const { card } = this;
    const shown = this.key;
    if (shown !== this.shown) {
      this.shown = shown;
      this.stop();
      this.reset();
    }
    if (card.isGated) this.stop();
    if (card.frame) card.frame.title = card.filmTitle;
  }

  /** Plays, with the focus in the player. */
  press(): void {
    this.play();
    this.card.frame?.focus();
  }

  play(): void {
    if (!this.messages) { this.begin(); return; }
    this.takeTurn();
    this.messages.send('playVideo');
  }

  pause(): void { this.messages?.send('pauseVideo'); }

  seekTo(seconds: number): void {
    if (Number.isFinite(seconds) && seconds >= 0) this.messages?.send('seekTo', seconds, true);
  }

  /** Back to the picture, and the focus with it where that was in the frame. */
  stop(): void {
    const { card, messages } = this;
    const { frame } = card;
    if (!messages || !frame) return;
    const isFocused = card.shadowRoot!.activeElement === frame;
    messages.release();
    this.messages = card.frame = undefined;
    this.paused = true;
    visibility?.unobserve(card);
    if (current === this) current = undefined;
    this.setLoading(false);
    card.requestUpdate();
    if (isFocused) void card.updateComplete.then(() => card.shadowRoot!.querySelector<HTMLElement>('button, .face a')?.focus());
  }

  private begin(): void {
    const { card } = this;
    const { film } = card;
    if (!film || card.isGated) {
      warn(`play(): ${film ? 'the reader has not agreed yet' : 'there is no film'}`);
      return;
    }
    card.rare?.forgive();
    this.reset();
    this.shown = this.key;
    this.isLast = !film.list;
    const frame = card.frame = this.makeFrame();
    this.messages = new Messages(frame, (news) => this.onNews(news));
    this.setLoading(true);
    frame.addEventListener('load', () => this.setLoading(false), { once: true });
    this.takeTurn();
    visibility ??= new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) if (!isIntersecting && (target as BlogYoutube).autopause) (target as BlogYoutube).pause();
    });
    visibility.observe(card);
    // Within the press: phones let a film play that began in the reader's own gesture.
    card.requestUpdate();
    card['performUpdate']();
  }

  private reset(): void {
    this.currentTime = this.card.film?.start ?? 0;
    this.duration = 0;
    this.ended = false;
  }

  private makeFrame(): HTMLIFrameElement {
    const frame = document.createElement('iframe');
    frame.title = this.card.filmTitle;
    frame.setAttribute('part', 'player');
    frame.allow = 'accelerometer; autoplay; clipboard-write; encrypted-media; gyroscope; picture-in-picture; web-share; fullscreen';
    frame.allowFullscreen = true;
    // Without a referrer YouTube answers with error 153.
    frame.referrerPolicy = 'strict-origin-when-cross-origin';
    frame.src = this.address();
    return frame;
  }

  /** What plays, to see when it becomes something else; another language is no reason to begin anew. */
  private get key(): string { return this.card.film ? embedUrl(this.card.film, this.readParams()) : ''; }

  private readParams(): Record<string, string> { return Object.fromEntries(new URLSearchParams(this.card.params)); }

  private address(start = this.card.film?.start, autoplay = true): string {
    const { card } = this;
    const own = /^https?:/.test(location.origin) ? { origin: location.origin } : undefined;
    return embedUrl({ ...card.film!, start }, {
      playsinline: '1', rel: '0', hl: card['language'].locale, ...this.readParams(), autoplay: autoplay ? '1' : '0', enablejsapi: '1', ...own,
    });
  }

  private setLoading(isLoading: boolean): void { this.card['setState']('loading', isLoading); }

  private takeTurn(): void {
    if (current !== this) current?.pause();
    current = this; // eslint-disable-line @typescript-eslint/no-this-alias -- the turn passes from film to film
  }

  private onNews({ ready, state, time, duration, rate, error, last }: PlayerNews): void {
    if (last !== undefined) this.isLast = last;
    if (duration !== undefined) this.duration = duration;
    if (time !== undefined && time !== this.currentTime) {
      this.currentTime = time;
      this.send(BlogYoutubeTimeupdateEvent, 'timeupdate');
    }
    if (ready) {
      this.setLoading(false);
      this.send(BlogYoutubeReadyEvent, 'ready');
    }
    /** @internal */
    if (rate !== undefined) this.card.dispatchEvent(new BlogYoutubeRatechangeEvent('ratechange', this.currentTime, this.duration, rate));
    if (state !== undefined) this.onState(state);
    if (error !== undefined) {
      this.stop();
      void this.fail(error);
    }
  }

  private onState(state: number): void {
    this.paused = state !== 1 && state !== 3;
    if (state === 3) this.send(BlogYoutubeBufferingEvent, 'buffering');
    if (state === 1) {
      this.ended = false;
      this.takeTurn();
      this.send(BlogYoutubePlayEvent, 'play');
    }
    if (state === 2) this.send(BlogYoutubePauseEvent, 'pause');
    if (state === 0) {
      this.ended = true;
      this.send(BlogYoutubeEndedEvent, 'ended');
      if (this.isLast && this.readParams()['loop'] !== '1') this.stop();
    }
  }

  private async fail(code: number): Promise<void> {
    const room = await import('./overlay.js').catch(() => undefined);
    // Without that part the reader has the picture again, and the link.
    if (room) (this.card.rare ??= new room.Rarities(this.card)).fail(code);
  }

  private send(Kind: new (type: string, currentTime: number, duration: number) => Event, type: string): void {
    /** @internal */
    this.card.dispatchEvent(new Kind(type, this.currentTime, this.duration));
  }
}
