import { html, nothing, type PropertyValues } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { safeUrl } from '../base/links.js';
import { adoptPageStyles, buttons, theme } from '../base/theme.js';
import { loadOnce } from '../base/load-once.js';
import { warn } from '../base/warn.js';
import { fetchEntry } from '../sources/find-entry.js';
import { readPosts } from '../sources/open.js';
import type { Post } from '../sources/post.js';
import { readWritten } from '../sources/readers.js';
import { pageStyles, styles } from './blog-post.styles.js';
import { arriveAtHash, readPost } from './article.js';
import type { Enhancement } from './enhancement.js';
import { BlogPostErrorEvent, BlogPostLoadEvent } from './events.js';
import { renderPost } from './render.js';

const loadEnhancements = loadOnce(() => import('./enhancements.js'));

/** In the order in which they join a post. */
const enhancementNames = ['videos', 'tables', 'readingTime', 'toc', 'progress', 'zoomImages', 'copyCode', 'jsonLd'] as const;

/**
 * The post viewer: makes the page's own article pleasant to read, or brings one in from a file, a feed or a blog system.
 * The text stays in the page itself (light DOM), where anchors, find-in-page, print and the page's styles reach it.
 *
 * @summary The post viewer
 * @tagname blog-post
 * @slot - the page's own `<article>`; with `src`, what is shown until the post is there and when it cannot be had
 * @slot header - above everything, also above the reading time
 * @slot footer - below the text
 * @csspart reading-time - the line that says how long the post takes
 * @csspart contents - the table of contents, a `<details>`
 * @csspart contents-title - its title, which opens and closes it
 * @csspart contents-list - the list of links
 * @csspart progress - the bar along the top of the window
 * @csspart status - the line that says that the post is being loaded, or that there is none
 * @csspart error - the box that says what went wrong
 * @csspart retry - the button that tries again
 * @csspart original - the plain link to the post
 * @csspart zoom - the dialog with a picture enlarged
 * @csspart zoom-close - its close button
 * @cssState loading - a post is under way
 * @cssState error - the post could not be had
 * @cssState empty - there is no post
 * @fires {BlogPostLoadEvent} blog-post-load - the post is there and ready to read
 * @fires {BlogPostErrorEvent} blog-post-error - the post could not be had; cancel it to show a message of your own
 */
export class BlogPost extends BlogElement {
  static override styles = [theme, buttons, styles];
  static override properties = {
    src: {},
    entry: {},
    format: {},
    for: {},
    headingLevel: { attribute: 'heading-level', type: Number },
    toc: { type: Boolean },
    readingTime: { attribute: 'reading-time', type: Boolean },
    progress: { type: Boolean },
    zoomImages: { attribute: 'zoom-images', type: Boolean },
    copyCode: { attribute: 'copy-code', type: Boolean },
    jsonLd: { attribute: 'json-ld', type: Boolean },
    keepEmbeds: { attribute: 'keep-embeds', type: Boolean },
    phase: { attribute: false },
    problem: { attribute: false },
  };

  /** Called when a post holds a video: registration has it load `<blog-youtube>`. @internal */
  static onVideo?: () => void;

  /** Where the post is: a file, a feed or an address of a blog system, relative to the page. Anything but http(s) ends in the error state. */
  src?: string;
  /** Which entry of a feed or list: its id, URL or slug. Default: the first. One that is not there ends in the error state. */
  entry?: string;
  /** What `src` answers: `auto` (by content type, then by content), `json`, `json-feed`, `rss`, `atom`, `rdf`, `wordpress`, `ghost`, `markdown` or `html`. */
  format = 'auto';
  /** The id of an article elsewhere in the page, for pages that cannot wrap it. Without such an element: the `empty` state until it comes. */
  for?: string;
  /** Level of the headline of a post that is brought in, 1 to 6; the headings of its text follow. Headings of the page are never changed. */
  headingLevel = 2;
  /** Shows a table of contents, closed at first, that marks where one is. */
  toc = false;
  /** Shows how many minutes the post takes. */
  readingTime = false;
  /** Shows a bar along the top of the window: how far one has read. */
  progress = false;
  /** Pictures open large in a dialog; those in links and small ones do not. */
  zoomImages = false;
  /** Puts a copy button on blocks of code. */
  copyCode = false;
  /** Describes the post to search engines (schema.org `BlogPosting`), unless the page does so already. */
  jsonLd = false;
  /** Leaves YouTube frames and links as they are. */
  keepEmbeds = false;

  private phase?: 'loading' | 'error' | 'empty';
  private problem = '';

  private article?: Element;
  private shown?: Post;
  private given?: Post;
  private fallback?: ChildNode[];
  private running = new Map<string, Enhancement>();
  private starting = new Set<string>();
  private observer?: MutationObserver;
  private timer = 0;
  private reading?: AbortController;
  private announced?: Element;
  /** The language of our words in a post that was brought in. */
  private drawnIn = '';

