import { html, render } from 'lit';

let pattern: Element | undefined;

/**
 * The card's own nodes. Pages hold hundreds of cards, so one is built and copied, and what changes is set by hand: that takes
 * half the time and memory of a template with places.
 */
export class Drawing {
  readonly box = (pattern ??= build()).cloneNode(true) as HTMLElement;
  readonly stage = this.box.firstElementChild as HTMLElement;
  readonly caption = this.box.lastElementChild as HTMLElement;
  readonly posterSlot = this.stage.firstElementChild as HTMLElement;
  readonly poster = this.posterSlot.firstElementChild as HTMLImageElement;
  readonly button = this.stage.lastElementChild as HTMLElement;
  readonly meta = this.caption.lastElementChild as HTMLElement;
  link?: HTMLAnchorElement;

  constructor(listener: EventListenerObject) {
    this.button.addEventListener('click', listener);
    for (const type of ['load', 'error']) this.poster.addEventListener(type, listener);
  }
}

function build(): Element {
  const holder = document.createElement('p');
  // eslint-disable-next-line lit-a11y/accessible-name -- each copy is given the name of its film
  render(html`<div class="box"><div part="frame"><slot name="poster"><img part="poster" alt="" loading="lazy" decoding="async"></slot><button class="play" type="button" part="button"></button></div><div class="caption" part="caption"><slot></slot><span part="meta"></span></div></div>`, holder);
  return holder.querySelector('.box')!;
}

/** Puts a node in or takes it out, and leaves alone what is right already: a frame that is put in again loads again. */
export function place(parent: Element, child: Element, before: Element | null, isThere: unknown): void {
  if (!isThere) child.remove();
  else if (child.parentNode !== parent) parent.insertBefore(child, before);
}

/** A part of the card that only some have. */
export function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, part: string): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.setAttribute('part', part);
  return made;
}

/** Sets an attribute, or removes it where there is nothing to say; what is right already is left alone. */
export function mark(node: Element, name: string, value: string | undefined): void {
  if (!value) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}
