/** Pictures open large in a dialog, by pointer and keyboard; closing it puts the focus back on the picture. */

import { css } from 'lit';
import { addStyles } from '../base/theme.js';
import type { Start } from './enhancement.js';

const styles = css`
  .zoom {
    max-inline-size: 100%; max-block-size: 100%; inline-size: 100%; block-size: 100%; padding: .5rem; border: 0;
    background: rgb(0 0 0 / 90%); color: #fff; cursor: zoom-out;
  }
  .zoom[open] { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: .5rem; }
  .zoom img { max-inline-size: 100%; min-block-size: 0; object-fit: contain; }
  .zoom p { margin: 0; max-inline-size: 60ch; }
  .zoom button { position: absolute; inset-block-start: .5rem; inset-inline-end: .5rem; background: #000; color: #fff; border-color: #fff; }
`;

/** Smaller ones are icons and smileys. */
const smallest = 64;

export const start: Start = ({ root, say }) => {
  addStyles(root, styles);
  let article: Element | undefined;
  let listening = new AbortController();
  const pictures = new Set<HTMLImageElement>();

  function offer(image: HTMLImageElement): void {
    if (!image.complete || image.naturalWidth === 0 || image.getBoundingClientRect().width < smallest) return;
    if (
      image.closest('a, button, blog-youtube, blog-related, blog-comments') ||
      (!pictures.has(image) && (image.hasAttribute('tabindex') || image.hasAttribute('role')))
    )
      return;
    pictures.add(image);
    image.tabIndex = 0;
    image.setAttribute('role', 'button');
    image.setAttribute('aria-haspopup', 'dialog');
    image.setAttribute('aria-label', say('enlarge', { name: image.alt.trim() || say('picture') }));
    image.classList.add('blog-zoom');
  }

  function open(image: HTMLImageElement): void {
    const dialog = document.createElement('dialog');
    dialog.className = 'zoom';
    dialog.part.add('zoom');
    dialog.setAttribute('aria-label', image.alt.trim() || say('picture'));
    const close = document.createElement('button');
    close.type = 'button';
    close.part.add('zoom-close');
    close.ariaLabel = say('close');
    close.append('✕');
    const large = document.createElement('img');
    large.src = largest(image);
    large.alt = image.alt;
    const caption = document.createElement('p');
    caption.dir = 'auto';
    caption.append(image.closest('figure')?.querySelector('figcaption')?.textContent?.trim() ?? '');
    dialog.append(close, large, ...(caption.textContent ? [caption] : []));
    // A click anywhere closes it.
    dialog.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      image.focus({ preventScroll: true });
    });
    root.querySelector('.box')?.append(dialog);
    dialog.showModal();
  }

  function listenTo(target: Element): void {
    listening.abort();
    listening = new AbortController();
    const { signal } = listening;
    const picture = ({ target }: Event) => (target instanceof HTMLImageElement && pictures.has(target) ? target : undefined);
    target.addEventListener(
      'click',
      (event) => {
        const image = picture(event);
        if (image && !event.defaultPrevented) open(image);
      },
      { signal },
    );
    target.addEventListener(
      'keydown',
      (event) => {
        const image = picture(event);
        if (!image || !(event instanceof KeyboardEvent) || (event.key !== 'Enter' && event.key !== ' ')) return;
        event.preventDefault();
        open(image);
      },
      { signal },
    );
    // Load events do not bubble; a lazy picture has no size until then.
    target.addEventListener(
      'load',
      ({ target }) => {
        if (target instanceof HTMLImageElement) offer(target);
      },
      { capture: true, signal },
    );
  }

  return {
    update(next) {
      if (next !== article) {
        article = next;
        listenTo(next);
      }
      for (const image of next.querySelectorAll('img')) offer(image);
    },
    stop() {
      listening.abort();
      for (const image of pictures) {
        for (const name of ['tabindex', 'role', 'aria-haspopup', 'aria-label']) image.removeAttribute(name);
        image.classList.remove('blog-zoom');
      }
      pictures.clear();
    },
  };
};

/** The largest picture of a `srcset`, else the one that is shown. */
function largest(image: HTMLImageElement): string {
  let best = image.currentSrc || image.src;
  let size = 0;
  for (const candidate of image.srcset.split(/,\s+/)) {
    const [url, descriptor = '1x'] = candidate.trim().split(/\s+/);
    if (url && parseFloat(descriptor) > size) {
      size = parseFloat(descriptor);
      best = url;
    }
  }
  return new URL(best, document.baseURI).href;
}
