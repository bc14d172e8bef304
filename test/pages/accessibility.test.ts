/** Axe on whole pages of the demo, as they stand and with the comment box open. */
import { expect, waitUntil } from '@open-wc/testing';
import { openPage, type Page } from '../support/page.js';
import { elementPages, posts } from './list.js';

interface Axe {
  run(context: unknown, options: object): Promise<{ violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }>;
}

let page: Page;
afterEach(() => page.close());

async function violations(): Promise<string[]> {
  const frame = page.window as Page['window'] & { axe?: Axe };
  if (!frame.axe) {
    const script = page.document.createElement('script');
    script.src = '/node_modules/axe-core/axe.min.js';
    page.document.head.append(script);
    await waitUntil(() => frame.axe, 'axe did not come', { timeout: 10_000 });
  }
  // Frames of films are YouTube's (here the stub's).
  const { violations: found } = await frame.axe!.run({ exclude: [['iframe']] }, { iframes: false, resultTypes: ['violations'] });
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(' ')}`));
}

for (const url of ['/', '/en/', posts[0]!, posts[3]!, posts.at(-1)!, ...elementPages]) {
  it(`${url} is found without fault by axe`, async () => {
    page = await openPage(`${url}?open`);
    await page.ready();
    expect(await violations()).to.deep.equal([]);
  }).timeout(30_000);
}

it('The comment box of a post is found without fault while someone writes, and with its dialog open', async () => {
  page = await openPage(`${posts[0]}?open`);
  await page.ready();
  (await page.find('textarea')).focus();
  await waitUntil(() => page.all('blog-comment-form').some((form) => form.shadowRoot?.querySelector('textarea')));
  expect(await violations()).to.deep.equal([]);
  (await page.control(/registreer|log in|inloggen/i)).click();
  await page.find('dialog[open] form');
  expect(await violations()).to.deep.equal([]);
}).timeout(30_000);
