/** A page of its own in a frame, with the control and whatever styles a host may have. */
import { waitUntil } from '@open-wc/testing';
import type { BlogTextSize } from '../../src/text-size/blog-text-size.js';

export interface HostPage {
  window: Window & typeof globalThis;
  document: Document;
  control: BlogTextSize;
  find(selector: string): HTMLElement;
  /** Sets the scale and waits until it is drawn. */
  scaleTo(scale: number): Promise<void>;
  /** Presses a button as a keyboard does. */
  press(part: 'decrease' | 'reset' | 'increase'): Promise<void>;
  /** After the next two frames: what the browser does of itself is done. */
  settled(): Promise<void>;
  close(): void;
}

interface Making {
  css?: string;
  head?: string;
  html?: string;
  width?: number;
  height?: number;
  doctype?: boolean;
  control?: string;
}

export async function pageOf(
  body: string,
  { css = '', head = '', html = 'lang="en"', width = 800, height = 600, doctype = true, control = '<blog-text-size></blog-text-size>' }: Making = {},
): Promise<HostPage> {
  const frame = document.createElement('iframe');
  frame.width = String(width);
  frame.height = String(height);
  frame.style.border = '0';
  document.body.append(frame);
  const inside = frame.contentDocument!;
  inside.open();
  inside.write(`${doctype ? '<!doctype html>' : ''}<html ${html}><head><meta charset="utf-8"><base href="${location.origin}/">
    <style>${css}</style>${head}<script type="module" src="/src/text-size/index.ts"></script></head><body>${control}${body}</body></html>`);
  inside.close();
  const window = frame.contentWindow as Window & typeof globalThis;
  await waitUntil(() => inside.readyState === 'complete' && window.customElements.get('blog-text-size'), 'the page did not load', { timeout: 10_000 });
  const element = inside.querySelector('blog-text-size') as BlogTextSize;
  await element?.updateComplete;
  const settled = () => new Promise<void>((resolve) => window.requestAnimationFrame(() => window.requestAnimationFrame(() => resolve())));
  return {
    window,
    document: inside,
    control: element,
    find: (selector) => inside.querySelector<HTMLElement>(selector)!,
    async scaleTo(scale) {
      element.scale = scale;
      await element.updateComplete;
    },
    async press(part) {
      element.shadowRoot!.querySelector<HTMLElement>(`[part=${part}]`)!.click();
      await element.updateComplete;
    },
    settled,
    close: () => frame.remove(),
  };
}

export const fontSize = (element: Element) => parseFloat(element.ownerDocument.defaultView!.getComputedStyle(element).fontSize);

/** What WebKit without standard zoom leaves out of the boxes of what is zoomed. */
export function zoomOf(element: Element): number {
  let zoom = 1;
  if (!('currentCSSZoom' in Element.prototype)) {
    for (let each: Element | null = element; each; each = each.parentElement)
      zoom *= Number(element.ownerDocument.defaultView!.getComputedStyle(each).zoom) || 1;
  }
  return zoom;
}

/** What a reader would measure: how high the lines of an element's own text are, by any means. */
export function lineHeight(element: Element): number {
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  return zoomOf(element) * Math.max(...[...range.getClientRects()].map(({ height }) => height));
}

export const shownWidth = (element: Element) => zoomOf(element) * element.getBoundingClientRect().width;

/** All elements that hold text themselves, the control's apart. */
export function texts(document: Document): Element[] {
  return [...document.body.querySelectorAll('*')].filter(
    (element) => element.localName !== 'script' && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue!.trim()),
  );
}
