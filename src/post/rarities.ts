/** What few posts have. */
import type { Post } from '../sources/post.js';

/** The line of a post that is not for everybody, with the way to it. */
export function makeNote({ conditionsOfAccess, url }: Post, note: HTMLElement, say: (key: string) => string): HTMLElement {
  note.className = 'blog-post-note';
  note.append(say(conditionsOfAccess === 'members' ? 'membersOnly' : 'protected'));
  if (url) note.append(' ', Object.assign(document.createElement('a'), { href: url, textContent: say('original') }));
  return note;
}

/** What comes after `<!--more-->` is behind "Read on". */
export function foldRest(body: DocumentFragment, summary: Element): void {
  for (const mark of body.querySelectorAll('[data-blog-more]')) {
    const start = mark.parentNode === body ? mark : mark.parentElement;
    // Deeper inside something else it is not the end of an introduction; without text before or after it means nothing.
    if (start?.parentNode === body && start.nextSibling && start.previousSibling && !body.querySelector('.blog-post-more')) {
      const rest = document.createElement('details');
      rest.className = 'blog-post-more';
      rest.append(summary);
      while (start.nextSibling) rest.append(start.nextSibling);
      body.append(rest);
    }
    mark.remove();
  }
}
