/** Whatever the page is like, the line being read stays where it was at every step. */
import { expect } from '@open-wc/testing';
import { pageOf, zoomOf, type HostPage } from './a-page.js';

let page: HostPage | undefined;
afterEach(() => {
  page?.close();
  page = undefined;
  localStorage.clear();
});

const paragraph = (n: number) =>
  `<p id="p${n}">Paragraph ${n} with so many words in it that it runs over several lines of a page, however wide that page may be, since it goes on and on about nothing in particular, until the reader has had enough of it and looks for the next one.</p>`;
const paragraphs = (count: number) => Array.from({ length: count }, (_, n) => paragraph(n)).join('');
const pixels = (width: number, height: number) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`)}`;

interface Case {
  body: string;
  making?: Parameters<typeof pageOf>[1];
  scroller?: string;
  below?: number;
}
const cases: Record<string, Case> = {
  'a long page': { body: paragraphs(60) },
  'a long page in px': { body: paragraphs(60), making: { css: 'p { font-size: 14px; line-height: 20px }' } },
  'a sticky header': {
    body: `<header>Site</header>${paragraphs(60)}`,
    making: { css: 'header { position: sticky; top: 0; background: #fff; height: 60px } p { font-size: 15px }' },
    below: 60,
  },
  'a fixed header': {
    body: `<header>Site</header>${paragraphs(60)}`,
    making: { css: 'body { padding-top: 80px } header { position: fixed; top: 0; inset-inline: 0; background: #fff; height: 80px }' },
    below: 80,
  },
  'a container that scrolls': {
    body: `<div id="scroller">${paragraphs(60)}</div>`,
    making: { css: 'body { margin: 0 } #scroller { height: 500px; overflow: auto }' },
    scroller: '#scroller',
    below: 44,
  },
  'a page from right to left': { body: paragraphs(60).replaceAll('words', 'كلمات كثيرة'), making: { html: 'lang="ar" dir="rtl"' } },
  'two columns with nothing in the middle': {
    body: `<div class="columns"><div>${paragraphs(40)}</div><aside>${paragraph(99)}</aside></div>`,
    making: { css: '.columns { display: grid; grid-template-columns: 300px 300px; justify-content: space-between }' },
  },
  'a page that scrolls smoothly': { body: paragraphs(60), making: { css: 'html { scroll-behavior: smooth }' } },
  'pictures with and without a size': {
    body: Array.from(
      { length: 40 },
      (_, n) => `${paragraph(n)}<img alt="" loading="lazy" ${n % 2 ? 'width="300" height="200"' : ''} src="${pixels(300, 200)}">`,
    ).join(''),
  },
  'no scroll anchoring': { body: paragraphs(60), making: { css: 'html { overflow-anchor: none }' } },
  'a narrow page': { body: paragraphs(60), making: { width: 320 } },
};

const box = (range: Range, holder: Element) => {
  const { top, height } = range.getBoundingClientRect();
  return { top: top * zoomOf(holder), height: height * zoomOf(holder) };
};

/** The paragraph at the top of what can be seen, and where its topmost whole line is. */
function topLine(below: number): () => number {
  const { document, window } = page!;
  const range = document.createRange();
  for (const element of document.querySelectorAll('p')) {
    const text = element.firstChild as Text;
    for (let index = 0; index < text.length; index++) {
      range.setStart(text, index);
      range.setEnd(text, index + 1);
      const { top, height } = box(range, element);
      if (!height || top < below || top > window.innerHeight) continue;
      const kept = range.cloneRange();
      return () => box(kept, element).top;
    }
  }
  throw new Error('no line is in view');
}

describe('The line being read stays within 2 px at every step on', () => {
  for (const [name, { body, making, scroller, below = 0 }] of Object.entries(cases)) {
    it(name, async () => {
      page = await pageOf(body, making);
      const place = scroller ? page.find(scroller) : page.document.scrollingElement!;
      // The middle, at no particular place in a line.
      place.scrollBy({ top: 1003, behavior: 'instant' });
      await page.settled();
      for (const part of ['increase', 'increase', 'increase', 'increase', 'increase', 'decrease', 'decrease', 'reset'] as const) {
        const top = topLine(below);
        const before = top();
        await page.press(part);
        await page.settled();
        expect(top(), part).to.be.closeTo(before, 2);
      }
    });
  }

  it('a page whose control is moved, told another way and taken away', async () => {
    // The control takes no room itself: what the page moves by moving it is the page's own doing, and WebKit does not anchor the scrolling.
    page = await pageOf(paragraphs(60), { css: 'p { font-size: 15px } blog-text-size { position: absolute }' });
    await page.scaleTo(1.6);
    page.document.scrollingElement!.scrollBy({ top: 1500, behavior: 'instant' });
    await page.settled();
    for (const change of [
      () => page!.control.setAttribute('ignore', 'h1'),
      () => page!.control.setAttribute('mode', 'em'),
      () => page!.document.body.append(page!.control),
      () => page!.control.remove(),
    ]) {
      const top = topLine(0);
      const before = top();
      change();
      await page.control.updateComplete;
      await page.settled();
      expect(top(), String(change)).to.be.closeTo(before, 2);
    }
  });
});
