/**
 * One comment in the page's own HTML: an article in a list item, with its replies in a list behind it. Made node by node, since
 * a thread may have ten thousand; what a server rendered is taken over as it stands.
 */

import { render } from 'lit';
import type { Language } from '../base/language.js';
import { isCommentId, shownName } from './comment-data.js';
import { CommentActions } from './comment-actions.js';
import type { ActionsHost } from './comment-actions.js';
import { renderMarkup } from './markup-view.js';
import { parseMarkup } from './markup.js';
import type { Block } from './markup.js';
import type { Comment } from './model.js';
import type { Entry } from './thread.js';

/** What all comments of a box share. */
export interface CommentContext extends ActionsHost {
  language: Language;
  /** A date as this box shows dates; empty when it cannot be read. */
  date(iso: string): string;
  /** Goes up when language, zone or manner of dates change. */
  version: number;
}

export class CommentView {
  /** The list of replies, once there are some. */
  replies?: HTMLElement;
  readonly actions = document.createElement('blog-comment-actions') as CommentActions;
  /** What the DOM says now. */
  private shown?: Comment;
  private version = -1;
  private time?: HTMLTimeElement;

  constructor(
    readonly item: HTMLElement,
    readonly article: HTMLElement,
    readonly body: HTMLElement,
    /** The page's own header stays as it is. */
    private readonly header?: HTMLElement,
  ) {}

  /** An empty comment of our own shape. */
  static make(id: string): CommentView {
    const item = element('li', 'blog-comment-item');
    const article = element('article', 'blog-comment');
    article.id = `comment-${id}`;
    article.tabIndex = -1;
    const header = element('header', 'blog-comment-header');
    const body = element('div', 'blog-comment-body');
    const view = new CommentView(item, article, body, header);
    article.append(header, body, view.actions);
    item.append(article);
    return view;
  }

  show(entry: Entry, context: CommentContext): void {
    const { comment } = entry;
    if (this.shown === comment && this.version === context.version) return;
    const before = this.shown;
    this.shown = comment;
    this.actions.context = context;
    this.actions.entry = entry;
    this.actions.view = this;
    if (this.header) this.drawHeader(this.header, entry, context);
    if (!before || before.text !== comment.text || before.status !== comment.status || (comment.status === 'deleted' && this.version !== context.version)) {
      this.drawBody(comment, context, before);
    }
    this.item.classList.toggle('blog-comment-held', comment.status === 'held');
    this.version = context.version;
    this.actions.refresh();
  }

  /** Dates that say "2 hours ago" grow older. */
  showAge(context: CommentContext): void {
    if (this.time && this.shown) this.time.textContent = context.date(this.shown.dateCreated);
  }

  /** What `#comment-ID` points at: the article, or WordPress's list item. */
  get target(): HTMLElement {
    return this.item.id ? this.item : this.article;
  }

  /** The list that replies go in. */
  repliesList(): HTMLElement {
    if (!this.replies) {
      this.replies = makeList();
      this.item.append(this.replies);
    }
    return this.replies;
  }

  /** What a server has already written here, as data. */
  adopted(comment: Comment): void {
    this.shown = comment;
  }

  private drawHeader(header: HTMLElement, { comment, parent }: Entry, { language, date }: CommentContext): void {
    const gone = comment.status === 'deleted';
    const name = gone ? '' : comment.author.name || language.say('anonymous');
    const author = comment.author.url && !gone ? element('a', 'blog-comment-author') : element('span', 'blog-comment-author');
    if (author instanceof HTMLAnchorElement) { author.href = comment.author.url!; author.rel = 'ugc nofollow noopener'; }
    author.dir = 'auto';
    author.textContent = name;
    const link = element('a', 'blog-comment-link');
    link.href = `#comment-${comment.id}`;
    this.time = element('time', 'blog-comment-date');
    if (comment.dateCreated) this.time.dateTime = comment.dateCreated;
    this.time.textContent = date(comment.dateCreated) || '#';
    link.append(this.time);
    header.replaceChildren(...(name ? [author, ' '] : []), link);
    if (comment.status === 'held') header.append(' ', mark(language.say('held')));
    else if (comment.dateModified && !gone) header.append(' ', mark(language.say('edited'), date(comment.dateModified)));
    const to = parent?.comment.author.name;
    this.article.setAttribute('aria-label', gone ? language.say('deleted') : to ? language.say('replyBy', { name, to }) : language.say('commentBy', { name }));
    own(header, language);
  }

