/** A bar along the top of the window: how far one has read. Screen readers have their own. */

import { css } from 'lit';
import { addStyles } from '../base/theme.js';
import type { Start } from './enhancement.js';

const styles = css`
  .progress {
    position: fixed; z-index: 10; inset-block-start: 0; inset-inline-start: 0; block-size: 4px;
    inline-size: calc(var(--_read, 0) * 100%); background: var(--_accent); pointer-events: none;
  }
  @media (forced-colors: active) { .progress { background: Highlight; } }
  @media print { .progress { display: none; } }
`;

export const start: Start = ({ root }) => {
  addStyles(root, styles);
  const bar = document.createElement('div');
  bar.part.add('progress');
  bar.className = 'progress';
  bar.ariaHidden = 'true';
  root.querySelector('.box')?.append(bar);
  let article: Element | undefined;
  let pending = 0;

  const draw = () => {
    pending = 0;
    if (!article) return;
    const { top, height } = article.getBoundingClientRect();
    const way = height - innerHeight;
    // A post that fits the window is read when its end shows.
    const read = way > 0 ? -top / way : top + height <= innerHeight ? 1 : 0;
    bar.style.setProperty('--_read', String(Math.min(1, Math.max(0, read))));
  };
  const schedule = () => {
    pending ||= requestAnimationFrame(draw);
  };
  addEventListener('scroll', schedule, { passive: true });
  addEventListener('resize', schedule, { passive: true });

  return {
    update(next) {
      article = next;
      schedule();
    },
    stop() {
      removeEventListener('scroll', schedule);
      removeEventListener('resize', schedule);
      cancelAnimationFrame(pending);
      bar.remove();
    },
  };
};
