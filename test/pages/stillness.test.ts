/** With the head stylesheet nothing moves when the elements arrive, the script a second late. */
import { expect, waitUntil } from '@open-wc/testing';
import { openPage } from '../support/page.js';
import { posts } from './list.js';

for (const width of [320, 768, 1280]) {
  for (const url of posts.slice(0, 2)) {
    it(`${url} at ${width} px stands still when its script comes a second late`, async () => {
      const page = await openPage(`${url}?late=1000`, { width, until: 'parsed' });
      // What a reader reads, wherever it stands in the page.
      const places = () => page.all('h1, h2, h3, p, figure, li, blockquote, footer').filter((element) => element.getRootNode() === page.document && !element.closest('blog-comments'))
        .map((element) => `${element.localName} ${element.textContent!.trim().slice(0, 30)}: ${Math.round(element.getBoundingClientRect().top)}`);
      expect(page.window.customElements.get('blog-post'), 'the script was not late').to.be.undefined;
      const before = places();
      await waitUntil(() => page.window.customElements.get('blog-post'), 'the script never came', { timeout: 8000 });
      await page.ready();
      await waitUntil(() => page.document.querySelector('blog-comments:state(loading)') === null);
      expect(places()).to.deep.equal(before);
      page.close();
    });
  }
}
