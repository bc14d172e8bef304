import { html, nothing, type PropertyValues } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { formatDate, preloadFormats } from '../base/format.js';
import { safeUrl } from '../base/links.js';
import { loadOnce } from '../base/load-once.js';
import { adoptPageStyles, buttons, theme } from '../base/theme.js';
import { readGivenPosts, readPosts } from '../sources/open.js';
import type { Post } from '../sources/post.js';
import { pageStyles, styles } from './blog-related.styles.js';
import { readCurrentPost } from './current-post.js';
import { BlogRelatedErrorEvent, BlogRelatedLoadEvent } from './events.js';
import type { RelatedItem } from './similarity.js';

const loadRanking = loadOnce(() => import('./rank.js'));

/** Marks what we added to the page's own list. */
const mark = 'data-blog-related';

/**
 * Related posts: the author's own links first, then those that are about the same, ranked in the browser. They join the author's
 * list in light DOM, so that the page's styles apply; weak matches are left out, and nothing is shown rather than noise.
 *
 * @summary Related posts: hand-picked first, then ranked.
 * @tagname blog-related
 * @slot - the author's own links, in a list; a `<time>` after a link is kept as it is
 * @csspart nav - the labeled navigation around everything
 * @csspart heading - the heading, if there is one
 * @csspart error - the message and the button when posts could not be loaded
 * @cssproperty --blog-muted - dates and reasons
 * @cssproperty --blog-gap - space between cards
 * @cssState loading - posts are being loaded
 * @cssState error - posts could not be loaded
 * @cssState empty - there is nothing to show
 * @fires blog-related-load - the list is shown, or is empty; `items`
 * @fires blog-related-error - posts could not be loaded; `error`, `src`; cancelable
 */
export class BlogRelated extends BlogElement {
  static override styles = [theme, buttons, styles];
  static override properties = {
    src: {},
    format: {},
    current: {},
    max: { type: Number },
    layout: {},
    heading: {},
    headingLevel: { type: Number, attribute: 'heading-level' },
    reasons: { type: Boolean },
    fallback: {},
    for: {},
    posts: { attribute: false },
    failed: { attribute: false },
    recent: { attribute: false },
  };

  /** One or more URLs of posts, separated by spaces, in any format that `<blog-post>` reads. When one fails, the others and the author's links are still shown. */
  src?: string;
  /** The format of `src`: `auto` detects it, or a name such as `json-feed`. */
  format = 'auto';
  /** This post's URL. Default: the canonical link, else the page's address. */
  current?: string;
  /** The most links shown, including the author's own, which are all shown. Default, and for anything but a number: 4. */
  max = 4;
  /** `list` or `cards`. */
  layout: 'list' | 'cards' = 'list';
  /** A heading above the links. Default: none, for pages that have their own. */
  heading?: string;
  /** Level of that heading, 1 to 6. Default 2. */
  headingLevel = 2;
  /** Says why a post is listed, such as "3 shared topics". */
  reasons = false;
  /** `recent`: when nothing is related, the newest posts under a heading that says so. */
  fallback?: string;
  /** Id of the article on this page to compare with. Default: the one around the element, else the page's first. */
  for?: string;
  /** Posts to choose from, as data, in addition to `src`. */
  posts?: readonly Post[];

  private failed = false;
  private recent = false;

  private shown: readonly RelatedItem[] = [];
  /** The language of the dates and reasons. */
  private drawnIn = '';
  private working: AbortController | undefined;
  /** What the posts that are shown, or are being read, were chosen by. */
  private chosenBy: readonly unknown[] = [];

  constructor() {
    super('related');
  }

