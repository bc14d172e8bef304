import { BlogElement } from '../base/blog-element.js';
import { loadOnce } from '../base/load-once.js';
import { theme } from '../base/theme.js';
import { watchUrl, type VideoUrl } from '../base/video-url.js';
import styles from './blog-youtube.styles.js';
import { Card, place, setAttribute } from './card.js';
import { drawCaption, isoDuration, parseDuration } from './details.js';
import type { Overlay, Player, VideoDescription, VideoFacts } from './player.js';
import { checkPoster, isOwnPicture, posterUrl } from './poster.js';
import { readVideo, titleOf } from './video.js';
import { watchContent } from './watch-content.js';

type Action = (player: Player) => void;

/** The player, the question for consent, error messages and descriptions: what no card needs at once. */
const loadPlayer = loadOnce(() => import('./player.js'));

/**
 * A YouTube video as a picture with a play button. YouTube's player is loaded when the reader presses it, not before.
 *
 * @summary A YouTube video that loads nothing but a picture until it is played.
 * @tagname blog-youtube
 * @slot - a link to the video, with its title as text: it names the video, and works without the script
 * @slot poster - your own picture instead of YouTube's
 * @slot consent - your own words above the two buttons of `consent="required"`
 * @csspart frame - the box of picture and player
 * @csspart poster - the picture
 * @csspart button - the play button, which covers the box
 * @csspart player - YouTube's iframe
 * @csspart consent - the question before the first video
 * @csspart error - the error message
 * @csspart caption - the lines below the box
 * @csspart link - the link to the video, if the page has none
 * @csspart meta - source, date and duration
 * @cssproperty [--blog-youtube-ratio=16 / 9] - the shape of the box of a video that is not vertical
 * @cssproperty --blog-radius - the radius of its corners
 * @cssproperty --blog-focus - the color of the focus ring
 * @cssState loading - the player is loading
 * @cssState error - the video cannot be shown
 * @cssState empty - there is no video: neither `video` or `playlist`, nor a link inside
 * @fires {BlogYoutubeReadyEvent} blog-youtube-ready - the player is ready
 * @fires {BlogYoutubePlayEvent} blog-youtube-play - the video plays
 * @fires {BlogYoutubePauseEvent} blog-youtube-pause - the video is paused
 * @fires {BlogYoutubeEndedEvent} blog-youtube-ended - the video has ended
 * @fires {BlogYoutubeBufferingEvent} blog-youtube-buffering - the video waits for data
 * @fires {BlogYoutubeTimeupdateEvent} blog-youtube-timeupdate - the position in the video changed: `currentTime`
 * @fires {BlogYoutubeRatechangeEvent} blog-youtube-ratechange - the speed changed: `rate`
 * @fires {BlogYoutubeErrorEvent} blog-youtube-error - the video cannot be shown: `code`, `message`; cancelable
 * @fires {BlogYoutubeConsentEvent} blog-youtube-consent - the reader agrees: `scope`; cancelable, before anything is loaded
 */
export class BlogYoutube extends BlogElement {
  static override styles = [theme, styles];
  static override properties = {
    video: {},
    playlist: {},
    start: {},
    end: {},
    short: { type: Boolean },
    params: {},
    videoTitle: { attribute: 'video-title' },
    source: {},
    date: {},
    timeZone: { attribute: 'time-zone' },
    fetchTitle: { type: Boolean, attribute: 'fetch-title' },
    poster: {},
    posterTemplate: { attribute: 'poster-template' },
    consent: {},
    rememberConsent: { type: Boolean, attribute: 'remember-consent' },
    autopause: { type: Boolean },
    jsonLd: { type: Boolean, attribute: 'json-ld' },
    duration: {},
  };

  /**
   * Allows all cards on the page with `consent="required"` to load; `remember` keeps that in this browser for cards with `remember-consent`.
   * Rejects when the player's module cannot be loaded.
   */
  static async grantConsent(remember = false): Promise<void> {
    (await loadPlayer()).grantConsent(remember);
  }
  /**
   * Withdraws the reader's consent, remembered or not: cards with `consent="required"` that are playing show the question again.
   * Rejects when the player's module cannot be loaded.
   */
  static async revokeConsent(): Promise<void> {
    (await loadPlayer()).revokeConsent();
  }

