import styles from './blog-youtube.styles.js';
import { BlogElement } from '../base/blog-element.js';
import { theme } from '../base/theme.js';
import { readPlainFilm, type Film } from './video.js';
import type { Playing } from './player.js';
import { lacking, posterUrl } from './poster.js';
import type { Rarities } from './overlay.js';
import { details, films, players, rarities, type Late } from './rooms.js';
import { html, render } from 'lit';

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
 * @cssproperty --blog-focus - the color of the focus ring
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

  /** Lets all cards of the page with `consent="required"` load; `remember` keeps that in this browser for cards with `remember-consent`. */
  static async grantConsent(remember = false): Promise<void> { (await rarities.come())?.grant(remember); }
  /** Takes back what the reader agreed to, the remembered too: cards with `consent="required"` that play go back to the question. */
  static async revokeConsent(): Promise<void> { (await rarities.come())?.revoke(); }

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

  /** @internal */
  film?: Film;
  /** The link inside. @internal */
  link: HTMLAnchorElement | null = null;
  /** What YouTube calls it, where that was asked. @internal */
  fetchedTitle?: string;
  /** What stands in the box instead of the button: a question, or what went wrong. @internal */
  face?: Element;
  /** A picture that cannot be had. @internal */
  lostPoster?: string;
  /** YouTube's frame, while it is there. @internal */
  frame?: HTMLIFrameElement;
  /** @internal */
  playing?: Playing;
  /** @internal */
  rare?: Rarities;

  private lengthText: string | number | null = null;
  private drawing?: Drawing;
  /** What was awaited last, so that what cannot be had is not awaited for ever. */
  private awaited?: Late[];
  /** What waits for the player's part. */
  private deed?: Promise<unknown>;

  constructor() { super('youtube'); }

  /** The film's length in seconds: the player's, else, once the card is drawn, the attribute's (`PT1M56S`, `1:56` or seconds); NaN when neither is known. */
  get duration(): number { return this.playing?.duration || details.here?.parseDuration(this.lengthText) || NaN; }
  set duration(length: string | number | null) { this.lengthText = length; }

  /** Where the film is, in seconds. */
  get currentTime(): number { return this.playing?.currentTime ?? 0; }
  /** False while the film plays. */
  get paused(): boolean { return this.playing?.paused ?? true; }
  /** True from the film's end until it plays again. */
  get ended(): boolean { return this.playing?.ended ?? false; }

  override connectedCallback(): void {
    super.connectedCallback();
    watchInside(this);
  }

  /** Browsers that can move an element whole leave the player alone; only the language may be another. @internal */
  connectedMoveCallback(): void { this.language.read(); }

  /** Plays: from the start, or on after a pause. It waits for the player, and does nothing before the reader agreed. */
  play(): void { this.perform((playing) => playing.play()); }

  /** Pauses; nothing when no film plays. */
  pause(): void { this.perform((playing) => playing.pause()); }

  /** Goes to a place in the film, in seconds; waits for the player, and does nothing without one. */
  seekTo(seconds: number): void { this.perform((playing) => playing.seekTo(seconds)); }

  /** Takes the player away: back to the picture. */
  stop(): void { this.perform((playing) => playing.stop()); }

  /**
   * At once where the player's part is here, so that it is still the reader's own gesture; else as soon as that comes and the card is
   * drawn. If it cannot be had, a reader who pressed is taken to YouTube.
   */
  private perform(deed: (playing: Playing) => void, isPress = false): void {
    const { here } = players;
    if (here && this.hasUpdated && (isPress || !this.isUpdatePending)) deed(this.playing ??= new here.Playing(this));
    else {
      this.deed = Promise.all([players.come(), super.getUpdateComplete()]).then(() => {
        if (players.here) this.perform(deed, isPress);
        else if (isPress) location.assign(this.film!.watch);
      });
    }
  }

  /** Plays for a reader, with the focus in the player. @internal */
  press(): void { this.perform((playing) => playing.press(), true); }

  /** @internal */
  handleEvent({ type }: Event): void {
    if (type === 'click') { this.press(); return; }
    // The picture is in view, so that a press may follow.
    void players.come().then((room) => room?.judgePoster(this, this.drawing!.poster, type, lacking));
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await this.deed;
    return super.getUpdateComplete();
  }

  /** What was given as the film. @internal */
  get address(): string { return this.video || this.link?.href || ''; }

  /** What the film is called, for the button and the player. @internal */
  get filmTitle(): string { return this.videoTitle || this.linkTitle || this.fetchedTitle || this.language.say('film'); }

  /** The text of the link inside, unless that is an address. @internal */
  get linkTitle(): string {
    const text = this.link?.textContent!.trim() ?? '';
    return /^\S+[.:]\S*\/\S*$/.test(text) ? '' : text;
  }

  /** @internal */
  get isGated(): boolean { return this.consent !== null && this.consent !== 'none' && !this.rare?.hasAgreed; }

  /** @internal */
  get posterSource(): string | undefined {
    const id = this.film?.id;
    const own = this.poster || (id && this.posterTemplate.replaceAll('{id}', id));
    return this.isGated ? this.rare?.ownPoster(own) : own || (id && posterUrl(id));
  }

  /** What this card cannot be drawn without. The film is read anew for each drawing. */
  protected override get missing(): Promise<unknown> | undefined {
    this.link = this.querySelector('a[href]:not([slot])');
    const { address } = this;
    this.film = (this.playlist || this.start || this.end ? undefined : readPlainFilm(address)) ?? films.here?.readFilm(address, this);
    const isOdd = !this.film && (address || this.playlist);
    const isRare = (isOdd && films.here) || this.consent !== null || this.jsonLd || this.fetchTitle;
    if (isRare && rarities.here) this.rare ??= new rarities.here.Rarities(this);
    const needed: [unknown, Late][] = [[isOdd, films], [isRare, rarities], [this.source || this.date || this.lengthText, details]];
    const coming = needed.flatMap(([isNeeded, room]) => (isNeeded && !room.here ? room : []));
    const words = super.missing;
    const isVain = coming.every((room) => this.awaited?.includes(room));
    this.awaited = isVain ? undefined : coming;
    return isVain ? words : Promise.all([words, ...coming.map((room) => room.come())]);
  }

  protected override render() {
    const { film, frame, face, language } = this;
    const drawing = this.drawing ??= new Drawing(this);
    const { box, stage, button, caption } = drawing;
    box.dir = language.dir;
    mark(box, 'lang', language.wordsLang);
    this.setState('empty', !this.address && !this.playlist);
    place(box, stage, caption, film || face);
    const cover = frame ?? face ?? button;
    this.drawPoster(drawing);
    stage.className = `frame${this.short || film?.short ? ' short' : ''}${cover !== button || drawing.poster.complete ? '' : ' still'}`;
    if (stage.lastElementChild !== cover) stage.lastElementChild!.replaceWith(cover);
    mark(button, 'aria-label', language.say('play', { title: this.filmTitle }));
    this.drawLink(drawing);
    details.here?.drawDetails(this, drawing, this.lengthText, language);
    return box;
  }

  private drawPoster({ poster, posterSlot }: Drawing): void {
    const { posterSource } = this;
    const isShown = posterSource && posterSource !== this.lostPoster && !this.querySelector(':scope > [slot=poster]');
    place(posterSlot, poster, null, isShown);
    if (isShown) mark(poster, 'src', posterSource);
  }

  /** Where the page gave no link, the card has one of its own. */
  private drawLink({ caption, link, meta }: Drawing): void {
    const watch = !this.link && this.film?.watch;
    place(caption, link, meta, watch);
    if (watch) {
      link.href = watch;
      link.textContent = this.videoTitle || this.fetchedTitle || this.language.say('watch');
    }
  }
}

