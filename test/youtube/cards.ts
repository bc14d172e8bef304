/** Helpers of the card's tests. */
import { fixture, oneEvent, waitUntil } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import type { TemplateResult } from 'lit';
import type { BlogYoutube } from '../../src/youtube/index.js';

let count = 0;
/** An id that no other test has asked for; `prefix` tells the stub of YouTube what to do. */
export function newId(prefix = ''): string {
  return (prefix + String(Date.now() % 1e6) + String(count++).padStart(5, '0')).padEnd(11, 'x').slice(0, 11);
}

export async function card(template: TemplateResult): Promise<BlogYoutube> {
  const root = await fixture<HTMLElement>(template);
  const found = root.matches('blog-youtube') ? (root as BlogYoutube) : root.querySelector('blog-youtube')!;
  await found.updateComplete;
  return found;
}

export const inside = <E extends Element = HTMLElement>(of: BlogYoutube, selector: string) => of.shadowRoot!.querySelector<E>(selector);
export const button = (of: BlogYoutube) => inside<HTMLButtonElement>(of, 'button')!;
export const player = (of: BlogYoutube) => inside<HTMLIFrameElement>(of, 'iframe');

/** Presses the button and waits until the film plays. */
export async function start(of: BlogYoutube): Promise<HTMLIFrameElement> {
  const playing = oneEvent(of, 'blog-youtube-play');
  button(of).click();
  await playing;
  return player(of)!;
}

export function asked(containing: string): Promise<string[]> {
  return executeServerCommand('outside-requests', { containing });
}

export async function appears<E extends Element = HTMLElement>(of: BlogYoutube, selector: string): Promise<E> {
  await waitUntil(() => inside(of, selector), `${selector} does not appear`, { timeout: 5000 });
  return inside<E>(of, selector)!;
}

/** The next event of a name. */
export function heard<Name extends keyof HTMLElementEventMap>(of: HTMLElement, name: Name): Promise<HTMLElementEventMap[Name]> {
  return new Promise((resolve) => of.addEventListener(name, resolve, { once: true }));
}

/** A message as it reaches the page; Firefox lets nobody build one whose source is of another origin. */
export function message(source: Window | null, origin: string, data: unknown): void {
  dispatchEvent(Object.assign(new Event('message'), { source, origin, data }));
}
