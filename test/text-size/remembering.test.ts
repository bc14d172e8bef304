/** What was chosen is there again: before the first paint, in other tabs, on the way back, and not on paper. */
import { expect, waitUntil } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import type { BlogTextSize } from '../../src/text-size/blog-text-size.js';
import { fontSize, pageOf, type HostPage } from './a-page.js';

let page: HostPage | undefined;
const frames: HTMLIFrameElement[] = [];
afterEach(() => {
  page?.close();
  page = undefined;
  for (const frame of frames.splice(0)) frame.remove();
  localStorage.clear();
});

/** The page as it is before its script has come. */
async function open(url: string): Promise<Window & typeof globalThis> {
  const frame = document.createElement('iframe');
  frame.width = '600';
  frame.height = '500';
  frame.src = url;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frames.push(frame);
  document.body.append(frame);
  await loaded;
  const window = frame.contentWindow as Window & typeof globalThis;
  await new Promise((resolve) => window.requestAnimationFrame(resolve));
  return window;
}

async function start({ document }: Window): Promise<BlogTextSize> {
  document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: '/cdn/text-size.js' }));
  await waitUntil(() => document.querySelector('blog-text-size:state(ready)'), 'the control did not come', { timeout: 8000 });
  const control = document.querySelector('blog-text-size')!;
  await control.updateComplete;
  return control;
}

describe('The head snippet', () => {
  it('draws the page at the size chosen before the script is there, and nothing moves when it comes', async () => {
    const first = await open('/test/text-size/pages/restored.html');
    const own = [...first.document.querySelectorAll('h1, p, li')].map(fontSize);
    const control = await start(first);
    control.scale = 1.7;
    await control.updateComplete;
    const places = (window: Window) =>
      [...window.document.querySelectorAll('h1, p, li, blog-text-size')].map((element) => {
        const { top, height } = element.getBoundingClientRect();
        return [element.localName, fontSize(element), top, height].join(' ');
      });
    const chosen = places(first);
    const again = await open('/test/text-size/pages/restored.html');
    const before = places(again);
    expect([...again.document.querySelectorAll('h1, p, li')].map(fontSize).map((size, index) => Math.round((size / own[index]!) * 100) / 100)).to.deep.equal(
      own.map(() => 1.7),
    );
    await start(again);
    expect(places(again)).to.deep.equal(before);
    expect(before).to.deep.equal(chosen);
  });

  it('has nothing to restore once the size is the page’s own again', async () => {
    page = await pageOf('<p>Words</p>');
    await page.scaleTo(1.5);
    expect(localStorage.getItem('blog-text-size-css')).to.contain('font-size');
    await page.scaleTo(1);
    expect(localStorage.getItem('blog-text-size-css')).to.be.null;
    expect(localStorage.getItem('blog-text-size')).to.be.null;
  });

  it('restores what several controls of one choice scale', async () => {
    page = await pageOf('<blog-text-size for="b"></blog-text-size><p id="a">A</p><p id="b">B</p>', { control: '<blog-text-size for="a"></blog-text-size>' });
    await page.scaleTo(2);
    await waitUntil(() => Math.abs(fontSize(page!.find('#b')) - 32) < 0.1);
    expect(fontSize(page.find('#a'))).to.be.closeTo(32, 0.1);
    const css = localStorage.getItem('blog-text-size-css')!;
    expect(css).to.contain('#a').and.to.contain('#b');
  });
});

