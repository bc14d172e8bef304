/** What the player does. `currentTime` and `duration` are in seconds, at that moment. */
class BlogYoutubeEvent extends Event {
  constructor(
    type: string,
    readonly currentTime: number,
    readonly duration: number,
  ) {
    super(`blog-youtube-${type}`, { bubbles: true, composed: true });
  }
}

/** The player has loaded and listens. */
export class BlogYoutubeReadyEvent extends BlogYoutubeEvent {}
/** The video plays, or plays again. */
export class BlogYoutubePlayEvent extends BlogYoutubeEvent {}
export class BlogYoutubePauseEvent extends BlogYoutubeEvent {}
/** The video has ended. */
export class BlogYoutubeEndedEvent extends BlogYoutubeEvent {}
/** The video waits for data. */
export class BlogYoutubeBufferingEvent extends BlogYoutubeEvent {}
/** The position in the video changed: several times a second while it plays. */
export class BlogYoutubeTimeupdateEvent extends BlogYoutubeEvent {}

/** The reader chose another speed. */
export class BlogYoutubeRatechangeEvent extends BlogYoutubeEvent {
  /** @param rate the new speed: 1 is normal */
  constructor(
    type: string,
    currentTime: number,
    duration: number,
    readonly rate: number,
  ) {
    super(type, currentTime, duration);
  }
}

/** The video cannot be shown. Cancel it to show a message of your own. */
export class BlogYoutubeErrorEvent extends Event {
  /**
   * @param code YouTube's error code: 2 (not a video's URL), 5 (browser), 100 (gone or private), 101 and 150 (not on other sites), 153 (no referrer)
   * @param message the sentence that readers see, in their language
   * @param cause what `video` or the link held, where that was wrong
   */
  constructor(
    readonly code: number,
    readonly message: string,
    readonly cause?: string,
  ) {
    super('blog-youtube-error', { bubbles: true, composed: true, cancelable: true });
  }
}

/** The reader agrees, and nothing has been loaded yet. Cancel it to ask more first. */
export class BlogYoutubeConsentEvent extends Event {
  /** @param scope for this video, or for all on the page */
  constructor(readonly scope: 'card' | 'page') {
    super('blog-youtube-consent', { bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'blog-youtube-ready': BlogYoutubeReadyEvent;
    'blog-youtube-play': BlogYoutubePlayEvent;
    'blog-youtube-pause': BlogYoutubePauseEvent;
    'blog-youtube-ended': BlogYoutubeEndedEvent;
    'blog-youtube-buffering': BlogYoutubeBufferingEvent;
    'blog-youtube-timeupdate': BlogYoutubeTimeupdateEvent;
    'blog-youtube-ratechange': BlogYoutubeRatechangeEvent;
    'blog-youtube-error': BlogYoutubeErrorEvent;
    'blog-youtube-consent': BlogYoutubeConsentEvent;
  }
}