  /** The posts shown in addition to the author's own links, each with a score and a reason. */
  get items(): readonly RelatedItem[] {
    return this.shown;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adoptPageStyles(this, pageStyles);
    // Not with the first render, which may wait for a language; and not before all attributes are set.
    queueMicrotask(() => {
      this.followSources();
      // A move is not a change, but has stopped the requests.
      if (this.isConnected && this.working?.signal.aborted) this.retry();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.working?.abort();
  }

  /** Loads the sources again. */
  reload(): Promise<void> {
    return this.choose();
  }

  protected override willUpdate(): void {
    this.followSources();
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.has('layout') || changes.has('reasons') || this.drawnIn !== this.language.locale) this.show();
  }

  /** Chooses posts, once for each change of what they are chosen by. */
  private followSources(): void {
    const { src, format, current, max, fallback, for: id, posts } = this;
    const chosenBy = [src, format, current, max, fallback, id, posts];
    if (!this.isConnected || (this.chosenBy.length && chosenBy.every((value, at) => Object.is(value, this.chosenBy[at])))) return;
    this.chosenBy = chosenBy;
    this.choose().catch(reportError);
  }

  /** Never rejects: a failure ends in the error state. */
  private async choose(): Promise<void> {
    this.working?.abort();
    const working = (this.working = new AbortController());
    const { signal } = working;
    this.failed = false;
    try {
      const picked = pickedAddresses(this);
      const wanted = Math.trunc(this.max >= 0 ? this.max : 4) - picked.length;
      let items: readonly RelatedItem[] = [];
      if ((this.src || this.posts) && wanted > 0) {
        this.setState('loading', true);
        const loading = Promise.all([this.gather(signal), loadRanking()]);
        preloadFormats(this.language.locale);
        const [posts, { chooseRelated }] = await loading;
        const current = await readCurrentPost(this, signal);
        signal.throwIfAborted();
        // A canonical link may name another page than this one, which must not link to itself either.
        items = await chooseRelated(current, posts, {
          max: wanted,
          without: [...picked, document.URL],
          fallback: picked.length ? undefined : this.fallback,
          signal,
        });
      }
      await this.updateComplete;
      if (!signal.aborted) this.finish(items);
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    } finally {
      // An aborted one stays: it begins again when the element is back in the page.
      if (!signal.aborted && this.working === working) this.working = undefined;
    }
  }

  /** All posts, from data and from every source that answers. Throws when none does. */
  private async gather(signal: AbortSignal): Promise<Post[]> {
    const sources = this.src?.split(/\s+/).filter(Boolean) ?? [];
    const [given, ...read] = await Promise.allSettled([
      this.posts?.length ? readGivenPosts(this.posts) : [],
      ...sources.map((src) => readPosts(src, { format: this.format, signal })),
    ]);
    if (given.status === 'rejected') throw given.reason;
    const failure = read.find((result) => result.status === 'rejected');
    if (failure && given.value.length === 0 && read.every(({ status }) => status === 'rejected')) throw failure.reason;
    return [given, ...read].flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  }

  private finish(items: readonly RelatedItem[]): void {
    this.shown = items;
    this.recent = items.some((item) => item.recent);
    this.setState('loading', false);
    this.setState('error', false);
    this.setState('empty', items.length === 0 && !this.textContent?.trim());
    this.show();
    /** @internal */
    this.dispatchEvent(new BlogRelatedLoadEvent(this.shown));
  }

  private fail(error: unknown): void {
    this.setState('loading', false);
    this.setState('error', true);
    /** @internal */
    this.failed = this.dispatchEvent(new BlogRelatedErrorEvent(error, this.src));
    this.setState('empty', !this.failed && !this.textContent?.trim());
  }

  private retry = (): void => {
    this.choose().catch(reportError);
  };

  /** Puts the chosen posts behind the author's links. */
  private show(): void {
    this.drawnIn = this.language.locale;
    removeAdded(this);
    let list = this.querySelector('ul, ol');
    if (!list && this.shown.length) this.append((list = make('ul', '', { [mark]: 'list' })));
    list?.classList.toggle('blog-related-cards', this.layout === 'cards');
    list?.append(...this.shown.map((item) => this.makeItem(item)));
  }

  private makeItem(related: RelatedItem): Element {
    const { post, sharedKeywords } = related;
    const { language } = this;
    const reason = sharedKeywords.length && language.say('sharedTopics', { count: sharedKeywords.length });
    if (reason) related.reason = reason;
    const item = make('li', '', { [mark]: 'item' });
    const link = make('a', '', { href: safeUrl(post.url) ?? '#', ...(post.inLanguage && { lang: post.inLanguage, hreflang: post.inLanguage }) });
    const image = this.layout === 'cards' && safeUrl(post.image?.url);
    if (image)
      link.append(
        make('img', '', { src: image, alt: '', loading: 'lazy', width: String(post.image?.width ?? 640), height: String(post.image?.height ?? 360) }),
      );
    link.append(make('span', post.headline, { dir: 'auto' }));
    item.append(link);
    const month = post.datePublished?.slice(0, 7) ?? '';
    const date = showMonth(month, language.locale);
    if (date) item.append(' ', make('time', `(${date})`, { datetime: month, class: 'blog-related-date' }));
    if (this.reasons && reason) {
      item.append(' ', make('small', reason, { class: 'blog-related-reason', title: sharedKeywords.join(', ') }));
    }
    return item;
  }

  protected override render() {
    const { language } = this;
    const heading = this.recent ? language.say('recent') : this.heading;
    const level = this.headingLevel >= 1 && this.headingLevel <= 6 ? Math.trunc(this.headingLevel) : 2;
    return html`<nav class="box" part="nav" lang=${language.wordsLang ?? nothing} dir=${language.dir} aria-label=${heading || language.say('label')}>
      ${heading ? html`<div class="heading" part="heading" role="heading" aria-level=${level} dir="auto">${heading}</div>` : nothing}
      <slot></slot>
      ${this.failed ? html`<p class="error" part="error" role="status">${language.say('failed')} <button type="button" @click=${this.retry}>${language.say('retry')}</button></p>` : nothing}
    </nav>`;
  }
}

/** An element with text in it, never markup. */
function make(tag: string, text: string, attributes: Record<string, string>): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

/** As in *feb. 2024*: `Intl` leaves out the full stop behind an abbreviation in some languages, Dutch among them. */
function showMonth(month: string, locale: string): string {
  const short = formatDate(month, locale, { month: 'short' });
  return short === formatDate(month, locale, { month: 'long' }) ? short : short.replace(/\p{L}{3,}(?![\p{L}.])/u, '$&.');
}

/** Addresses of the links that stand in the element by the author's hand. */
function pickedAddresses(host: Element): string[] {
  return [...host.querySelectorAll<HTMLAnchorElement>('a[href]')].filter((link) => !link.closest(`[${mark}]`)).map(({ href }) => href);
}

function removeAdded(host: Element): void {
  for (const added of host.querySelectorAll(`[${mark}]`)) added.remove();
}

declare global {
  interface HTMLElementTagNameMap {
    'blog-related': BlogRelated;
  }
}
