/** The viewer in a whole page with a strict policy: every format, and paper. */
import { expect, waitUntil } from '@open-wc/testing';
import { emulateMedia, executeServerCommand } from '@web/test-runner-commands';
import type { BlogPost } from '../../src/post/index.js';
import { openPage, type Page } from '../support/page.js';

let page: Page;
afterEach(() => page.close());

const fixtures = '/test/fixtures/';
const sources = [
  '/elements/hello.md',
  '/feed.json',
  '/feed.xml',
  '/en/2024/knitting.html',
  `${fixtures}wordpress/post-single-rich.json`,
  `${fixtures}wordpress/feed-rss2.xml`,
  `${fixtures}wordpress/feed-rdf.xml`,
  `${fixtures}wordpress/feed-atom.xml`,
  `${fixtures}ghost/post-by-slug.json`,
];

it('A post of every format shows under a strict policy, and nothing is reported but what the sanitizer meets or other sites’ pictures', async () => {
  page = await openPage('/elements/post.html');
  await page.ready();
  const post = page.document.querySelector<BlogPost>('#live')!;
  await executeServerCommand('csp-reports');
  for (const src of sources) {
    const ready = new Promise((resolve, reject) => {
      post.addEventListener('blog-post-load', resolve, { once: true });
      post.addEventListener('blog-post-error', (event) => reject(event.error), { once: true });
    });
    post.src = src;
    await ready;
    expect(post.querySelector(':scope > article h2')!.textContent!.trim(), src).to.not.equal('');
  }
  const reports = (await executeServerCommand('csp-reports')) as { 'violated-directive': string; 'blocked-uri': string; 'script-sample': string }[];
  const foreign = reports.filter((report) => !/^img-src/.test(report['violated-directive']) && !/-attr$/.test(report['violated-directive']));
  expect(foreign).to.deep.equal([]);
}).timeout(30_000);

// Only Chromium can be told by a test that it prints.
if (/Chrom/.test(navigator.userAgent))
  it('What is folded away is on paper, what is only for the screen is not', async () => {
    page = await openPage('/elements/post.html');
    await page.ready();
    const post = page.document.querySelector<BlogPost>('#live')!;
    post.post = {
      id: '1',
      url: 'https://example.org/',
      headline: 'A',
      articleBody: '<p>One</p><!--more--><p id="rest">Two</p><h3>x</h3><pre>code</pre>',
      author: [],
      keywords: [],
    };
    await waitUntil(() => page.document.querySelector('#rest') && post.shadowRoot!.querySelector('summary'));
    const isSeen = (element: Element) => element.checkVisibility({ contentVisibilityAuto: true }) && element.getBoundingClientRect().height > 0;
    expect(isSeen(page.document.querySelector('#rest')!)).to.be.false;
    try {
      await emulateMedia({ media: 'print' });
      await waitUntil(() => isSeen(page.document.querySelector('#rest')!));
      for (const part of ['reading-time', 'contents']) expect(isSeen(post.shadowRoot!.querySelector(`[part="${part}"]`)!), part).to.be.false;
      expect(isSeen(post.querySelector('.blog-copy')!)).to.be.false;
    } finally {
      await emulateMedia({ media: 'screen' });
    }
  });