describe('A choice', () => {
  it('that was stored is there with the page, and the buttons know it', async () => {
    localStorage.setItem('blog-text-size', '2');
    page = await pageOf('<p>Words</p>', { css: 'p { font-size: 13px }' });
    expect(fontSize(page.find('p'))).to.be.closeTo(26, 0.1);
    expect(page.control.shadowRoot!.querySelector('[part=increase]')!.getAttribute('aria-disabled')).to.equal('true');
    expect(page.control.shadowRoot!.querySelector('[part=reset]')!.hasAttribute('aria-disabled')).to.be.false;
  });

  it('that is no number, or beyond the limits, does no harm', async () => {
    for (const [kept, scale] of [
      ['abc', 1],
      ['-3', 1],
      ['99', 2],
      ['Infinity', 2],
      ['', 1],
    ] as const) {
      localStorage.setItem('blog-text-size', kept);
      page = await pageOf('<p>Words</p>');
      expect(page.control.scale, kept).to.equal(scale);
      page.close();
    }
  });

  it('in another tab is followed, also by a control that has done nothing yet', async () => {
    page = await pageOf('<p>Words</p>');
    localStorage.setItem('blog-text-size', '1.5');
    // A real event: this page is another window of the same site.
    await waitUntil(() => Math.abs(fontSize(page!.find('p')) - 24) < 0.1, `${fontSize(page.find('p'))}`);
    localStorage.removeItem('blog-text-size');
    await waitUntil(() => fontSize(page!.find('p')) === 16);
    localStorage.setItem('blog-text-size', '1.2');
    localStorage.clear();
    await waitUntil(() => fontSize(page!.find('p')) === 16);
  });

  it('made elsewhere is followed when the reader comes back through the history', async () => {
    page = await pageOf('<p>Words</p>');
    // As after the back/forward cache: no storage event was heard.
    page.window.localStorage.setItem('blog-text-size', '1.5');
    page.window.dispatchEvent(new page.window.PageTransitionEvent('pageshow', { persisted: true }));
    await waitUntil(() => Math.abs(fontSize(page!.find('p')) - 24) < 0.1);
  });

  it('lives for the visit where storage may not even be looked at', async () => {
    page = await pageOf('<p>Words</p>');
    Object.defineProperty(page.window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
    await page.press('increase');
    await page.press('increase');
    expect(page.control.scale).to.equal(1.2);
    expect(fontSize(page.find('p'))).to.be.closeTo(19.2, 0.1);
    await page.press('reset');
    expect(fontSize(page.find('p'))).to.equal(16);
  });

  it('is kept under another name when that changes', async () => {
    page = await pageOf('<p>Words</p>');
    await page.scaleTo(1.5);
    page.control.setAttribute('storage-key', 'other');
    await page.control.updateComplete;
    expect(page.control.scale).to.equal(1);
    expect(fontSize(page.find('p'))).to.equal(16);
    await page.scaleTo(1.2);
    expect([localStorage.getItem('blog-text-size'), localStorage.getItem('other')]).to.deep.equal(['1.5', '1.2']);
  });

  it('is said politely, and by the event that tells the page after the text has grown', async () => {
    page = await pageOf('<p>Words</p>');
    const heard: number[] = [];
    page.document.addEventListener('blog-text-size-change', (event) => heard.push((event as Event & { scale: number }).scale, fontSize(page!.find('p'))));
    await page.press('increase');
    await page.press('decrease');
    await page.press('decrease');
    expect(heard.map((each) => Math.round(each * 10) / 10)).to.deep.equal([1.1, 17.6, 1, 16, 0.9, 14.4]);
    expect(page.control.shadowRoot!.querySelector('[role=status]')!.textContent).to.match(/^Text size 90\s?%$/);
  });

  it('stays off paper', async () => {
    page = await pageOf('<p>Words</p>', { css: 'p { font-size: 13px }' });
    await page.scaleTo(2);
    expect(localStorage.getItem('blog-text-size-css')).to.match(/^@layer blog-elements\{@media not print\{/);
    // Only Chromium lets a test print.
    if (!('userAgentData' in navigator)) return;
    await emulateMedia({ media: 'print' });
    try {
      await waitUntil(() => fontSize(page!.find('p')) === 13, `${fontSize(page.find('p'))} on paper`);
      expect(page.window.getComputedStyle(page.control).display).to.equal('none');
    } finally {
      await emulateMedia({ media: 'screen' });
    }
    await waitUntil(() => fontSize(page!.find('p')) === 26);
  });
});