  /** A YouTube URL in any form, or an 11-character id. Default: the link inside. Anything else is refused, with a message to the reader. */
  video = '';
  /** A playlist's id or URL: alone, or beside `video`. Ignored when it is neither. */
  playlist = '';
  /** Where to start: seconds, `1m30s` or `1:30`. Default: from the URL. Ignored when it is not a time. */
  start = '';
  /** Where to stop, in the same form as `start`. Ignored when it is not a time. */
  end = '';
  /** A vertical video, 9:16. Not needed for a URL with `/shorts/`. */
  short = false;
  /** Player parameters to send along, such as `cc_load_policy=1&controls=0`. */
  params = '';
  /** The video's title. Default: the text of the link inside. */
  videoTitle = '';
  /** Who made the video, for the line below it. */
  source = '';
  /** When it was published: `2024`, `2024-10`, `2024-10-16` or a moment, shown in the reader's language. Ignored when it cannot be read. */
  date = '';
  /** The time zone in which a moment in `date` is shown, such as `Europe/Amsterdam`. Default: the reader's. */
  timeZone = '';
  /** Fetches a missing title from YouTube as soon as the card is on the page: a request to www.youtube.com. */
  fetchTitle = false;
  /** The URL of your own poster. Default: YouTube's, from i.ytimg.com. */
  poster = '';
  /** A URL with `{id}` in it, for your own proxy of posters. */
  posterTemplate = '';
  /** `required`: nothing is requested from another host before the reader agrees. So does any other value but `none`. */
  consent: string | null = null;
  /** Remembers in this browser that the reader allowed all videos on the page. */
  rememberConsent = false;
  /** Pauses when the card scrolls out of view. */
  autopause = false;
  /** Describes the video to search engines (schema.org `VideoObject`), once per video on the page. */
  jsonLd = false;

  /** What is shown; undefined when there is nothing to show, or when it is refused. @internal */
  shownVideo?: VideoUrl;
  /** The title that YouTube gave, where it was asked. @internal */
  fetchedTitle?: string;

  protected override readonly needsWords = false;
  private durationText: string | number | null = null;
  private link: HTMLAnchorElement | null = null;
  private card?: Card;
  private player?: Player;
  private overlay?: Overlay;
  private description?: VideoDescription;
  /** The poster that could not be loaded. */
  private failedPoster?: string;
  /** What has to wait for the player's module, or until the card is drawn. */
  private pendingActions?: Action[];
  private moduleState?: 'loading' | 'failed';

  constructor() {
    super('youtube');
  }

  /** The video's duration in seconds: the player's, else the attribute's (`PT1M56S`, `1:56` or seconds); NaN when neither is known. */
  get duration(): number {
    return this.player?.duration || parseDuration(this.durationText) || NaN;
  }
  set duration(duration: string | number | null) {
    this.durationText = duration;
  }

  /** The position in the video, in seconds. */
  get currentTime(): number {
    return this.player?.currentTime ?? 0;
  }
  /** False while the video plays. */
  get paused(): boolean {
    return this.player?.paused ?? true;
  }
  /** True from the video's end until it plays again. */
  get ended(): boolean {
    return this.player?.ended ?? false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    watchContent(this);
  }

  /** Where the browser can move an element as a whole, the player plays on; only the language may be another. @internal */
  connectedMoveCallback(): void {
    this.language.read();
  }

  /** Plays from the start, or resumes after a pause. Waits for the player; does nothing before the reader has agreed. */
  play(): void {
    this.perform((player) => player.play());
  }

  /** Pauses; does nothing when no video plays. */
  pause(): void {
    this.perform((player) => player.pause());
  }

  /** Goes to a position in the video, in seconds. Waits for a player that is loading; does nothing without one. */
  seekTo(seconds: number): void {
    this.perform((player) => player.seekTo(seconds));
  }

  /** Removes the player and shows the poster again. */
  stop(): void {
    this.perform((player) => player.stop());
  }

  /** Plays for a reader, with the focus in the player. @internal */
  playNow(): void {
    this.perform((player) => player.playNow(), true);
  }

  /** @internal */
  handleEvent({ type }: Event): void {
    if (type === 'click') this.playNow();
    else this.onPoster(type === 'load');
  }

  /** What the page gave, whether it can be read or not. @internal */
  get given(): string {
    return this.video || this.link?.href || this.playlist;
  }

  /** The title that the page gave. @internal */
  get givenTitle(): string {
    return this.videoTitle || titleOf(this.link);
  }

  /** What the video is called, for the button and the player. @internal */
  get displayTitle(): string {
    return this.givenTitle || this.fetchedTitle || this.language.say('video');
  }

  /** True while the reader has not agreed yet. @internal */
  get isGated(): boolean {
    return this.asksConsent && !this.overlay?.hasConsent;
  }

  /** What search engines are told. @internal */
  get facts(): VideoFacts | undefined {
    const id = this.shownVideo?.id;
    if (!this.jsonLd || !id) return undefined;
    const seconds = parseDuration(this.durationText);
    return {
      id,
      title: this.displayTitle,
      date: this.date,
      duration: seconds === undefined ? undefined : isoDuration(seconds),
      poster: this.posterSource || `https://i.ytimg.com/vi/${id}/hqdefault.jpg`,
    };
  }

  /** @internal */
  showState(name: 'loading' | 'error', isShown: boolean): void {
    this.setState(name, isShown);
  }

  /** Says that the player failed. @internal */
  showError(code: number): void {
    this.createOverlay()?.fail(code);
  }

  /** @internal */
  clearError(): void {
    this.overlay?.clearError();
  }

  /** Draws within the reader's gesture: phones let a video play that was started in one. @internal */
  drawNow(): void {
    this.requestUpdate();
    this.performUpdate();
  }

