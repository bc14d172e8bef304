/** Every field of every format, filled with what attackers write. */
import { expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import type { BlogPost } from '../../src/post/index.js';
import '../../src/post/index.js';
import { sanitize } from '../../src/base/sanitize.js';
import { readText } from '../../src/sources/readers.js';
import { attacks } from './attacks.js';
import { formats, podcast } from './formats.js';
import { faults } from './structure.js';

const url = 'https://example.org/feed';

let count = 0;
before(() => {
  (window as { fired?: () => void }).fired = () => {
    count++;
  };
});
after(() => {
  (window as { fired?: () => void }).fired = undefined;
});

for (const [format, write] of Object.entries(formats)) {
  it(`${format}: nothing that acts is left of any attack in any field`, async () => {
    const post = await fixture<BlogPost>(html`<blog-post toc reading-time json-ld></blog-post>`);
    for (const attack of attacks) {
      let data;
      try {
        [data] = await readText(write(attack), { url, format: format.replace(/,.*/, '') });
      } catch (error) {
        // A clear refusal is an answer as well.
        expect(error, attack).to.be.instanceOf(Error).with.property('name', 'SourceError');
        continue;
      }
      if (!data) continue;
      const ready = oneEvent(post, 'blog-post-load');
      post.post = data;
      await ready;
      const article = post.querySelector('article')!;
      // Cards for films are ours; what is in them is looked at all the same.
      expect(faults(article), `${attack}\n${article.innerHTML}`).to.deep.equal([]);
      const described = document.querySelector('script[type="application/ld+json"]')?.textContent ?? '';
      expect(described, attack).to.not.contain('<');
    }
    // Late loads and errors get their chance.
    for (let frame = 0; frame < 10; frame++) await nextFrame();
    expect(count).to.equal(0);
    expect(document.body, 'clobbered').to.be.instanceOf(HTMLBodyElement);
  }).timeout(120_000);
}

it('A podcast: nothing that acts is left of any attack in its addresses', async () => {
  let heard = 0;
  for (const attack of attacks) {
    const [data] = await readText(podcast(attack), { url });
    const made = sanitize(data!.articleBody ?? '', { base: url });
    expect(faults(made), attack).to.deep.equal([]);
    heard += made.querySelectorAll('audio[src]').length;
  }
  expect(heard).to.be.greaterThan(attacks.length / 2);
});
