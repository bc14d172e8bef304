/** The moderators' page: the list of comments with its actions, and the search form. */

import { html, type Html } from '../http/html-page.js';
import { decisionActions, type DecisionAction } from '../comments/write.js';
import { fill } from '../words/translations.js';
import type { Moderation } from './moderation.js';
import type { PageView } from './page-view.js';
import type { Queue } from './search.js';

type Listed = Awaited<ReturnType<Moderation['list']>>['comments'][number];

const labels = {
  approve: 'approve',
  hold: 'hold',
  reject: 'reject',
  spam: 'markSpam',
  delete: 'delete',
  'delete-with-replies': 'deleteAll',
} as const satisfies Record<DecisionAction, keyof PageView['words']>;
/** The actions that make sense in each queue. */
const offered: Record<Queue, readonly DecisionAction[]> = {
  held: ['approve', 'reject', 'spam', 'delete'],
  reported: ['approve', 'hold', 'reject', 'spam', 'delete', 'delete-with-replies'],
  published: ['hold', 'reject', 'spam', 'delete', 'delete-with-replies'],
  rejected: ['approve', 'hold', 'spam', 'delete'],
  spam: ['approve', 'hold', 'reject', 'delete'],
  removed: ['approve', 'hold', 'delete'],
  all: decisionActions,
};

/** A link to the page with another filter; undefined removes a part. */
export function hrefOf({ base, filter }: PageView, change: Record<string, string | number | undefined>): string {
  const query = Object.entries({ ...filter, ...change }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]));
  return `${base}/moderation?${new URLSearchParams(query).toString()}`;
}

/** Keeps the filter when a form is sent. */
export const hiddenFilter = ({ filter }: PageView): Html[] =>
  Object.entries(filter).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);

export function commentList(
  view: PageView,
  queue: Queue,
  { comments, after, further }: { comments: Listed[]; after?: number; further?: boolean },
  urlOf: (url?: string) => string | undefined,
): Html {
  const { words, base, all } = view;
  const more = after === undefined ? '' : html`<p><a href="${hrefOf(view, { after })}">${further ? words.searchFurther : words.more}</a></p>`;
  if (comments.length === 0) return html`${filterForm(view, queue)}<p>${words.none}</p>${more}`;
  return html`${filterForm(view, queue)}
<form method="post" action="${base}/moderation">
${hiddenFilter(view)}
<div class="bar" role="group" aria-label="${words.withChosen}">${comments.length > 1 && !all ? html`<a href="${hrefOf(view, { all: 1 })}">${words.chooseAll}</a> ` : ''}${words.withChosen} ${offered[queue].map((action) => html`<button name="do" value="${action}">${words[labels[action]]}</button> `)}</div>
${comments.map((comment) => commentBox(view, queue, comment, urlOf(comment.url)))}
</form>
${more}`;
}

function filterForm(view: PageView, queue: Queue): Html {
  const { words, base, filter } = view;
  const { q = '', thread = '', from = '', to = '', author, address } = filter;
  const isFiltered = [q, thread, from, to, author, address].some(Boolean);
  const by = author ? words.allByAuthor : address ? words.allFromAddress : undefined;
  return html`<form class="box" role="search" method="get" action="${base}/moderation">
<input type="hidden" name="show" value="${queue}">${author ? html`<input type="hidden" name="author" value="${author}">` : ''}${address ? html`<input type="hidden" name="address" value="${address}">` : ''}
<div class="bar"><label>${words.searchFor} <input type="search" name="q" maxlength="200" dir="auto" value="${q}"></label> <label>${words.thread} <input name="thread" maxlength="1000" dir="auto" value="${thread}"></label>
<label>${words.from} <input type="date" name="from" value="${from}"></label> <label>${words.to} <input type="date" name="to" value="${to}"></label>
<button>${words.search}</button>${isFiltered ? html` <a href="${base}/moderation?show=${queue}">${words.clearFilters}</a>` : ''}</div>
${by ? html`<p><strong>${by}</strong></p>` : ''}</form>`;
}

function commentBox(view: PageView, queue: Queue, comment: Listed, url: string | undefined): Html {
  const { words, language, all } = view;
  const { id, author, thread, title, role, authorComments } = comment;
  const name = fill(words.commentBy, { name: author });
  const notes = [
    words[role],
    comment.banned && words.banned,
    authorComments > 1 && fill(words.authorComments, { count: authorComments < 200 ? authorComments : '200+' }),
    comment.reports > 0 && fill(words.reports, { count: comment.reports }),
    queue === 'all' && words[stateOf(comment)],
  ]
    .filter(Boolean)
    .join(', ');
  const find = (by: 'author' | 'address') =>
    hrefOf(view, {
      show: 'all',
      after: undefined,
      q: undefined,
      from: undefined,
      to: undefined,
      thread: undefined,
      author: undefined,
      address: undefined,
      [by]: id,
    });
  return html`<article aria-label="${name}">
<header><input type="checkbox" name="id" value="${id}" aria-label="${fill(words.choose, { name: author })}"${all ? html` checked` : ''}> <strong dir="auto">${author}</strong> <span class="muted">(${notes})</span>
<time class="muted" datetime="${comment.dateCreated}">${new Date(comment.dateCreated).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC</time>
<span class="muted" dir="auto">${url ? html`<a href="${url}#comment-${id}" rel="noreferrer">${title ?? thread}</a>` : (title ?? thread)}</span></header>
<div class="text" dir="auto">${comment.text}</div>
${comment.reason ? html`<p class="muted" dir="auto">“${comment.reason}”</p>` : ''}
<div class="actions" role="group" aria-label="${name}">${offered[queue === 'all' ? stateOf(comment) : queue].map((action, index) => html`<button name="do" value="${action}:${id}"${index === 0 ? html` class="primary"` : ''}>${words[labels[action]]}</button> `)}</div>
${
  comment.bannable
    ? html`<p class="links"><a href="${find('author')}">${words.allByAuthor}</a> ${comment.hasAddress ? html`<a href="${find('address')}">${words.allFromAddress}</a> ` : ''}
<a href="${hrefOf(view, { confirm: id, remove: 'none' })}" aria-label="${words.banChoice} ${name}">${words.banChoice}</a> <a href="${hrefOf(view, { confirm: id, remove: 'author' })}" aria-label="${words.removeAll} ${name}">${words.removeAll}</a></p>`
    : ''
}
</article>`;
}

const stateOf = ({ status, verdict }: Listed): 'held' | 'published' | 'rejected' | 'spam' | 'removed' =>
  status === 'published' ? 'published' : (verdict ?? 'held');
