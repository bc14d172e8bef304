/** A table that is wider than the text gets a box that scrolls sideways, by keyboard too (WCAG 2.1.1). */

import type { Start } from './enhancement.js';

export const start: Start = ({ say }) => {
  let article: Element | undefined;

  const measure = () => {
    for (const table of article?.querySelectorAll('table') ?? []) {
      if (table.parentElement?.closest('table, blog-comments')) continue;
      let box = table.parentElement;
      if (!box) continue;
      const scrolls = /auto|scroll/.test(getComputedStyle(box).overflowX) && box !== article;
      if (!scrolls) {
        if (table.getBoundingClientRect().width <= box.clientWidth + 1 || box.clientWidth === 0) continue;
        box = document.createElement('div');
        box.className = 'blog-scroller';
        table.replaceWith(box);
        box.append(table);
      }
      const needed = box.scrollWidth > box.clientWidth + 1;
      // A box with a role or a tab stop of its own belongs to the page.
      if (!scrolls || box.classList.contains('blog-scroller') || (!box.hasAttribute('tabindex') && !box.hasAttribute('role')) || box.dataset['blogScroller']) {
        box.dataset['blogScroller'] = 'yes';
        if (needed) {
          box.tabIndex = 0;
          box.setAttribute('role', 'region');
          box.setAttribute('aria-label', table.caption?.textContent?.trim() || say('table'));
        } else for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
      }
    }
  };
  let pending = 0;
  // In the next frame: WebKit reports an error when sizes change inside a resize observer.
  const observer = new ResizeObserver(() => {
    pending ||= requestAnimationFrame(() => {
      pending = 0;
      measure();
    });
  });

  return {
    update(next) {
      if (article !== next) {
        observer.disconnect();
        observer.observe(next);
      }
      article = next;
      measure();
    },
    stop() {
      cancelAnimationFrame(pending);
      observer.disconnect();
    },
  };
};
