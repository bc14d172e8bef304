/** The table of contents: the headings of the article as links, the current one marked. */

import { css, html, nothing, render } from 'lit';
import { addStyles } from '../base/theme.js';
import { isText, notText } from '../sources/page-post.js';
import { openFolds, slug } from './anchors.js';
import type { Start } from './enhancement.js';

const styles = css`
  summary { min-block-size: 2.75rem; display: flex; align-items: center; gap: .5em; cursor: pointer; inline-size: fit-content; }
  summary::before { content: ''; border: .3em solid transparent; border-inline-start-color: currentColor; border-inline-end: 0; }
  details[open] > summary::before { border: .3em solid transparent; border-block-start-color: currentColor; border-block-end: 0; }
  ol { margin: 0; padding: 0; list-style: none; }
  li a { display: block; padding: .35em .5em; border-inline-start: 3px solid transparent; border-radius: 2px; text-decoration-thickness: 1px; }
  a[aria-current] { border-inline-start-color: var(--_accent); font-weight: 600; }
  .level-1 { padding-inline-start: 1em; }
  .level-2 { padding-inline-start: 2em; }
  .level-3 { padding-inline-start: 3em; }
`;

interface Entry {
  heading: Element;
  level: number;
  text: string;
}

export const start: Start = ({ root, say }) => {
  addStyles(root, styles);
  const place = root.querySelector<HTMLElement>('.contents');
  let entries: Entry[] = [];
  let current: Element | undefined;
  let pending = 0;

  const draw = () => {
    if (!place) return;
    place.hidden = entries.length === 0;
    const top = Math.min(...entries.map(({ level }) => level));
    render(
      entries.length === 0
        ? nothing
        : html`
      <details part="contents">
        <summary part="contents-title">${say('contents')}</summary>
        <nav aria-label=${say('contents')}>
          <ol part="contents-list" dir="auto">${entries.map(
            ({ heading, level, text }) => html`
            <li class="level-${Math.min(level - top, 3)}"><a href="#${encodeURIComponent(heading.id)}"
              aria-current=${heading === current ? 'location' : nothing} @click=${(event: Event) => go(event, heading)}>${text}</a></li>`,
          )}
          </ol>
        </nav>
      </details>`,
      place,
    );
  };

  /** The last heading that has passed the upper third of the window. */
  const mark = () => {
    pending = 0;
    let now: Element | undefined;
    for (const { heading } of entries) {
      if (heading.getBoundingClientRect().top > innerHeight / 3) break;
      now = heading;
    }
    if (now !== current) {
      current = now;
      draw();
    }
  };
  const schedule = () => {
    pending ||= requestAnimationFrame(mark);
  };
  addEventListener('scroll', schedule, { passive: true });

  return {
    update(article) {
      const made: Element[] = [];
      entries = findHeadings(article, made);
      arrive(made);
      draw();
      schedule();
    },
    stop() {
      removeEventListener('scroll', schedule);
      cancelAnimationFrame(pending);
      if (!place) return;
      place.hidden = true;
      render(nothing, place);
    },
  };
};

/** The anchors made here were not there yet when the page was opened at one of them. */
function arrive(made: Element[]): void {
  const target = document.querySelector(':target')
    ? undefined
    : made.find(({ id }) => `#${encodeURIComponent(id)}` === location.hash || `#${id}` === location.hash);
  target?.scrollIntoView();
}

/** A link from a shadow root reaches no id in another one, and does not move a screen reader's reading position. */
function go(event: Event, heading: Element): void {
  openFolds(heading);
  if (heading.getRootNode() !== document) {
    event.preventDefault();
    heading.scrollIntoView();
  }
  if (!heading.hasAttribute('tabindex')) heading.setAttribute('tabindex', '-1');
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
}

/** All headings but the headline. Those without an id get one and are added to `made`. */
function findHeadings(article: Element, made: Element[]): Entry[] {
  const found = [...article.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter((heading) => isText(heading, article, `aside, footer, ${notText}`))
    .map((heading) => ({ heading, level: Number(heading.localName[1]), text: heading.textContent.replace(/\s+/g, ' ').trim() }))
    .filter(({ text }) => text);
  // The first is the headline when nothing else is on its level.
  const [first, ...others] = found;
  const body = first && (first.level === 1 || others.every(({ level }) => level > first.level)) ? others : found;
  for (const { heading, text } of body) {
    if (heading.id) continue;
    heading.id = slug(text);
    made.push(heading);
  }
  return body;
}