  private drawBody(comment: Comment, { language }: CommentContext, before?: Comment): void {
    if (comment.status === 'deleted') {
      const stone = element('p', 'blog-comment-mark');
      stone.textContent = language.say('deleted');
      own(stone, language);
      return this.body.replaceChildren(stone);
    }
    const fresh = drawText(comment.text);
    // What a server rendered says the same as the source it was made from: leave it.
    if (before && plain(fresh.textContent) === plain(this.body.textContent)) return;
    this.body.replaceChildren(...fresh.childNodes);
  }
}

/** Marks what we say ourselves in a language that is not the page's. */
function own(node: HTMLElement, { wordsLang, dir }: Language): void {
  if (wordsLang) { node.lang = wordsLang; node.dir = dir; } else { node.removeAttribute('lang'); node.removeAttribute('dir'); }
}

function drawText(text: string | Block[]): HTMLElement {
  const holder = document.createElement('div');
  try {
    render(renderMarkup(typeof text === 'string' ? parseMarkup(text) : text), holder);
  } catch {
    // A tree that a store built wrongly: better nothing than a broken thread.
  }
  // Lit's markers are for updates; a text is drawn once.
  const comments = document.createNodeIterator(holder, NodeFilter.SHOW_COMMENT);
  for (let node = comments.nextNode(); node; node = comments.nextNode()) (node as globalThis.Comment).remove();
  return holder;
}

function plain(text: string | null): string {
  return (text ?? '').replace(/\s+/g, '');
}

function mark(text: string, title?: string): HTMLElement {
  const node = element('span', 'blog-comment-mark');
  node.textContent = text;
  if (title) node.title = title;
  return node;
}

function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

/** Safari takes a list without markers for no list, unless it is told (WebKit bug 170179). */
export function makeList(): HTMLElement {
  const list = element('ol', 'blog-comments-list');
  list.setAttribute('role', 'list');
  return list;
}

/** A server-rendered item: in our own shape, or as WordPress's `wp_list_comments` prints it. */
export function readItem(item: Element, parent?: string): { view: CommentView; comment: Comment } | undefined {
  const article = item.querySelector<HTMLElement>(':scope > article, :scope > .comment-body');
  const target = item.matches('[id^="comment-"]') ? item as HTMLElement : article;
  const id = target?.id.replace(/^comment-/, '');
  const body = article?.querySelector<HTMLElement>('.blog-comment-body, .comment-content');
  if (!article || !target || !body || !isCommentId(id)) return undefined;
  const name = article.querySelector('.blog-comment-author, .fn');
  const time = article.querySelector('time');
  const view = new CommentView(item as HTMLElement, article, body);
  const replies = item.querySelector<HTMLElement>(':scope > ol, :scope > ul');
  if (replies) view.replies = replies;
  target.tabIndex = -1;
  const comment: Comment = {
    id,
    ...(parent && { parent }),
    author: { name: shownName(name?.textContent) },
    text: body.textContent?.trim() ?? '',
    dateCreated: time?.dateTime ?? '',
    status: item.matches('.blog-comment-deleted') ? 'deleted' : 'published',
  };
  view.adopted(comment);
  const reply = article.querySelector('.reply');
  if (reply) reply.replaceChildren(view.actions);
  else article.append(view.actions);
  return { view, comment };
}
