/** What related posts leave behind when they go. */
import { expect, oneEvent } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import '../../src/related/index.js';
import { watchLeaks, type Watch } from '../support/leaks.js';

let watch: Watch;
afterEach(() => watch.stop());

it('Related posts that are added, moved and removed ten times, also while they are read, leave nothing behind', async () => {
  await executeServerCommand('answer', { path: 'leak.json', type: 'application/json', body: JSON.stringify([1, 2, 3].map((part) => ({ headline: `Houten huizen, deel ${part}`, url: `/${part}` }))) });
  const other = document.body.appendChild(document.createElement('section'));
  const once = async () => {
    const related = document.createElement('blog-related');
    related.src = '/answers/leak.json';
    document.body.append(related);
    await related.updateComplete;
    const loaded = oneEvent(related, 'blog-related-load');
    other.append(related);
    await loaded;
    document.body.append(related);
    related.src = '/answers/leak.json?again';
    await related.updateComplete;
    related.remove();
  };
  watch = watchLeaks();
  await once();
  const before = await watch.settle({ listeners: 0, observers: 1, timers: 0 });
  for (let time = 0; time < 10; time++) await once();
  expect(await watch.settle(before)).to.deep.equal(before);
  expect(before.timers).to.equal(0);
  other.remove();
}).timeout(30_000);