  protected override willUpdate(): void {
    this.link = this.querySelector('a[href]:not([slot])');
    this.shownVideo = readVideo(this.video || this.link?.href || '', this);
    if (this.needsOverlay || this.needsDescription) this.addLateParts();
  }

  protected override updated(): void {
    this.performPending();
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    let isComplete = await super.getUpdateComplete();
    while (this.pendingActions) {
      await loadPlayer().catch(() => undefined);
      isComplete = await super.getUpdateComplete();
    }
    return isComplete;
  }

  /** At once where that is possible, so that it is still within the reader's gesture; else when the player's module is there and the card is drawn. */
  private perform(action: Action, isGesture = false): void {
    if (loadPlayer.loaded && this.hasUpdated && (isGesture || !this.isUpdatePending)) {
      action((this.player ??= new loadPlayer.loaded.Player(this)));
      return;
    }
    (this.pendingActions ??= []).push(action);
    loadPlayer().then(
      () => this.requestUpdate(),
      () => {
        this.pendingActions = undefined;
        // The reader still gets to the video.
        if (isGesture && this.shownVideo) location.assign(watchUrl(this.shownVideo));
      },
    );
  }

  private performPending(): void {
    const { pendingActions } = this;
    if (!loadPlayer.loaded || !pendingActions) return;
    this.pendingActions = undefined;
    for (const action of pendingActions) this.perform(action);
  }

  private onPoster(hasLoaded: boolean): void {
    // The picture is in view: the reader may play the video.
    loadPlayer().catch(() => undefined);
    const { card, shownVideo } = this;
    if (!card) return;
    card.stage.classList.remove('still');
    const source = card.poster.getAttribute('src') ?? '';
    const isYoutubes = !this.poster && !this.posterTemplate && source.includes(shownVideo?.id ?? ' ');
    const result = checkPoster(card.poster, hasLoaded, isYoutubes ? shownVideo?.id : undefined);
    if (result === 'good') return;
    if (result === 'none') this.failedPoster = source;
    this.requestUpdate();
  }

  private get isRefused(): boolean {
    return !this.shownVideo && this.given !== '';
  }
  private get asksConsent(): boolean {
    return this.consent !== null && this.consent !== 'none';
  }
  private get needsOverlay(): boolean {
    return this.isRefused || this.asksConsent;
  }
  private get needsDescription(): boolean {
    return this.jsonLd || this.fetchTitle;
  }

  /** Adds what few cards need, as soon as its module is there. */
  private addLateParts(): void {
    if (this.needsOverlay) this.createOverlay();
    if (this.needsDescription && loadPlayer.loaded) this.description ??= new loadPlayer.loaded.VideoDescription(this);
    if (loadPlayer.loaded || this.moduleState) return;
    this.moduleState = 'loading';
    const settle = (state?: 'failed') => {
      this.moduleState = state;
      this.requestUpdate();
    };
    loadPlayer().then(
      () => settle(),
      () => settle('failed'),
    );
  }

  private createOverlay(): Overlay | undefined {
    return (this.overlay ??= loadPlayer.loaded && new loadPlayer.loaded.Overlay(this));
  }

  private get posterSource(): string | undefined {
    const id = this.shownVideo?.id;
    const own = this.poster || (id && this.posterTemplate.replaceAll('{id}', id));
    if (this.isGated) return own && isOwnPicture(own) ? own : undefined;
    return own || (id && posterUrl(id));
  }

  protected override render() {
    const { shownVideo, language } = this;
    const card = (this.card ??= new Card(this));
    const { box, stage, button, caption } = card;
    box.dir = language.dir;
    setAttribute(box, 'lang', language.wordsLang);
    this.setState('empty', !shownVideo && !this.given);
    const overlay = this.overlay?.element;
    const cover = this.player?.frame ?? overlay ?? (shownVideo && button);
    place(box, stage, caption, Boolean(cover) || (this.isRefused && this.moduleState === 'loading'));
    card.cover(cover);
    this.drawPoster(card);
    stage.className = `frame${this.short || shownVideo?.short ? ' short' : ''}${cover !== button || card.poster.complete ? '' : ' still'}`;
    this.drawCaption(card);
    return box;
  }

  private drawCaption(card: Card): void {
    const { language, source, date, timeZone, shownVideo } = this;
    const duration = this.durationText === null ? undefined : parseDuration(this.durationText);
    // Where the page gave no link, the card has one of its own.
    const link = !this.link && shownVideo && { url: watchUrl(shownVideo), title: this.videoTitle || this.fetchedTitle };
    drawCaption(card, { title: this.displayTitle, link: link || undefined, source, date, timeZone, duration }, language);
  }

  private drawPoster({ poster, posterSlot }: Card): void {
    const { posterSource } = this;
    const isShown = Boolean(posterSource) && posterSource !== this.failedPoster && !this.querySelector(':scope > [slot=poster]');
    place(posterSlot, poster, null, isShown);
    if (isShown) setAttribute(poster, 'src', posterSource);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'blog-youtube': BlogYoutube;
  }
}
