/** With the head stylesheet nothing moves when the elements arrive, the script a second late. */
import { expect, waitUntil } from '@open-wc/testing';
import { openPage, type Page } from '../support/page.js';
import { posts } from './list.js';

let page: Page;
afterEach(() => page.close());

for (const width of [320, 768, 1280]) {
  for (const url of posts.slice(0, 2)) {
    it(`${url} at ${width} px stands still when its script comes a second late`, async () => {
      page = await openPage(`${url}?late=1000&width=${width}`, { width, until: 'parsed' });
      // What a reader reads, as far as the list that a feed may lengthen: how many posts are related is known by their content only.
      const end = page.document.querySelector('blog-related')!;
      const places = () =>
        page
          .all('h1, h2, h3, p, figure, li, blockquote')
          .filter((element) => element.getRootNode() === page.document && Boolean(element.compareDocumentPosition(end) & Node.DOCUMENT_POSITION_FOLLOWING))
          .map((element) => `${element.localName} ${element.textContent!.trim().slice(0, 30)}: ${Math.round(element.getBoundingClientRect().top)}`);
      expect(page.window.customElements.get('blog-post'), 'the script was not late').to.be.undefined;
      const before = places();
      await waitUntil(() => page.window.customElements.get('blog-post'), 'the script never came', { timeout: 8000 });
      await page.ready();
      await waitUntil(() => page.document.querySelector('blog-comments:state(loading)') === null);
      expect(places()).to.deep.equal(before);
    });
  }
}
