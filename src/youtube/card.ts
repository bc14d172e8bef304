/**
 * The nodes of a card. Pages hold hundreds of cards, so one is built and cloned, and what changes is set by hand: that takes
 * half the time and memory of a template with expressions.
 */

import { html, render } from 'lit';

/** In document order. */
type CardNodes = [
  stage: HTMLElement,
  posterSlot: HTMLElement,
  poster: HTMLImageElement,
  button: HTMLElement,
  caption: HTMLElement,
  slot: HTMLElement,
  link: HTMLAnchorElement,
  details: HTMLElement,
];

let pattern: Element | undefined;

export class Card {
  readonly box = (pattern ??= build()).cloneNode(true) as HTMLElement;
  /** What the video plays in. Its last child is the button, the player or an overlay. */
  readonly stage: HTMLElement;
  readonly posterSlot: HTMLElement;
  readonly poster: HTMLImageElement;
  readonly button: HTMLElement;
  readonly caption: HTMLElement;
  readonly link: HTMLAnchorElement;
  readonly details: HTMLElement;

  /** @param listener hears the button's `click`, and `load` or `error` of the poster */
  constructor(listener: EventListenerObject) {
    [this.stage, this.posterSlot, this.poster, this.button, this.caption, , this.link, this.details] = this.box.querySelectorAll('*') as unknown as CardNodes;
    this.button.addEventListener('click', listener);
    this.poster.addEventListener('load', listener);
    this.poster.addEventListener('error', listener);
  }

  /** Puts the button, the player or an overlay on the stage. A player that is there already stays untouched: moved, it would load again. */
  cover(cover: Element | undefined): void {
    const { stage } = this;
    if (cover && stage.lastElementChild === cover) return;
    for (const child of [...stage.children]) if (child !== this.posterSlot && child !== cover) child.remove();
    if (cover && cover.parentNode !== stage) stage.append(cover);
  }
}

/** Inserts a node or removes it, unless it is right already. */
export function place(parent: Element, child: Element, before: Element | null, isThere: boolean): void {
  if (!isThere) child.remove();
  else if (child.parentNode !== parent) parent.insertBefore(child, before);
}

/** Sets an attribute, or removes it where there is nothing to say, unless it is right already. */
export function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (!value) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function build(): Element {
  const holder = document.createElement('p');
  // eslint-disable-next-line lit-a11y/accessible-name, lit-a11y/anchor-is-valid -- each copy is given its own
  const card = html`<div class="box"><div part="frame"><slot name="poster"><img part="poster" alt="" loading="lazy"></slot><button class="play" type="button" part="button"></button></div><div class="caption" part="caption"><slot></slot><a part="link" dir="auto"></a><span part="meta"></span></div></div>`;
  render(card, holder);
  const box = holder.firstElementChild;
  if (!box) throw new Error('The template of the card is empty.');
  return box;
}
