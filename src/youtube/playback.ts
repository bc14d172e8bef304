/** One film that plays: turns what the player tells into the card's state and events, and lets only one play at a time. */

import {
  BlogYoutubeBufferingEvent, BlogYoutubeEndedEvent, BlogYoutubePauseEvent, BlogYoutubePlayEvent, BlogYoutubeRatechangeEvent,
  BlogYoutubeReadyEvent, BlogYoutubeTimeupdateEvent,
} from './events.js';
import { Player, type PlayerNews } from './player.js';

/** Where the film is. */
export interface Progress { currentTime: number; duration: number; paused: boolean; ended: boolean }

/** What a film needs of its card. */
export interface Stage {
  card: HTMLElement & { autopause: boolean };
  frame: HTMLIFrameElement;
  /** Settles when the frame has loaded. */
  loaded: Promise<unknown>;
  progress: Progress;
  /** Asked at the end: the film begins again by itself. */
  loops: boolean;
  /** A playlist plays: its first end is not the last. */
  list: boolean;
  /** The player answered. */
  onReady(): void;
  onEnd(): void;
  onError(code: number): void;
}

let current: Playback | undefined;

/** One observer for all cards that pause out of view, made when the first film plays. */
let visibility: IntersectionObserver | undefined;
const observed = new WeakMap<Element, Playback>();

export class Playback {
  private player: Player;
  private isLast: boolean;

  constructor(private stage: Stage) {
    this.isLast = !stage.list;
    this.player = new Player(stage.frame, stage.loaded, (news) => this.onNews(news));
    this.takeTurn();
    visibility ??= new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const playback = observed.get(target);
        if (!isIntersecting && playback?.stage.card.autopause) playback.pause();
      }
    });
    observed.set(stage.card, this);
    visibility.observe(stage.card);
  }

  play(): void {
    this.takeTurn();
    this.player.send('playVideo');
  }

  pause(): void { this.player.send('pauseVideo'); }

  seekTo(seconds: number): void { this.player.send('seekTo', seconds, true); }

  release(): void {
    this.player.release();
    visibility?.unobserve(this.stage.card);
    if (current === this) current = undefined;
  }

  private takeTurn(): void {
    if (current !== this) current?.pause();
    current = this; // eslint-disable-line @typescript-eslint/no-this-alias -- the turn passes from film to film
  }

  private onNews({ ready, state, time, duration, rate, error, last }: PlayerNews): void {
    const { stage } = this;
    const { progress } = stage;
    if (last !== undefined) this.isLast = last;
    if (duration !== undefined) progress.duration = duration;
    if (time !== undefined && time !== progress.currentTime) {
      progress.currentTime = time;
      this.send(BlogYoutubeTimeupdateEvent, 'timeupdate');
    }
    if (ready) {
      stage.onReady();
      this.send(BlogYoutubeReadyEvent, 'ready');
    }
    /** @internal */
    if (rate !== undefined) stage.card.dispatchEvent(new BlogYoutubeRatechangeEvent('ratechange', progress.currentTime, progress.duration, rate));
    if (state !== undefined) this.onState(state);
    if (error !== undefined) stage.onError(error);
  }

  private onState(state: number): void {
    const { progress, loops, onEnd } = this.stage;
    progress.paused = state !== 1 && state !== 3;
    if (state === 3) this.send(BlogYoutubeBufferingEvent, 'buffering');
    if (state === 1) {
      progress.ended = false;
      this.takeTurn();
      this.send(BlogYoutubePlayEvent, 'play');
    }
    if (state === 2) this.send(BlogYoutubePauseEvent, 'pause');
    if (state === 0) {
      progress.ended = true;
      this.send(BlogYoutubeEndedEvent, 'ended');
      if (this.isLast && !loops) onEnd();
    }
  }

  private send(Kind: new (type: string, currentTime: number, duration: number) => Event, type: string): void {
    const { currentTime, duration } = this.stage.progress;
    /** @internal */
    this.stage.card.dispatchEvent(new Kind(type, currentTime, duration));
  }
}
