import { html, render } from 'lit';

let pattern: Element | undefined;

/** In the order of the document. */
type Nodes = [stage: HTMLElement, posterSlot: HTMLElement, HTMLImageElement, button: HTMLElement, caption: HTMLElement, slot: HTMLElement, HTMLAnchorElement, meta: HTMLElement];

/**
 * The card's own nodes. Pages hold hundreds of cards, so one is built and copied, and what changes is set by hand: that takes
 * half the time and memory of a template with places.
 */
export class Drawing {
  readonly box = (pattern ??= build()).cloneNode(true) as HTMLElement;
  readonly stage: HTMLElement;
  readonly posterSlot: HTMLElement;
  readonly poster: HTMLImageElement;
  readonly button: HTMLElement;
  readonly caption: HTMLElement;
  readonly link: HTMLAnchorElement;
  readonly meta: HTMLElement;

  constructor(listener: EventListenerObject) {
    [this.stage, this.posterSlot, this.poster, this.button, this.caption, , this.link, this.meta] = this.box.querySelectorAll('*') as unknown as Nodes;
    this.button.addEventListener('click', listener);
    this.poster.addEventListener('load', listener);
    this.poster.addEventListener('error', listener);
  }
}

function build(): Element {
  const holder = document.createElement('p');
  // eslint-disable-next-line lit-a11y/accessible-name, lit-a11y/anchor-is-valid -- each copy is given its own
  render(html`<div class="box"><div part="frame"><slot name="poster"><img part="poster" alt="" loading="lazy"></slot><button class="play" type="button" part="button"></button></div><div class="caption" part="caption"><slot></slot><a part="link" dir="auto"></a><span part="meta"></span></div></div>`, holder);
  return holder.firstElementChild!;
}

/** Puts a node in or takes it out, and leaves alone what is right already: a frame that is put in again loads again. */
export function place(parent: Element, child: Element, before: Element | null, isThere: unknown): void {
  if (!isThere) child.remove();
  else if (child.parentNode !== parent) parent.insertBefore(child, before);
}

/** Sets an attribute, or removes it where there is nothing to say; what is right already is left alone. */
export function mark(node: Element, name: string, value: string | undefined): void {
  if (!value) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}
