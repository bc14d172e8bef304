/** Takes over comments that a server rendered, in our own shape or as `wp_list_comments` prints them. */

import { shownName, isCommentId } from './sanitize-comment.js';
import type { CommentList } from './comment-list.js';
import { CommentItem } from './comment-item.js';
import type { Comment } from './model.js';

/** The comments in a list, as data; their nodes become the list's items. */
export function adoptComments(list: CommentList, root: HTMLElement): Comment[] {
  const found: Comment[] = [];
  const walk = (items: Iterable<Element>, parent?: string): void => {
    for (const item of items) {
      const comment = item instanceof HTMLElement && adoptItem(list, item, parent);
      if (!comment) continue;
      found.push(comment);
      const replies = list.items.get(comment.id)?.replies;
      if (replies) walk(replies.children, comment.id);
    }
  };
  walk(root.children);
  // Buttons have taken the place that was kept for them.
  list.adoptStyles();
  if (found.length) list.root = root;
  return found;
}

function adoptItem(list: CommentList, item: HTMLElement, parent?: string): Comment | undefined {
  const article = item.querySelector<HTMLElement>(':scope > article, :scope > .comment-body');
  const target = item.id.startsWith('comment-') ? item : article;
  const id = target?.id.replace(/^comment-/, '');
  if (article) modernize(article);
  const body = article?.querySelector<HTMLElement>('.blog-comment-body, .comment-content');
  const header = article?.querySelector<HTMLElement>('.blog-comment-header, .comment-meta') ?? article?.querySelector('header, footer');
  if (!article || !target || !body || !header || !isCommentId(id)) return undefined;
  const comment: Comment = {
    id,
    ...(parent && { parent }),
    author: { name: shownName(article.querySelector('.blog-comment-author, .fn')?.textContent) },
    text: body.textContent ?? '',
    dateCreated: article.querySelector('time')?.dateTime ?? '',
    status: article.querySelector('.comment-awaiting-moderation') ? 'held' : 'published',
  };
  const adopted = new CommentItem(item, article, body, header, comment);
  const replies = item.querySelector<HTMLElement>(':scope > ol, :scope > ul');
  if (replies) adopted.replies = replies;
  target.tabIndex = -1;
  // What the reader is looking at is not folded: it would shift.
  const box = item.getBoundingClientRect();
  if (box.bottom > 0 && box.top < innerHeight) body.classList.add('blog-comment-open');
  const reply = article.querySelector('.reply');
  if (reply) reply.replaceChildren(adopted.toolbar);
  else article.append(adopted.toolbar);
  list.items.set(id, adopted);
  return comment;
}

/** Themes without HTML5 have author, date and paragraphs side by side: header and text get a box of their own. */
function modernize(article: HTMLElement): void {
  const date = article.querySelector(':scope > .comment-meta:not(:has(.fn))');
  if (!date || article.querySelector('.comment-content')) return;
  const header = document.createElement('div');
  const body = document.createElement('div');
  header.className = 'comment-meta';
  body.className = 'comment-content';
  date.after(body);
  for (let node = body.nextSibling; node && !(node instanceof Element && node.classList.contains('reply')); node = body.nextSibling) body.append(node);
  article.prepend(header);
  while (header.nextSibling && header.nextSibling !== body) header.append(header.nextSibling);
  date.classList.remove('comment-meta');
}
