import { html, nothing, type PropertyValues } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { formatDate } from '../base/format.js';
import { theme } from '../base/theme.js';
import { embedUrl, parsePlaylist, parseTime, parseVideoUrl, watchUrl, type VideoUrl } from '../base/video-url.js';
import { warn } from '../base/warn.js';
import english from '../base/words/en/youtube.js';
import styles from './blog-youtube.styles.js';
import { parseDuration, sayDuration, showDuration } from './duration.js';
import { BlogYoutubeConsentEvent, BlogYoutubeErrorEvent } from './events.js';
import { watchLink } from './link.js';
import type { Playback, Progress } from './playback.js';
import { posterUrl, tryNextPoster } from './poster.js';

/**
 * A film on YouTube as a picture with a play button. YouTube's player is loaded when the reader presses it, not before.
 *
 * @summary A YouTube film that loads nothing but a picture until it is played.
 * @tagname blog-youtube
 * @slot - a link to the film, with its title as text: it names the film, and works without the script
 * @slot poster - a picture of your own instead of YouTube's
 * @slot consent - your own words above the two buttons of `consent="required"`
 * @csspart frame - the box of picture and player
 * @csspart poster - the picture
 * @csspart button - the play button, which covers the box
 * @csspart player - YouTube's frame
 * @csspart consent - the question before the first film
 * @csspart error - what went wrong
 * @csspart caption - the lines under the box
 * @csspart link - the link to the film, where the page gave none
 * @csspart meta - source, date and length
 * @cssproperty [--blog-youtube-ratio=16 / 9] - the shape of the box of a film that is not upright
 * @cssproperty --blog-radius - how round its corners are
 * @cssproperty --blog-focus - the colour of the focus ring
 * @cssState loading - the player was asked for and has not answered yet
 * @cssState error - the film cannot be shown
 * @cssState empty - there is no film: neither `video` or `playlist`, nor a link inside
 * @fires {BlogYoutubeReadyEvent} blog-youtube-ready - the player answers
 * @fires {BlogYoutubePlayEvent} blog-youtube-play - the film plays
 * @fires {BlogYoutubePauseEvent} blog-youtube-pause - the film is paused
 * @fires {BlogYoutubeEndedEvent} blog-youtube-ended - the film came to its end
 * @fires {BlogYoutubeBufferingEvent} blog-youtube-buffering - the film waits for data
 * @fires {BlogYoutubeTimeupdateEvent} blog-youtube-timeupdate - the place in the film changed: `currentTime`
 * @fires {BlogYoutubeRatechangeEvent} blog-youtube-ratechange - the speed changed: `rate`
 * @fires {BlogYoutubeErrorEvent} blog-youtube-error - it cannot be shown: `code`, `message`; cancelable
 * @fires {BlogYoutubeConsentEvent} blog-youtube-consent - the reader agrees: `scope`; cancelable, before anything is loaded
 */