  constructor() { super('post'); }

  /** The post as data. Set it to show it; read it after `blog-post-load`. What is set and is no post ends in the error state. */
  get post(): Post | undefined { return this.shown; }
  set post(post: Post | undefined) {
    this.given = post;
    if (!post) { this.restore(); return; }
    void this.bring(async () => post, '');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setState('loading', Boolean(this.src));
    adoptPageStyles(this, pageStyles);
    this.observer = new MutationObserver(() => this.schedule());
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', this.schedule, { once: true });
    else this.schedule();
    addEventListener('hashchange', this.onHash);
    // What was under way when the element was taken out starts again.
    if (this.hasUpdated && this.phase === 'loading') this.onRetry();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('DOMContentLoaded', this.schedule);
    removeEventListener('hashchange', this.onHash);
    clearTimeout(this.timer);
    this.timer = 0;
    this.observer?.disconnect();
    this.reading?.abort();
    for (const enhancement of this.running.values()) enhancement.stop();
    this.running.clear();
  }

  /** Fetches the post anew. What is shown stays until the new one is there. */
  async reload(): Promise<void> {
    const { src, entry, format } = this;
    if (!src) return;
    await this.bring(async (signal) => (entry
      ? fetchEntry(src, entry, { format, signal })
      : (await readPosts(src, { format, signal }))[0]!), src);
  }

  protected override willUpdate(): void {
    for (const name of ['loading', 'error', 'empty']) this.setState(name, this.phase === name);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if ((['src', 'entry', 'format'] as const).some((name) => changed.has(name))) {
      if (this.src) queueMicrotask(() => { if (this.isConnected) void this.reload(); });
      else if (changed.get('src')) this.restore();
    }
    const isLevelled = changed.has('headingLevel') && changed.get('headingLevel') !== undefined;
    if (this.shown && this.fallback && !this.phase && (isLevelled || this.drawnIn !== this.language.locale)) {
      const post = this.shown;
      void this.bring(async () => post, this.src ?? '');
    }
    // Whatever changed, the language too: make ready again what depends on it.
    queueMicrotask(() => { if (this.isConnected && this.timer === 0 && document.readyState !== 'loading') this.prepare(); });
  }

