/**
 * A video that plays: makes YouTube's frame, turns what the player says into the state and events of the card, and lets only one video
 * play at a time. The rest of what a card may need late comes with it, in one download.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { embedUrl, type VideoUrl } from '../base/video-url.js';
import { warn } from '../base/warn.js';
import {
  BlogYoutubeBufferingEvent,
  BlogYoutubeEndedEvent,
  BlogYoutubePauseEvent,
  BlogYoutubePlayEvent,
  BlogYoutubeRatechangeEvent,
  BlogYoutubeReadyEvent,
  BlogYoutubeTimeupdateEvent,
} from './events.js';
import { PlayerMessages, playerState, type PlayerMessage } from './player-messages.js';

export { grantConsent, revokeConsent } from './consent.js';
export { Overlay } from './overlay.js';
export { VideoDescription, type VideoFacts } from './structured-data.js';

/** What the player needs of its card. */
export interface PlayerHost extends ReactiveControllerHost, HTMLElement {
  readonly shownVideo?: VideoUrl;
  readonly displayTitle: string;
  readonly params: string;
  readonly autopause: boolean;
  readonly isGated: boolean;
  readonly language: { locale: string };
  pause(): void;
  showState(name: 'loading', isShown: boolean): void;
  showError(code: number): void;
  clearError(): void;
  drawNow(): void;
}

/** The one that may play now. */
let current: Player | undefined;

/** One observer for all cards that pause out of view, made when the first video plays. */
let visibility: IntersectionObserver | undefined;
const autopausing = new WeakMap<Element, PlayerHost>();

export class Player implements ReactiveController {
  /** YouTube's frame, while it is there. */
  frame?: HTMLIFrameElement;
  currentTime = 0;
  duration = 0;
  paused = true;
  ended = false;
  private messages?: PlayerMessages;
  private shown = '';
  /** True for the last video of a playlist. */
  private isLast = true;

  constructor(private host: PlayerHost) {
    host.addController(this);
  }

  /** A frame that was moved has loaded anew: it goes on where it was. */
  hostConnected(): void {
    const { shownVideo } = this.host;
    if (this.frame && shownVideo) this.frame.src = this.url({ ...shownVideo, start: Math.floor(this.currentTime) }, !this.paused);
  }

  hostDisconnected(): void {
    // Not at once: an element that is moved is back before this runs.
    queueMicrotask(() => {
      if (!this.host.isConnected) this.stop();
    });
  }

  hostUpdate(): void {
    if (this.key !== this.shown) {
      this.shown = this.key;
      this.stop();
      this.reset();
    }
    if (this.host.isGated) this.stop();
    if (this.frame) this.frame.title = this.host.displayTitle;
  }

  /** Plays, with the focus in the player. */
  playNow(): void {
    this.play();
    this.frame?.focus();
  }

  play(): void {
    if (!this.messages) {
      this.begin();
      return;
    }
    this.pauseOthers();
    this.messages.send('playVideo');
  }

  pause(): void {
    this.messages?.send('pauseVideo');
  }

  seekTo(seconds: number): void {
    if (Number.isFinite(seconds) && seconds >= 0) this.messages?.send('seekTo', seconds, true);
  }

  /** Back to the picture, and the focus with it where that was in the frame. */
  stop(): void {
    const { host, messages, frame } = this;
    if (!messages || !frame) return;
    const isFocused = host.shadowRoot?.activeElement === frame;
    messages.release();
    this.messages = this.frame = undefined;
    this.paused = true;
    visibility?.unobserve(host);
    if (current === this) current = undefined;
    host.showState('loading', false);
    host.requestUpdate();
    if (isFocused) host.updateComplete.then(() => host.shadowRoot?.querySelector<HTMLElement>('button, .overlay a')?.focus()).catch(reportError);
  }

