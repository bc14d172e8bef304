import { html, nothing, type PropertyValues } from 'lit';
import { BlogElement } from '../base/blog-element.js';
import { preloadFormats } from '../base/format.js';
import { safeUrl } from '../base/links.js';
import { loadOnce } from '../base/load-once.js';
import { adoptPageStyles, buttons, theme } from '../base/theme.js';
import { warn } from '../base/warn.js';
import { readPosts, readWrittenPost } from '../sources/open.js';
import { readPagePost } from '../sources/page-post.js';
import type { Post } from '../sources/post.js';
import { scrollToHash } from './anchors.js';
import { pageStyles, styles } from './blog-post.styles.js';
import { Enhancer } from './enhancer.js';
import { BlogPostErrorEvent, BlogPostLoadEvent } from './events.js';

const loadRenderer = loadOnce(() => import('./render.js'));

/** A post that is not in the page yet. */
interface Source {
  readonly read: (signal: AbortSignal) => Promise<Post>;
  /** Where it comes from; empty when the page gives it. */
  readonly src: string;
}

/**
 * The post viewer: makes the page's own article pleasant to read, or loads one from a file, a feed or a blog system.
 * The text stays in the page itself (light DOM), where anchors, find-in-page, print and the page's styles reach it.
 *
 * @summary The post viewer
 * @tagname blog-post
 * @slot - the page's own `<article>`; with `src`, what is shown until the post is there and when it cannot be loaded
 * @slot header - above everything, also above the reading time
 * @slot footer - below the text
 * @csspart reading-time - the line with the reading time
 * @csspart contents - the table of contents, a `<details>`
 * @csspart contents-title - its title, which opens and closes it
 * @csspart contents-list - the list of links
 * @csspart progress - the bar along the top of the window
 * @csspart status - the line that says that the post is loading, or that there is none
 * @csspart error - the box with the error message
 * @csspart retry - the button that tries again
 * @csspart original - the plain link to the post
 * @csspart zoom - the dialog with the enlarged image
 * @csspart zoom-close - its close button
 * @cssState loading - a post is being loaded
 * @cssState error - the post could not be loaded
 * @cssState empty - there is no post
 * @fires {BlogPostLoadEvent} blog-post-load - the post is shown and ready to read
 * @fires {BlogPostErrorEvent} blog-post-error - the post could not be loaded; cancel it to show a message of your own
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

  /** The URL of the post: a file, a feed or the API of a blog system, relative to the page. Anything but http(s) ends in the error state. */
  src?: string;
  /** Which entry of a feed or list: its id, URL or slug. Default: the first. An entry that does not exist ends in the error state. */
  entry?: string;
  /** The format of `src`: `auto` (by content type, then by content), `json`, `json-feed`, `rss`, `atom`, `rdf`, `wordpress`, `ghost`, `markdown` or `html`. */
  format = 'auto';
  /** The id of an article elsewhere in the page, for pages that cannot wrap it. While there is no such element: the `empty` state. */
  for?: string;
  /** The heading level of a loaded post, 1 to 6; the headings in its text follow. Headings of the page itself are never changed. */
  headingLevel = 2;
  /** Shows a table of contents, collapsed at first, that marks the section being read. */
  toc = false;
  /** Shows the reading time in minutes. */
  readingTime = false;
  /** Shows a progress bar along the top of the window. */
  progress = false;
  /** Opens images enlarged in a dialog, except small images and those in links. */
  zoomImages = false;
  /** Adds a copy button to blocks of code. */
  copyCode = false;
  /** Describes the post to search engines (schema.org `BlogPosting`), unless the page does so already. */
  jsonLd = false;
  /** Leaves YouTube iframes and links as they are. */
  keepEmbeds = false;

  private phase?: 'loading' | 'error' | 'empty' | undefined;
  private problem = '';

  private article: Element | undefined;
  private shown: Post | undefined;
  /** What the page set as `post`. */
  private given: Post | undefined;
  /** What was in the element before a post took its place. */
  private fallback: ChildNode[] | undefined;
  /** What `retry` tries again. */
  private source: Source | undefined;
  /** The `src`, `entry` and `format` that have been asked for. */
  private asked = '';
  private reading?: AbortController;
  /** The article of the last load event. */
  private announced: Element | undefined;
  /** The language of our words in the article that was drawn. */
  private drawnIn = '';
  private timer = 0;
  private observer = new MutationObserver(() => this.schedule());
  private enhancer = new Enhancer(this, () => ({
    root: this.renderRoot as ShadowRoot,
    element: this,
    say: (key, values) => this.language.say(key, values),
    loadVideoCard: () => BlogPost.onVideo?.(),
  }));

  constructor() {
    super('post');
  }

  /** The post as data. Set it to show it; read it after `blog-post-load`. Anything but a post ends in the error state. */
  get post(): Post | undefined {
    return this.shown;
  }
  set post(post: Post | undefined) {
    this.given = post;
    if (post) this.open({ read: () => Promise.resolve(post), src: '' });
    else this.restore();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adoptPageStyles(this, pageStyles);
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', this.schedule, { once: true });
    else this.schedule();
    addEventListener('hashchange', this.onHashChange);
    // Not with the first render, which may wait for a language; and not before all attributes are set.
    queueMicrotask(() => {
      this.followSource();
      // A move has stopped the request.
      if (this.isConnected && this.phase === 'loading' && this.reading?.signal.aborted) this.retry();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('DOMContentLoaded', this.schedule);
    removeEventListener('hashchange', this.onHashChange);
    clearTimeout(this.timer);
    this.timer = 0;
    this.observer.disconnect();
    this.reading?.abort();
    this.enhancer.stop();
  }

  /** Loads the post again. What is shown stays until the new one has loaded. */
  async reload(): Promise<void> {
    const { src, entry, format } = this;
    if (!src) return;
    this.source = { read: async (signal) => firstOf(await readPosts(src, { format, entry: entry || undefined, signal })), src };
    await this.bring(this.source);
  }

  protected override willUpdate(): void {
    this.followSource();
    for (const name of ['loading', 'error', 'empty']) this.setState(name, this.phase === name);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { shown } = this;
    const isRelevelled = changed.get('headingLevel') !== undefined;
    if (shown && this.fallback && !this.phase && (isRelevelled || this.drawnIn !== this.language.locale)) {
      queueMicrotask(() => {
        this.bring({ read: () => Promise.resolve(shown), src: this.src ?? '' }).catch(reportError);
      });
    }
    // Whatever changed, the language too: what depends on it is made ready again.
    queueMicrotask(() => {
      if (this.isConnected && this.timer === 0 && document.readyState !== 'loading') this.prepare();
    });
  }

  /** Asks for what `src` names, once for each change. */
  private followSource(): void {
    const { src, entry, format } = this;
    const asked = src ? JSON.stringify([src, entry, format]) : '';
    if (asked === this.asked || !this.isConnected) return;
    this.asked = asked;
    if (src) this.reload().catch(reportError);
    else this.restore();
  }

  /** Waits for a burst of changes to end. */
  private schedule = (): void => {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(
      () => {
        this.timer = 0;
        this.updateComplete
          .then(() => {
            if (this.isConnected) this.prepare();
          })
          .catch(reportError);
      },
      this.hasUpdated ? 50 : 0,
    );
  };

  /** Finds the article and makes it ready: videos, tables, and what the attributes ask for. Does nothing twice. */
  private prepare(): void {
    if (this.openMarkdownInside()) return;
    const article = this.findArticle();
    this.observer.disconnect();
    this.observer.observe(this.for ? (article ?? this.getRootNode()) : this, { childList: true, characterData: true, subtree: true });
    this.article = article;
    if (!article) {
      if (!this.phase && !this.src) this.phase = 'empty';
      return;
    }
    if (this.phase === 'empty') this.phase = undefined;
    this.enhancer.update(article, () => {
      // The changes that enhancements made are no news.
      this.observer.takeRecords();
      this.announce(article);
    });
    this.observer.takeRecords();
  }

  /** A post may be written in the page as Markdown, in a script element that no browser runs. */
  private openMarkdownInside(): boolean {
    const script = this.src || this.given ? null : this.querySelector(':scope > script[type="text/markdown"]');
    if (script && !this.phase) this.open({ read: () => readWrittenPost(script.textContent ?? ''), src: '' });
    return script !== null;
  }

  private findArticle(): Element | undefined {
    if (this.for) {
      const root = this.getRootNode();
      return (root instanceof Document || root instanceof DocumentFragment ? root.getElementById(this.for) : null) ?? undefined;
    }
    if ((this.src || this.given) && !this.fallback) return undefined;
    return this.querySelector('article') ?? (this.textContent?.trim() || this.firstElementChild ? this : undefined);
  }

  private announce(article: Element): void {
    if (this.announced === article || this.article !== article || !this.isConnected) return;
    this.announced = article;
    const post = (this.shown = (this.fallback && this.shown) ?? readPagePost(article));
    /** @internal */
    this.dispatchEvent(new BlogPostLoadEvent(post));
  }

  private open(source: Source): void {
    this.source = source;
    this.bring(source).catch(reportError);
  }

  /** Gets a post and puts it in place of what is there; a later call cancels an earlier one. Never rejects: a failure ends in the error state. */
  private async bring({ read, src }: Source): Promise<void> {
    this.reading?.abort();
    const { signal } = (this.reading = new AbortController());
    this.phase = 'loading';
    this.setState('loading', true);
    try {
      // Side by side: the data, the code that shows it, and the words that it needs.
      const loading = Promise.all([read(signal), loadRenderer(), this.updateComplete]);
      preloadFormats(this.language.locale);
      const [post, { renderPost }] = await loading;
      if (signal.aborted) return;
      const { locale, dir } = this.language;
      this.drawnIn = locale;
      const rendered = await renderPost(post, { level: this.headingLevel, into: this, locale, dir, say: (key, values) => this.language.say(key, values) });
      if (signal.aborted) return;
      const isFirst = !this.fallback;
      this.replaceContent(rendered.article);
      this.shown = rendered.post;
      this.phase = undefined;
      this.announced = undefined;
      this.prepare();
      if (isFirst) scrollToHash(rendered.article);
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

  /** What is in the default slot. */
  private get content(): ChildNode[] {
    return [...this.childNodes].filter((node) => !(node instanceof Element && node.slot));
  }

  /** Without a source: what was here before. */
  private restore(): void {
    this.reading?.abort();
    this.phase = undefined;
    if (this.fallback) {
      for (const node of this.content) node.remove();
      this.append(...this.fallback);
      this.fallback = undefined;
    }
    this.source = this.shown = this.announced = undefined;
  }

  private fail(cause: unknown, src: string): void {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const event = new BlogPostErrorEvent(error, safeUrl(src, document.baseURI) ?? src);
    /** @internal */
    this.dispatchEvent(event);
    warn(`blog-post: ${error.message}`);
    this.phase = 'error';
    this.problem = event.defaultPrevented ? '' : wordsFor(error);
  }

  private retry = (): void => {
    if (this.source) this.bring(this.source).catch(reportError);
  };

  /** A link from elsewhere may name a place by the id that it has in the post's source, or one that is folded away. */
  private onHashChange = (): void => {
    if (this.article && this.fallback) scrollToHash(this.article);
  };

  protected override render() {
    const { wordsLang, dir } = this.language;
    // The slots are outside the box: the language of our words is not that of the text.
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
      // A line above something to read would push it down.
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
          <button part="retry" type="button" @click=${this.retry}>${this.language.say('retry')}</button>
          ${address ? html`<a part="original" href=${address}>${this.language.say('original')}</a>` : nothing}
        </div>
      </div>`;
  }
}

function firstOf(posts: Post[]): Post {
  const [post] = posts;
  if (!post) throw new Error('src: expected at least one post, and got none');
  return post;
}

/** Which sentence the reader gets. Errors of sources say it themselves. */
function wordsFor(error: Error & { words?: string }): string {
  return error.words ?? (navigator.onLine ? 'error' : 'errorOffline');
}

declare global {
  interface HTMLElementTagNameMap {
    'blog-post': BlogPost;
  }
  interface HTMLElementEventMap {
    'blog-post-load': BlogPostLoadEvent;
    'blog-post-error': BlogPostErrorEvent;
  }
}