export class BlogYoutube extends BlogElement {
  static override styles = [theme, styles];
  static override properties = {
    video: {},
    playlist: {},
    start: {},
    end: {},
    short: { type: Boolean, reflect: true },
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

  /** Lets all cards of the page with `consent="required"` load; `remember` keeps that in this browser for cards with `remember-consent`. */
  static async grantConsent(remember = false): Promise<void> { (await import('./consent.js')).grant(remember); }
  /** Takes back what the reader agreed to, the remembered too: cards with `consent="required"` that play go back to the question. */
  static async revokeConsent(): Promise<void> { (await import('./consent.js')).revoke(); }

  /** A YouTube URL in any form, or an id of 11 characters. Default: the link inside. All else is refused, with a message to the reader. */
  video = '';
  /** A playlist's id or URL: alone, or beside `video`. Passed over when it is neither. */
  playlist = '';
  /** Where to start: seconds, `1m30s` or `1:30`. Default: what the URL says. Passed over when it is no time. */
  start = '';
  /** Where to stop, as `start`. Passed over when it is no time. */
  end = '';
  /** An upright film, 9:16. A URL with `/shorts/` says so itself. */
  short = false;
  /** Player parameters to send along, such as `cc_load_policy=1&controls=0`. */
  params = '';
  /** The film's title. Default: the text of the link inside. */
  videoTitle = '';
  /** Who made the film, for the line under it. */
  source = '';
  /** When it was published: `2024`, `2024-10`, `2024-10-16` or a moment, shown in the reader's language. Passed over when it cannot be read. */
  date = '';
  /** The zone in which a moment in `date` is shown, such as `Europe/Amsterdam`. Default: the reader's. */
  timeZone = '';
  /** Asks YouTube for a title that is not given, as soon as the card is there. A request to www.youtube.com. */
  fetchTitle = false;
  /** URL of a picture of your own. Default: YouTube's, from i.ytimg.com. */
  poster = '';
  /** URL of a picture with `{id}` in it, for a proxy of your own. */
  posterTemplate = '';
  /** `required`: nothing is asked of another host before the reader agrees. So does any other value but `none`. */
  consent: string | null = null;
  /** Remembers in this browser that the reader let all films of the page load. */
  rememberConsent = false;
  /** Pauses when the card goes out of view. */
  autopause = false;
  /** Describes the film to search engines (schema.org `VideoObject`), once for each film on the page. */
  jsonLd = false;

  private film?: VideoUrl;
  private link: HTMLAnchorElement | null = null;
  private hasPoster = false;
  private fetchedTitle = '';
  private lengthText: string | number | null = null;
  private posterFailed = false;
  private shown = '';

  private frame?: HTMLIFrameElement;
  private playback?: Promise<Playback>;
  private progress?: Progress;

  private agreed = false;
  private consents?: typeof import('./consent.js');
  private stopConsents?: () => void;
  private faces?: typeof import('./faces.js');
  private failure?: number;
  /** What was refused, so that it is told once. */
  private refused?: string;
  private description?: string;
  private undescribe?: () => void;
  /** Set once something rare was needed: it may have to be undone. */
  private isRare = false;

  constructor() { super('youtube', english); }

  /** The film's length in seconds: the player's, else the attribute's (`PT1M56S`, `1:56` or seconds); NaN when neither is known. */
  get duration(): number { return this.progress?.duration || parseDuration(this.lengthText) || NaN; }
  set duration(length: string | number | null) { this.lengthText = length; }

  /** Where the film is, in seconds. */
  get currentTime(): number { return this.progress?.currentTime ?? 0; }
  /** False while the film plays. */
  get paused(): boolean { return this.progress?.paused ?? true; }
  /** True from the film's end until it plays again. */
  get ended(): boolean { return this.progress?.ended ?? false; }

  override connectedCallback(): void {
    super.connectedCallback();
    watchLink(this, onLink);
    this.onLink();
    if (this.consents) this.stopConsents = this.consents.watchConsent(this.onConsents);
    // A frame that moves loads anew: it goes on where it was.
    if (this.frame) this.frame.src = this.playerUrl(Math.floor(this.currentTime), !this.paused);
    if (this.hasUpdated && this.jsonLd) this.requestUpdate();
  }

  /** Browsers that can move an element whole leave the player alone; only the language may be another. */
  connectedMoveCallback(): void {
    this.language.hostDisconnected();
    this.language.hostConnected();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopConsents?.();
    // Not at once: an element that is moved is back before this runs.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.stop();
      this.endDescription();
      this.description = undefined;
    });
  }

  /** Plays: from the start, or on after a pause. It waits for the player, and does nothing before the reader agreed. */
  play(): void {
    if (this.frame) { this.playback?.then((playback) => playback.play()); return; }
    if (!this.hasUpdated) this.willUpdate();
    if (!this.film || this.isGated) { warn(`play(): ${this.film ? 'the reader has not agreed yet' : 'there is no film'}`); return; }
    this.failure = undefined;
    this.setState('error', false);
    this.frame = this.makeFrame();
    const { frame } = this;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    this.setState('loading', true);
    void loaded.then(() => { if (this.frame === frame) this.setState('loading', false); });
    this.startPlayback(frame, loaded);
    // Within the press: phones let a film play that began in the reader's own gesture.
    this.requestUpdate();
    if (this.hasUpdated) this.performUpdate();
  }

  /** Pauses; nothing when no film plays. */
  pause(): void { this.playback?.then((playback) => playback.pause()); }

  /** Goes to a place in the film, in seconds; waits for the player, and does nothing without one. */
  seekTo(seconds: number): void {
    if (Number.isFinite(seconds) && seconds >= 0) this.playback?.then((playback) => playback.seekTo(seconds));
  }

  /** Takes the player away: back to the picture. */
  stop(): void {
    const { frame } = this;
    if (!frame) return;
    const held = this.shadowRoot?.activeElement === frame;
    this.playback?.then((playback) => playback.release());
    this.playback = this.frame = undefined;
    if (this.progress) this.progress.paused = true;
    this.setState('loading', false);
    this.requestUpdate();
    if (held) this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>('button, .face a')?.focus());
  }

  protected override willUpdate(): void {
    this.readFilm();
    const { film } = this;
    const shown = film ? embedUrl(film, this.readParams()) : this.video + (this.link?.href ?? '');
    if (shown !== this.shown) {
      this.shown = shown;
      this.failure = undefined;
      this.fetchedTitle = '';
      this.agreed = false;
      this.progress = undefined;
      if (this.frame) this.stop();
    }
    if (this.isGated && this.frame) this.stop();
    if (this.frame) this.frame.title = this.filmTitle;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('poster') || changed.has('posterTemplate') || changed.has('video')) this.posterFailed = false;
    const { film } = this;
    const given = this.video || this.link?.href || this.playlist;
    if (!film && given && this.refused !== given) {
      this.refused = given;
      void this.fail(2, given);
    }
    if (film) this.refused = undefined;
    if (this.consent !== null || this.failure !== undefined || this.jsonLd || this.fetchTitle || !given || this.isRare) void this.updateRarities(given);
  }

  /** What few cards need comes when one needs it. */
  private async updateRarities(given: string): Promise<void> {
    this.isRare = true;
    this.setState('error', this.failure !== undefined);
    this.setState('empty', !given);
    const { film } = this;
    if (this.consent !== null && !this.consents) {
      this.consents = await import('./consent.js');
      this.stopConsents = this.consents.watchConsent(this.onConsents);
      this.requestUpdate();
    }
    if (this.isGated && !this.faces) await this.loadFaces();
    if (this.fetchTitle && film && !this.isGated && !this.videoTitle && !this.linkTitle && !this.fetchedTitle) {
      const { shown } = this;
      const title = await (await import('./title.js')).fetchTitle(watchUrl({ ...film, start: 0 }));
      if (title && shown === this.shown) { this.fetchedTitle = title; this.requestUpdate(); }
    }
    await this.describe();
  }

  private async describe(): Promise<void> {
    const { id } = this.film ?? {};
    const film = this.jsonLd && id && this.isConnected
      ? { id, title: this.filmTitle, date: this.date, duration: parseDuration(this.lengthText), poster: this.posterSource || posterUrl(id) }
      : undefined;
    const description = JSON.stringify(film);
    if (description === this.description) return;
    this.description = description;
    this.endDescription();
    if (!film) return;
    const { describeVideo } = await import('./structured-data.js');
    if (this.description === description && this.isConnected) this.undescribe = describeVideo(this, film);
  }

  private endDescription(): void {
    this.undescribe?.();
    this.undescribe = undefined;
  }

  private readFilm(): void {
    const given = this.video || this.link?.href;
    const list = this.playlist && parsePlaylist(this.playlist);
    const film = given ? parseVideoUrl(given) : list ? { short: false } : undefined;
    const start = parseTime(this.start) ?? film?.start;
    const end = parseTime(this.end) ?? film?.end;
    this.film = film && { ...film, ...(list && { list }), start, end, short: this.short || film.short };
  }

  private get isGated(): boolean {
    return this.consent !== null && this.consent !== 'none' && !this.agreed && !this.consents?.isGranted(this.rememberConsent);
  }

  /** The text of the link inside, unless that is an address. */
  private get linkTitle(): string {
    const text = this.link?.textContent?.trim() ?? '';
    return /^\S+[.:]\S*\/\S*$/.test(text) ? '' : text;
  }

  /** What the film is called, for the button and the player. */
  private get filmTitle(): string {
    return this.videoTitle || this.linkTitle || this.fetchedTitle || this.language.say('film');
  }

  private get posterSource(): string | undefined {
    const { film, poster, posterTemplate } = this;
    const own = poster || (film?.id && posterTemplate.replaceAll('{id}', film.id));
    if (this.isGated) return own && URL.canParse(own, document.baseURI) && new URL(own, document.baseURI).origin === location.origin ? own : undefined;
    return own || (film?.id && posterUrl(film.id));
  }

  private readParams(): Record<string, string> {
    return this.params ? Object.fromEntries(new URLSearchParams(this.params)) : {};
  }

  private playerUrl(start = this.film?.start, autoplay = true): string {
    const own = /^https?:/.test(location.origin) ? { origin: location.origin } : undefined;
    return embedUrl({ ...this.film!, start }, {
      playsinline: '1', rel: '0', hl: this.language.locale, ...this.readParams(), autoplay: autoplay ? '1' : '0', enablejsapi: '1', ...own,
    });
  }

  private makeFrame(): HTMLIFrameElement {
    const frame = document.createElement('iframe');
    frame.title = this.filmTitle;
    frame.setAttribute('part', 'player');
    frame.allow = 'accelerometer; autoplay; clipboard-write; encrypted-media; gyroscope; picture-in-picture; web-share; fullscreen';
    frame.allowFullscreen = true;
    // Without a referrer YouTube answers with error 153.
    frame.referrerPolicy = 'strict-origin-when-cross-origin';
    frame.src = this.playerUrl();
    return frame;
  }

  private startPlayback(frame: HTMLIFrameElement, loaded: Promise<unknown>): void {
    const progress = this.progress = { currentTime: this.film!.start ?? 0, duration: 0, paused: true, ended: false };
    const playback = import('./playback.js').then((room) => new room.Playback({
      card: this, frame, loaded, progress,
      loops: this.readParams()['loop'] === '1',
      list: Boolean(this.film?.list),
      onReady: () => this.setState('loading', false),
      onEnd: () => this.stop(),
      onError: (code) => { this.stop(); void this.fail(code); },
    }));
    this.playback = playback;
    // Without this part the film plays all the same; only the page cannot steer it.
    playback.catch(() => { if (this.playback === playback) this.playback = undefined; });
  }

  private async fail(code: number, cause?: string): Promise<void> {
    this.failure = code;
    if (cause) warn(`video: "${cause}" is not a YouTube URL or an 11-character id`);
    await this.loadFaces();
    /** @internal */
    const shown = this.dispatchEvent(new BlogYoutubeErrorEvent(code, this.faces?.errorMessage(this.language, code) ?? '', cause));
    if (!shown) this.failure = undefined;
    this.requestUpdate();
  }

  private async loadFaces(): Promise<void> {
    try {
      this.faces = await import('./faces.js');
      await this.updateComplete;
      if (this.shadowRoot) this.faces.adoptFaceStyles(this.shadowRoot);
      this.requestUpdate();
    } catch {
      // The link under the box is there whatever happens.
    }
  }

  /** Called by the observer that all cards share. */
  private onLink(): void {
    this.link = this.querySelector('a[href]:not([slot])');
    this.hasPoster = this.querySelector(':scope > [slot=poster]') !== null;
    if (this.hasUpdated) this.requestUpdate();
  }

  private onConsents = (): void => {
    if (!this.consents?.isGranted(this.rememberConsent)) this.agreed = false;
    this.requestUpdate();
  };

  private onAgree = (scope: 'card' | 'page'): void => {
    /** @internal */
    if (!this.dispatchEvent(new BlogYoutubeConsentEvent(scope))) return;
    this.agreed = true;
    if (scope === 'page') this.consents?.grant(this.rememberConsent);
    this.onPress();
  };

  private onPress(): void {
    this.play();
    this.frame?.focus();
  }

  private onPosterLoad({ target }: Event): void {
    // YouTube's picture for "no such picture" is 120 px wide.
    if ((target as HTMLImageElement).naturalWidth === 120) this.onPosterError();
  }

  private onPosterError(): void {
    const { id } = this.film ?? {};
    this.posterFailed = !id || this.posterSource !== posterUrl(id) || !tryNextPoster(id);
    this.requestUpdate();
  }

  protected override render() {
    const { film, frame, language } = this;
    const poster = !this.hasPoster && !this.posterFailed && this.posterSource;
    return html`
      <div class="box" lang=${language.wordsLang ?? nothing} dir=${language.dir}>
        ${film || this.failure !== undefined ? html`<div class=${film?.short ? 'frame short' : 'frame'} part="frame">
          <slot name="poster">${poster ? html`<img part="poster" alt="" loading="lazy" decoding="async" src=${poster} @load=${this.onPosterLoad} @error=${this.onPosterError}>` : nothing}</slot>
          ${frame ?? this.renderFace()}
        </div>` : nothing}
        <div class="caption" part="caption">
          <slot>${film ? html`<a part="link" dir="auto" href=${watchUrl(film)}>${this.videoTitle || this.fetchedTitle || language.say('watch')}</a>` : nothing}</slot>
          ${this.renderMeta()}
        </div>
      </div>`;
  }

  private renderFace() {
    const { faces, film, language } = this;
    if (this.failure !== undefined) return faces?.renderError(language, this.failure, film && watchUrl(film), () => this.onPress());
    if (this.isGated) return faces?.renderConsent(language, this.filmTitle, this.onAgree);
    const length = parseDuration(this.lengthText);
    const name = language.say('play', { title: this.filmTitle });
    return html`<button type="button" part="button" data-length=${length ? showDuration(length, language.locale) : nothing}
      aria-label=${length ? name + language.say('comma') + sayDuration(length, language.locale) : name} @click=${this.onPress}></button>`;
  }

  /** As in *Euronews, 16 oktober 2024 (1:56 min.)*. */
  private renderMeta() {
    const { language, source } = this;
    if (!source && !this.date && !this.lengthText) return nothing;
    const date = this.date && formatDate(this.date, language.locale, this.timeZone ? { timeZone: this.timeZone } : {});
    const length = parseDuration(this.lengthText);
    return html`<span class="meta" part="meta"><bdi>${source}</bdi>${source && date ? language.say('comma') : ''}${date
      ? html`<time datetime=${this.date}>${date}</time>` : nothing}${length ? ` ${language.say('minutes', { time: showDuration(length, language.locale) })}` : ''}</span>`;
  }
}

/** One for all cards: a closure each would cost more than it says. */
function onLink(card: BlogYoutube): void { card['onLink'](); }

declare global {
  interface HTMLElementTagNameMap { 'blog-youtube': BlogYoutube }
}
