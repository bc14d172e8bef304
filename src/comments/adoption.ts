/** Takes over comments that a server rendered, in our own shape or as WordPress's `wp_list_comments` prints them. */

import { shownName, isCommentId } from './comment-data.js';
import type { CommentList } from './comment-list.js';
import { CommentView } from './comment.js';
import type { Comment } from './model.js';

/** The comments in a list, as data; their nodes are the list's views from now on. */
export function adoptComments(list: CommentList, root: HTMLElement): Comment[] {
  const found: Comment[] = [];
  const walk = (items: Iterable<Element>, parent?: string): void => {
    for (const item of items) {
      const comment = item instanceof HTMLElement && adoptItem(list, item, parent);
      if (!comment) continue;
      found.push(comment);
      const replies = list.views.get(comment.id)!.replies;
      if (replies) walk(replies.children, comment.id);
    }
  };
  walk(root.children);
  if (found.length) list.root = root;
  return found;
}

function adoptItem(list: CommentList, item: HTMLElement, parent?: string): Comment | undefined {
  const article = item.querySelector<HTMLElement>(':scope > article, :scope > .comment-body');
  const target = item.id.startsWith('comment-') ? item : article;
  const id = target?.id.replace(/^comment-/, '');
  const body = article?.querySelector<HTMLElement>('.blog-comment-body, .comment-content');
  if (!article || !target || !body || !isCommentId(id)) return undefined;
  const view = new CommentView(item, article, body);
  const replies = item.querySelector<HTMLElement>(':scope > ol, :scope > ul');
  if (replies) view.replies = replies;
  target.tabIndex = -1;
  view.shown = {
    id,
    ...(parent && { parent }),
    author: { name: shownName(article.querySelector('.blog-comment-author, .fn')?.textContent) },
    text: body.textContent ?? '',
    dateCreated: article.querySelector('time')?.dateTime ?? '',
    status: 'published',
  };
  // What the reader is looking at is not folded: it would shift.
  const box = item.getBoundingClientRect();
  if (box.bottom > 0 && box.top < innerHeight) body.classList.add('blog-comment-open');
  const reply = article.querySelector('.reply');
  if (reply) reply.replaceChildren(view.actions);
  else article.append(view.actions);
  list.views.set(id, view);
  return view.shown;
}
