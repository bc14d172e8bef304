/**
 * One comment in the page's own HTML: an article in a list item, with its replies in a list behind it. Made node by node, since
 * a thread may have ten thousand.
 */

import { formatAge, formatMoment } from '../base/format.js';
import type { Language } from '../base/language.js';
import { drawText } from './markup/render.js';
import type { Author, Comment } from './model.js';
import type { CommentStore } from './stores/store.js';
import type { Entry } from './thread.js';

/** How the comments of a box are shown. */
export interface DisplayOptions {
  language: Language;
  /** A date as this box shows dates; empty when it cannot be read. */
  date: (iso: string) => string;
  /** Where readers have accounts, guests are told from them. */
  marksGuests: boolean;
  /** Another one for each language, zone and way of writing dates. */
  version: string;
}

export function makeDisplayOptions(
  { language, timeZone, relativeDates }: { language: Language; timeZone?: string; relativeDates: boolean },
  store: CommentStore | undefined,
): DisplayOptions {
  const { locale, wordsLang } = language;
  const now = language.say('now');
  const marksGuests = store?.capabilities.accounts === true;
  const version = JSON.stringify([locale, wordsLang, now, timeZone, relativeDates, marksGuests]);
  const date = (iso: string) => (relativeDates && formatAge(iso, locale, now)) || formatMoment(iso, locale, timeZone);
  return { language, version, marksGuests, date };
}

export class CommentItem {
  /** The list of replies, once there are some. */
  replies?: HTMLElement;
  /** The buttons, an empty element until they are needed: its class (comment-toolbar.ts) is loaded after the first view. */
  readonly toolbar = document.createElement('blog-comment-actions');
  /** What the DOM says now. */
  shown?: Comment;
  private version?: string;
  private time?: HTMLTimeElement;

  constructor(
    /** The list item. */
    readonly element: HTMLElement,
    readonly article: HTMLElement,
    readonly body: HTMLElement,
    private readonly header: HTMLElement,
    /** What the page itself says, in words and with dates of its own: they stay while they are true. */
    private readonly adopted?: Comment,
  ) {
    this.toolbar.item = this;
    if (adopted) this.shown = adopted;
  }

  /** An empty comment in our own shape. */
  static make(id: string): CommentItem {
    const article = element('article', 'blog-comment');
    article.id = `comment-${id}`;
    article.tabIndex = -1;
    const header = element('header', 'blog-comment-header');
    const body = element('div', 'blog-comment-body');
    const listItem = element('li', 'blog-comment-item');
    const item = new CommentItem(listItem, article, body, header);
    article.append(header, body, item.toolbar);
    listItem.append(article);
    return item;
  }

  /** What `#comment-ID` points at: the article, or the list item in `wp_list_comments`. */
  get target(): HTMLElement {
    return this.element.id ? this.element : this.article;
  }

  show(entry: Entry, display: DisplayOptions): void {
    const { comment } = entry;
    this.toolbar.entry = entry;
    if (this.shown === comment && this.version === display.version) return;
    const before = this.shown;
    this.drawHeader(entry, display);
    if (!before || before.text !== comment.text || before.status !== comment.status || comment.status === 'deleted') this.drawBody(comment, display, before);
    this.shown = comment;
    this.version = display.version;
  }

  /** Dates that say "2 hours ago" grow older. */
  showAge(date: (iso: string) => string): void {
    if (this.time && this.shown) this.time.textContent = date(this.shown.dateCreated);
  }

  /** The list that replies go in. */
  repliesList(): HTMLElement {
    if (!this.replies) this.element.append((this.replies = makeList()));
    return this.replies;
  }

  private drawHeader({ comment, parent }: Entry, { language, date, marksGuests }: DisplayOptions): void {
    const { article, header, adopted } = this;
    const { author, status, dateModified } = comment;
    const gone = status === 'deleted';
    const name = author.name || language.say('anonymous');
    const to = parent && (parent.comment.author.name || language.say('anonymous'));
    const isTrue = adopted?.author.name === author.name && adopted.status === status && !dateModified;
    if (!isTrue || !article.ariaLabel)
      article.ariaLabel = gone ? language.say('deleted') : to ? language.say('replyBy', { name, to }) : language.say('commentBy', { name });
    if (isTrue) return;
    const writer = element(author.url ? 'a' : 'span', 'blog-comment-author');
    if (author.url && writer instanceof HTMLAnchorElement) {
      writer.href = author.url;
      writer.rel = 'ugc nofollow noopener';
    }
    writer.dir = 'auto';
    writer.textContent = name;
    const link = element('a', 'blog-comment-link');
    link.href = `#comment-${comment.id}`;
    this.time = element('time', 'blog-comment-date');
    if (comment.dateCreated) this.time.dateTime = comment.dateCreated;
    this.time.textContent = date(comment.dateCreated) || '#';
    link.append(this.time);
    header.replaceChildren(...(gone ? [] : [writer, ' ', ...aboutAuthor(author, language, marksGuests)]), link);
    if (status === 'held') header.append(' ', mark('span', language.say('held'), language));
    else if (dateModified && !gone) header.append(' ', mark('span', language.say('edited'), language, date(dateModified)));
  }

  private drawBody(comment: Comment, { language }: DisplayOptions, before?: Comment): void {
    if (comment.status === 'deleted') return this.body.replaceChildren(mark('p', language.say('deleted'), language));
    const fresh = drawText(comment.text, language);
    // What a server rendered says the same as the source it was made from: leave it.
    if (before && plain(fresh) === plain([this.body])) return;
    this.body.replaceChildren(...fresh);
  }
}

/** Who a name belongs to, and what it was before. Members are the rule, and go without a word. */
function aboutAuthor({ role, formerly }: Author, language: Language, marksGuests: boolean): (Node | string)[] {
  const isStaff = role === 'author' || role === 'moderator';
  const badge = isStaff || (role === 'guest' && marksGuests) ? mark('span', language.say(role), language) : undefined;
  if (badge && isStaff) badge.className = 'blog-comment-role';
  // Each name may be written in the other direction: it is isolated.
  const before =
    formerly &&
    mark(
      'span',
      language.say('formerly', {
        name: formerly
          .split(', ')
          .map((name) => `\u2068${name}\u2069`)
          .join(', '),
      }),
      language,
    );
  return [...(badge ? [badge, ' '] : []), ...(before ? [before, ' '] : [])];
}

/** The text alone, without the hosts that we show behind links. */
function plain(nodes: Node[]): string {
  const copy = new DocumentFragment();
  for (const node of nodes) copy.append(node.cloneNode(true));
  for (const small of copy.querySelectorAll('small')) small.remove();
  return copy.textContent.replace(/\s+/g, '');
}

/** Words of our own beside the reader's: marked where they are not in the page's language. */
function mark(tag: 'span' | 'p', text: string, { wordsLang, dir }: Language, title?: string): HTMLElement {
  const node = element(tag, 'blog-comment-mark');
  node.textContent = text;
  if (title) node.title = title;
  if (wordsLang) {
    node.lang = wordsLang;
    node.dir = dir;
  }
  return node;
}

function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

export function makeList(): HTMLElement {
  const list = element('ol', 'blog-comments-list');
  // Safari takes a list without markers for none, unless it is told (WebKit bug 170179).
  list.role = 'list';
  return list;
}