  /** Waits for a burst of changes to end. */
  private schedule = (): void => {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      void this.updateComplete.then(() => { if (this.isConnected) this.prepare(); });
    }, this.hasUpdated ? 50 : 0);
  };

  /** Finds the article and makes it ready: films, tables, and what the attributes ask for. Does nothing twice. */
  private prepare(): void {
    if (this.readMarkdownInside()) return;
    const article = this.findArticle();
    this.watch(article);
    this.article = article;
    if (!article) {
      if (!this.phase && !this.src) this.phase = 'empty';
      return;
    }
    if (this.phase === 'empty') this.phase = undefined;
    const parts = enhancementNames.map((name) => this.enhance(name, article));
    // What was changed here is no news.
    this.observer?.takeRecords();
    if (this.announced !== article) {
      this.announced = article;
      void Promise.all(parts).then(() => this.announce(article));
    }
  }

  /** A post may be written in the page as Markdown, in a script element that no browser runs. */
  private readMarkdownInside(): boolean {
    const script = this.src || this.given ? null : this.querySelector(':scope > script[type="text/markdown"]');
    if (!script) return false;
    if (!this.phase) void this.bring(() => readWritten(script.textContent ?? ''), '');
    return true;
  }

  private findArticle(): Element | undefined {
    if (this.for) return (this.getRootNode() as Document | ShadowRoot).getElementById?.(this.for) ?? undefined;
    if ((this.src || this.given) && !this.fallback) return undefined;
    return this.querySelector('article') ?? (this.textContent!.trim() || this.firstElementChild ? this : undefined);
  }

  private watch(article: Element | undefined): void {
    const watched = this.for ? article ?? this.getRootNode() : this;
    this.observer!.disconnect();
    this.observer!.observe(watched, { childList: true, characterData: true, subtree: true });
  }

  private enhance(name: string, article: Element): Promise<void> | undefined {
    const running = this.running.get(name);
    if (!this.wants(name, article)) {
      running?.stop();
      this.running.delete(name);
    } else if (running) {
      running.update(article);
    } else if (!this.starting.has(name)) {
      this.starting.add(name);
      return loadEnhancements().then(({ enhancements }) => {
        this.starting.delete(name);
        const now = this.article;
        if (!this.isConnected || !now || !this.wants(name, now)) return;
        const enhancement = enhancements[name]!({ root: this.shadowRoot!, element: this, say: (key, values) => this.language.say(key, values), loadVideoCard: () => (this.constructor as typeof BlogPost).onVideo?.() });
        this.running.set(name, enhancement);
        enhancement.update(now);
        this.observer?.takeRecords();
      }, (error: unknown) => {
        // The text is there without it; the next change in the page tries again.
        this.starting.delete(name);
        warn(`blog-post: the part for ${name} could not be loaded (${String(error)})`);
      });
    }
    return undefined;
  }

  private wants(name: string, article: Element): boolean {
    if (name === 'videos') return /youtu/.test(article.textContent!) || article.querySelector('a[href*="youtu"], iframe, blog-youtube') !== null;
    if (name === 'tables') return article.querySelector('table') !== null;
    return Boolean(this[name as keyof this]);
  }

  private async announce(article: Element): Promise<void> {
    if (this.announced !== article) return;
    if (!this.fallback) {
      this.shown = readPost(article);
    }
    /** @internal */
    this.dispatchEvent(new BlogPostLoadEvent(this.shown!));
  }

  /** Gets a post and puts it in place of what is there; a later call makes an earlier one void. */
  private async bring(get: (signal: AbortSignal) => Promise<Post>, src: string): Promise<void> {
    this.reading?.abort();
    const { signal } = (this.reading = new AbortController());
    this.phase = 'loading';
    try {
      const post = await get(signal);
      await this.updateComplete;
      if (signal.aborted) return;
      const rendered = await renderPost(post, {
        level: this.headingLevel, into: this, locale: this.drawnIn = this.language.locale, dir: this.language.dir, say: (key, values) => this.language.say(key, values),
      });
      if (signal.aborted) return;
      const isFirst = !this.fallback;
      this.replaceContent(rendered.article);
      this.shown = rendered.post;
      this.phase = undefined;
      this.announced = undefined;
      this.prepare();
      if (isFirst) arriveAtHash(rendered.article);
    } catch (cause) {
      if (!signal.aborted) this.fail(cause, src);
    }
  }

  private replaceContent(article: Element): void {
    const old = this.content;
    this.fallback ??= old;
    for (const node of old) node.remove();
    this.append(article);
  }

  /** What stands in the default slot. */
  private get content(): ChildNode[] {
    return [...this.childNodes].filter((node) => !(node instanceof Element && node.slot));
  }

  /** Without a source: what stood here before. */
  private restore(): void {
    this.reading?.abort();
    this.phase = undefined;
    if (this.fallback) {
      for (const node of this.content) node.remove();
      this.append(...this.fallback);
      this.fallback = undefined;
    }
    this.shown = this.announced = undefined;
  }

  private fail(cause: unknown, src: string): void {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const words = (error as { words?: string }).words ?? (navigator.onLine ? 'error' : 'errorOffline');
    const event = new BlogPostErrorEvent(error, safeUrl(src, document.baseURI) ?? src);
    /** @internal */
    this.dispatchEvent(event);
    warn(`blog-post: ${error.message}`);
    this.phase = 'error';
    this.problem = event.defaultPrevented ? '' : words;
  }

  /** A link from elsewhere may name a place as the post called it, or one that is folded away. */
  private onHash = (): void => {
    const { article } = this;
    if (article && this.fallback) arriveAtHash(article);
  };

  private onRetry = (): void => {
    const { given } = this;
    if (this.src) void this.reload();
    else if (given) this.post = given;
  };

  protected override render() {
    const { wordsLang, dir } = this.language;
    // The slots stand outside the boxes: the language of our words is not that of the text.
    return html`
      <slot name="header"></slot>
      <div class="box" lang=${wordsLang ?? nothing} dir=${dir}>
        ${this.readingTime ? html`<p class="reading-time" part="reading-time"></p>` : nothing}
        ${this.toc ? html`<div class="contents"></div>` : nothing}
        ${this.renderPhase()}
      </div>
      <slot></slot>
      <slot name="footer"></slot>`;
  }

  private renderPhase() {
    if (this.phase === 'loading') {
      // Where there is something to read meanwhile, a line above it would push it down.
      const isBare = !this.content.some(({ textContent }) => textContent?.trim());
      return html`<p class=${isBare ? 'status' : 'visually-hidden'} part="status" role="status">${this.language.say('loading')}</p>`;
    }
    if (this.phase === 'error' && this.problem) return this.renderError();
    return nothing;
  }

  private renderError() {
    const address = safeUrl(this.src ?? this.given?.url, document.baseURI);
    return html`
      <div class="error" part="error" role="alert">
        <p>${this.language.say(this.problem)}</p>
        <div class="ways">
          <button part="retry" type="button" @click=${this.onRetry}>${this.language.say('retry')}</button>
          ${address ? html`<a part="original" href=${address}>${this.language.say('original')}</a>` : nothing}
        </div>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap { 'blog-post': BlogPost }
  interface HTMLElementEventMap {
    'blog-post-load': BlogPostLoadEvent;
    'blog-post-error': BlogPostErrorEvent;
  }
}
