/** What the player does. `currentTime` and `duration` are in seconds, as they were at that moment. */
class BlogYoutubeEvent extends Event {
  constructor(type: string, readonly currentTime: number, readonly duration: number) {
    super(`blog-youtube-${type}`, { bubbles: true, composed: true });
  }
}

/** The player is there and listens. */
export class BlogYoutubeReadyEvent extends BlogYoutubeEvent {}
/** The film plays, or plays again. */
export class BlogYoutubePlayEvent extends BlogYoutubeEvent {}
export class BlogYoutubePauseEvent extends BlogYoutubeEvent {}
/** The film came to its end. */
export class BlogYoutubeEndedEvent extends BlogYoutubeEvent {}
/** The film waits for data. */
export class BlogYoutubeBufferingEvent extends BlogYoutubeEvent {}
/** The place in the film changed: several times a second while it plays. */
export class BlogYoutubeTimeupdateEvent extends BlogYoutubeEvent {}

/** The reader chose another speed. */
export class BlogYoutubeRatechangeEvent extends BlogYoutubeEvent {
  /** @param rate the new speed: 1 is the film's own */
  constructor(type: string, currentTime: number, duration: number, readonly rate: number) { super(type, currentTime, duration); }
}

/** The film cannot be shown. Cancel it to show a message of your own. */
export class BlogYoutubeErrorEvent extends Event {
  /**
   * @param code YouTube's: 2 (no such address), 5, 100 (gone or private), 101 and 150 (not on other sites), 153 (no referrer)
   * @param message the sentence that readers see, in their language
   * @param cause what `video` or the link held, where that was the fault
   */
  constructor(readonly code: number, readonly message: string, readonly cause?: string) {
    super('blog-youtube-error', { bubbles: true, composed: true, cancelable: true });
  }
}

/** The reader agrees, and nothing has been loaded yet. Cancel it to ask more first. */
export class BlogYoutubeConsentEvent extends Event {
  /** @param scope for this film, or for all on the page */
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
