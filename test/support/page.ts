/** A whole page under test, in a frame of a chosen width, and ways to find things in it as a reader would. */
import { waitUntil } from '@open-wc/testing';

export interface Page {
  frame: HTMLIFrameElement;
  readonly window: Window & typeof globalThis;
  readonly document: Document;
  /** The first match, shadow roots included; waits for it. */
  find<E extends Element = HTMLElement>(selector: string): Promise<E>;
  /** All matches now, shadow roots included. */
  all<E extends Element = HTMLElement>(selector: string): E[];
  /** A control by its accessible name, as far as text and labels give it; waits for it. */
  control(name: string | RegExp, selector?: string): Promise<HTMLElement>;
  /** Waits until all elements of the library in it are defined and drawn. */
  ready(): Promise<void>;
  reload(): Promise<void>;
  close(): void;
}

/** `parsed` resolves before the page's scripts have run, with its styles in force. */
export async function openPage(url: string, { width = 1024, height = 768, until = 'loaded' as 'loaded' | 'parsed' } = {}): Promise<Page> {
  const frame = document.createElement('iframe');
  frame.width = String(width);
  frame.height = String(height);
  frame.style.border = '0';
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.src = url;
  document.body.append(frame);
  if (until === 'loaded') await loaded;
  else {
    // A page that is not parsed is taken away again, so that it does not disturb the next.
    await waitUntil(
      () => {
        const inside = frame.contentDocument;
        return (
          inside?.URL.includes(url) &&
          inside.readyState === 'interactive' &&
          inside.styleSheets.length === inside.querySelectorAll('link[rel=stylesheet]').length
        );
      },
      `${url} was not parsed`,
      { interval: 10, timeout: 5000 },
    ).catch((error: unknown) => {
      frame.remove();
      throw error;
    });
  }

  const page: Page = {
    frame,
    get window() {
      return frame.contentWindow as Window & typeof globalThis;
    },
    get document() {
      return frame.contentDocument!;
    },
    all: (selector) => [...matches(page.document, selector)] as never[],
    async find(selector) {
      await waitUntil(() => page.all(selector).length > 0, `nothing on the page matches ${selector}`, { timeout: 5000 });
      return page.all(selector)[0] as never;
    },
    async control(name, selector = 'button, a[href], input, textarea, select, summary') {
      const fits = (element: Element) => {
        const text = nameOf(element);
        return typeof name === 'string' ? text === name : name.test(text);
      };
      const candidates = () => page.all(selector).filter((element) => fits(element) && element.getClientRects().length > 0);
      await waitUntil(() => candidates().length > 0, `no control is called ${name}`, { timeout: 5000 });
      return candidates()[0]!;
    },
    async ready() {
      const tags = ['blog-post', 'blog-text-size', 'blog-youtube', 'blog-related', 'blog-comments', 'blog-comment-count'];
      await waitUntil(() => tags.every((tag) => page.window.customElements.get(tag)), 'the elements were not defined', { timeout: 10_000 });
      for (const element of page.all(tags.join(','))) await (element as HTMLElement & { updateComplete?: Promise<unknown> }).updateComplete;
    },
    async reload() {
      const again = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
      page.window.location.reload();
      await again;
      await page.ready();
    },
    close: () => frame.remove(),
  };
  return page;
}

function* matches(root: Document | ShadowRoot | Element, selector: string): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(selector)) yield element;
    if (element.shadowRoot) yield* matches(element.shadowRoot, selector);
  }
}

function nameOf(element: Element): string {
  const labels = (element as HTMLInputElement).labels;
  const text = element.getAttribute('aria-label') ?? (labels?.length ? labels[0]!.textContent : element.textContent);
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

/** True when something sticks out so far that the page scrolls sideways. */
export function overflows(page: Page): string[] {
  const { documentElement } = page.document;
  if (documentElement.scrollWidth <= documentElement.clientWidth) return [];
  return page
    .all('*')
    .filter((element) => element.getBoundingClientRect().right > documentElement.clientWidth + 1)
    .slice(0, 5)
    .map((element) => `${element.localName}.${element.className}`);
}