let observer: MutationObserver | undefined;

/** One observer tells all cards when the page changes what is inside them. */
function watchInside(card: BlogYoutube): void {
  observer ??= new MutationObserver((records) => {
    for (let { target } of records) {
      while (target.parentNode && !(target instanceof BlogYoutube)) target = target.parentNode;
      (target as Partial<BlogYoutube>).requestUpdate?.();
    }
  });
  observer.observe(card, { childList: true, subtree: true, characterData: true, attributeFilter: ['href', 'slot'] });
}

declare global {
  interface HTMLElementTagNameMap { 'blog-youtube': BlogYoutube }
}

let pattern: Element | undefined;

/** In the order of the document. */
type Nodes = [stage: HTMLElement, posterSlot: HTMLElement, HTMLImageElement, button: HTMLElement, caption: HTMLElement, slot: HTMLElement, HTMLAnchorElement, meta: HTMLElement];

/**
 * The card's own nodes. Pages hold hundreds of cards, so one is built and copied, and what changes is set by hand: that takes
 * half the time and memory of a template with places.
 */
export class Drawing {
  readonly box = (pattern ??= build()).cloneNode(true) as HTMLElement;
  readonly stage: HTMLElement;
  readonly posterSlot: HTMLElement;
  readonly poster: HTMLImageElement;
  readonly button: HTMLElement;
  readonly caption: HTMLElement;
  readonly link: HTMLAnchorElement;
  readonly meta: HTMLElement;

  constructor(listener: EventListenerObject) {
    [this.stage, this.posterSlot, this.poster, this.button, this.caption, , this.link, this.meta] = this.box.querySelectorAll('*') as unknown as Nodes;
    this.button.addEventListener('click', listener);
    this.poster.addEventListener('load', listener);
    this.poster.addEventListener('error', listener);
  }
}

function build(): Element {
  const holder = document.createElement('p');
  // eslint-disable-next-line lit-a11y/accessible-name, lit-a11y/anchor-is-valid -- each copy is given its own
  render(html`<div class="box"><div part="frame"><slot name="poster"><img part="poster" alt="" loading="lazy"></slot><button class="play" type="button" part="button"></button></div><div class="caption" part="caption"><slot></slot><a part="link" dir="auto"></a><span part="meta"></span></div></div>`, holder);
  return holder.firstElementChild!;
}

/** Puts a node in or takes it out, and leaves alone what is right already: a frame that is put in again loads again. */
export function place(parent: Element, child: Element, before: Element | null, isThere: unknown): void {
  if (!isThere) child.remove();
  else if (child.parentNode !== parent) parent.insertBefore(child, before);
}

/** Sets an attribute, or removes it where there is nothing to say; what is right already is left alone. */
export function mark(node: Element, name: string, value: string | undefined): void {
  if (!value) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}
