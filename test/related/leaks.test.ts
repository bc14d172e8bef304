/** What related posts leave behind when they go. */
import { oneEvent } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import '../../src/related/index.js';
import { expectNothingLeft } from '../support/leaks.js';

it('Related posts that are added, moved and removed ten times, also while they are read, leave nothing behind', async () => {
  await executeServerCommand('answer', {
    path: 'leak.json',
    type: 'application/json',
    body: JSON.stringify([1, 2, 3].map((part) => ({ headline: `Houten huizen, deel ${part}`, url: `/${part}` }))),
  });
  const other = document.body.appendChild(document.createElement('section'));
  await expectNothingLeft(async () => {
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
  });
  other.remove();
}).timeout(30_000);