  private begin(): void {
    const { host } = this;
    const { shownVideo } = host;
    if (!shownVideo || host.isGated) {
      warn(`play(): ${shownVideo ? 'the reader has not agreed yet' : 'there is no video'}`);
      return;
    }
    host.clearError();
    this.reset();
    this.shown = this.key;
    this.isLast = !shownVideo.list;
    const frame = (this.frame = this.makeFrame(shownVideo));
    this.messages = new PlayerMessages(frame, (message) => this.onMessage(message));
    host.showState('loading', true);
    frame.addEventListener('load', () => host.showState('loading', false), { once: true });
    this.pauseOthers();
    pauseOutOfView(host);
    host.drawNow();
  }

  private reset(): void {
    this.currentTime = this.host.shownVideo?.start ?? 0;
    this.duration = 0;
    this.ended = false;
  }

  private makeFrame(video: VideoUrl): HTMLIFrameElement {
    const frame = document.createElement('iframe');
    frame.title = this.host.displayTitle;
    frame.setAttribute('part', 'player');
    frame.allow = 'accelerometer; autoplay; clipboard-write; encrypted-media; gyroscope; picture-in-picture; web-share; fullscreen';
    frame.allowFullscreen = true;
    // Without a referrer YouTube answers with error 153.
    frame.referrerPolicy = 'strict-origin-when-cross-origin';
    frame.src = this.url(video, true);
    return frame;
  }

  /** What plays, to see when it becomes something else; another language is no reason to start over. */
  private get key(): string {
    return this.host.shownVideo ? embedUrl(this.host.shownVideo, this.params) : '';
  }

  private get params(): Record<string, string> {
    return Object.fromEntries(new URLSearchParams(this.host.params));
  }

  private url(video: VideoUrl, autoplay: boolean): string {
    const origin = /^https?:/.test(location.origin) ? { origin: location.origin } : undefined;
    return embedUrl(video, {
      playsinline: '1',
      rel: '0',
      hl: this.host.language.locale,
      ...this.params,
      autoplay: autoplay ? '1' : '0',
      enablejsapi: '1',
      ...origin,
    });
  }

  private pauseOthers(): void {
    if (current !== this) current?.pause();
    current = this; // eslint-disable-line @typescript-eslint/no-this-alias -- one player is the current one
  }

  private onMessage({ ready, state, time, duration, rate, error, last }: PlayerMessage): void {
    const { host } = this;
    if (last !== undefined) this.isLast = last;
    if (duration !== undefined) this.duration = duration;
    if (time !== undefined && time !== this.currentTime) {
      this.currentTime = time;
      this.dispatch(BlogYoutubeTimeupdateEvent, 'timeupdate');
    }
    if (ready) {
      host.showState('loading', false);
      this.dispatch(BlogYoutubeReadyEvent, 'ready');
    }
    /** @internal */
    if (rate !== undefined) host.dispatchEvent(new BlogYoutubeRatechangeEvent('ratechange', this.currentTime, this.duration, rate));
    if (state !== undefined) this.onState(state);
    if (error !== undefined) {
      this.stop();
      host.showError(error);
    }
  }

  private onState(state: number): void {
    this.paused = state !== playerState.playing && state !== playerState.buffering;
    if (state === playerState.buffering) this.dispatch(BlogYoutubeBufferingEvent, 'buffering');
    if (state === playerState.playing) {
      this.ended = false;
      this.pauseOthers();
      this.dispatch(BlogYoutubePlayEvent, 'play');
    }
    if (state === playerState.paused) this.dispatch(BlogYoutubePauseEvent, 'pause');
    if (state === playerState.ended) {
      this.ended = true;
      this.dispatch(BlogYoutubeEndedEvent, 'ended');
      if (this.isLast && this.params['loop'] !== '1') this.stop();
    }
  }

  private dispatch(EventClass: new (type: string, currentTime: number, duration: number) => Event, type: string): void {
    /** @internal */
    this.host.dispatchEvent(new EventClass(type, this.currentTime, this.duration));
  }
}

function pauseOutOfView(host: PlayerHost): void {
  autopausing.set(host, host);
  visibility ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const card = autopausing.get(target);
      if (!isIntersecting && card?.autopause) card.pause();
    }
  });
  visibility.observe(host);
}
