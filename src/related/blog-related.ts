import { html, nothing, type PropertyValues } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { formatDate } from '../base/format.js';
import { safeUrl } from '../base/links.js';
import { adoptPageStyles, buttons, theme } from '../base/theme.js';
import type { Post } from '../sources/post.js';
import { pageStyles, styles } from './blog-related.styles.js';
import { BlogRelatedErrorEvent, BlogRelatedLoadEvent } from './events.js';
import { readJson } from '../sources/json.js';
import { readPosts } from '../sources/open.js';
import { readCurrentPost } from '../sources/page-post.js';
import { builtItems } from './index-file.js';
import { rankPosts } from './rank.js';
import type { RelatedItem } from './similarity.js';

/**
 * Related posts: the author's own links first, then those that are about the same, ranked in the browser. They join the author's
 * list in light DOM, so that the page's styles apply; weak matches are left out, and nothing is shown rather than noise.
 *
 * @summary Related posts: hand-picked first, then ranked.
 * @tagname blog-related
 * @slot - the author's own links, in a list; a `<time>` behind a link is kept as it is
 * @csspart nav - the labelled navigation around everything
 * @csspart heading - the heading, where there is one
 * @csspart error - the sentence and the button when posts could not be loaded
 * @cssproperty --blog-muted - dates and reasons
 * @cssproperty --blog-gap - space between cards
 * @cssState loading - posts are being read
 * @cssState error - they could not be
 * @cssState empty - there is nothing to show, and nothing is shown
 * @fires blog-related-load - the list is shown, or known to be empty; `items`
 * @fires blog-related-error - posts could not be had; `error`, `src`; cancelable
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

  /** Where posts are: one or more URLs with spaces between them, in any format that `<blog-post>` reads. A source that fails leaves the others and the author's links standing. */
  src?: string;
  /** How the source is written: `auto` finds out, or a name such as `json-feed`. */
  format = 'auto';
  /** This post's URL. Default: the canonical link, else the page's address. */
  current?: string;
  /** Most links shown, the author's own included; they are never cut off. Default 4, and for what is no number. */
  max = 4;
  /** `list` or `cards`. */
  layout: 'list' | 'cards' = 'list';
  /** Text of a heading above the links. Default none, for pages that have their own. */
  heading?: string;
  /** Level of that heading, 1 to 6. Default 2. */
  headingLevel = 2;
  /** Says why a post is there, such as "3 shared topics". */
  reasons = false;
  /** `recent`: when nothing is related, the newest posts under a heading that says so. */
  fallback?: string;
  /** Id of the article on this page to compare with. Default: the one around the element, else the page's first. */
  for?: string;
  /** Posts to choose from, as data; beside what `src` gives. */
  posts?: readonly Post[];

  private failed = false;
  private recent = false;

  private shown: readonly RelatedItem[] = [];
  /** The language of the dates and reasons. */
  private drawnIn = '';
  private working?: AbortController;

  constructor() { super('related'); }

  /** What is shown beside the author's own links, with score and reason. */
  get items(): readonly RelatedItem[] { return this.shown; }

  override connectedCallback(): void {
    super.connectedCallback();
    adoptPageStyles(this, pageStyles);
    // A move is not a change, but work that it broke off begins again.
    if (this.hasUpdated && this.working?.signal.aborted) this.requestUpdate('src');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.working?.abort();
  }

  /** Reads the sources again. */
  reload(): Promise<void> {
    return this.choose();
  }

  protected override updated(changes: PropertyValues<BlogRelated>): void {
    const changed = (...names: (keyof BlogRelated)[]) => names.some((name) => changes.has(name));
    if (changed('src', 'format', 'current', 'max', 'fallback', 'for', 'posts')) void this.choose();
    else if (changed('layout', 'reasons') || this.drawnIn !== this.language.locale) this.show();
  }

  private async choose(): Promise<void> {
    this.working?.abort();
    const { signal } = (this.working = new AbortController());
    this.failed = false;
    const picked = pickedAddresses(this);
    const wanted = Math.trunc(this.max >= 0 ? this.max : 4) - picked.length;
    if ((!this.src && !this.posts) || !(wanted > 0)) return this.finish([]);
    this.setState('loading', true);
    try {
      const posts = await this.gather(signal);
      const current = await readCurrentPost(this);
      // A canonical link may name something else than this page, which is not to be a link to itself either.
      const options = { max: wanted, without: [...picked, document.URL], fallback: picked.length ? undefined : this.fallback, signal };
      const built = posts.some(({ related }) => related) && builtItems(current, posts, options);
      const items = built || await rankPosts(current, posts, options);
      signal.throwIfAborted();
      this.finish(items);
    } catch (error) {
      if (!signal.aborted) await this.fail(error);
    }
  }

  /** All posts, from data and from every source that answers. Throws when none does. */
  private async gather(signal: AbortSignal): Promise<Post[]> {
    // Data of the page's own is read like a source: addresses may be relative to the page, and fields may be missing.
    const given = this.posts?.length ? await readJson(this.posts, document.baseURI) : [];
    const sources = this.src?.split(/\s+/).filter(Boolean) ?? [];
    if (sources.length === 0) return given;
    const read = await Promise.allSettled(sources.map((src) => readPosts(src, { format: this.format, signal })));
    const failure = read.find((result) => result.status === 'rejected');
    if (failure && given.length === 0 && read.every(({ status }) => status === 'rejected')) throw failure.reason;
    return [...given, ...read.flatMap((result) => (result.status === 'fulfilled' ? result.value : []))];
  }

  private finish(items: readonly RelatedItem[]): void {
    this.working = undefined;
    this.shown = items;
    this.recent = items.some((item) => item.recent);
    this.setState('loading', false);
    this.setState('error', false);
    this.setState('empty', items.length === 0 && !this.textContent?.trim());
    this.show();
    /** @internal */
    this.dispatchEvent(new BlogRelatedLoadEvent(this.shown));
  }

  private async fail(error: unknown): Promise<void> {
    this.setState('loading', false);
    this.setState('error', true);
    /** @internal */
    const goesOn = this.dispatchEvent(new BlogRelatedErrorEvent(error, this.src));
    this.setState('empty', !goesOn && !this.textContent?.trim());
    if (!goesOn) return;
    this.failed = true;
  }

  /** Puts the chosen posts behind the author's links. */
  private show(): void {
    this.drawnIn = this.language.locale;
    removeAdded(this);
    let list = this.querySelector('ul, ol');
    if (!list && this.shown.length) this.append(list = make('ul', '', { [mark]: 'list' }));
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
    if (image) link.append(make('img', '', { src: image, alt: '', loading: 'lazy', width: String(post.image!.width ?? 640), height: String(post.image!.height ?? 360) }));
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
      ${this.failed ? html`<p class="error" part="error" role="status">${language.say('failed')} <button type="button" @click=${this.reload}>${language.say('retry')}</button></p>` : nothing}
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
  const [short, full] = (['short', 'long'] as const).map((length) => formatDate(month, locale, { month: length }));
  return short === full ? short! : short!.replace(/\p{L}{3,}(?![\p{L}.])/u, '$&.');
}

declare global {
  interface HTMLElementTagNameMap { 'blog-related': BlogRelated }
}

/** The links that the page's author chose, and the list that ranked ones join. */

/** Addresses of the links that stand in the element by the author's hand. */
function pickedAddresses(host: Element): string[] {
  return [...host.querySelectorAll<HTMLAnchorElement>('a[href]')].filter((link) => !link.closest(`[${mark}]`)).map(({ href }) => href);
}

/** Marks what we added to the page's own list. */
const mark = 'data-blog-related';

function removeAdded(host: Element): void {
  for (const added of host.querySelectorAll(`[${mark}]`)) added.remove();
}
