/**
 * The longest task of the main thread, the CPU four times slower, while 100 comments or a post of 5,000 words appear. It counts from
 * the arrival of the script on: any navigation takes longer than that at this slowdown, on an empty page too.
 */
import { tasksOf } from '../../support/trace.mjs';
import { goals, median } from './goals.mjs';
import { ownPage } from './pages.mjs';
import { RequestLog } from './requests.mjs';
import { goAndWait, openTab } from './visit.mjs';

export const amounts = { comments: 100, words: 5000 };
const slowdown = 4;
const script = 'blog-elements.js';

const views = [
  {
    name: 'comments',
    title: '100 comments',
    body: '<blog-comments src="/comments" thread="/t" page-size="100"></blog-comments>',
    host: 'blog-comments',
    selector: 'article',
    count: 100,
  },
  { name: 'post', title: 'A post of 5,000 words', body: '<blog-post src="/post.md"></blog-post>', host: 'blog-post', selector: 'p', count: 50 },
];

/** Runs in the page: waits until as many elements as expected are there, and a second longer. */
async function waitForAll({ host, selector, count }) {
  const countIn = (root) =>
    [...root.querySelectorAll('*')].reduce((sum, { shadowRoot }) => sum + (shadowRoot ? countIn(shadowRoot) : 0), root.querySelectorAll(selector).length);
  const pause = (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    });
  const holder = document.querySelector(host);
  while (countIn(holder) + (holder.shadowRoot ? countIn(holder.shadowRoot) : 0) < count) await pause(250);
  await pause(1000);
}

async function longestTask(browser, url, { host, selector, count }) {
  const context = await browser.createBrowserContext();
  const opened = await openTab(context, [], { line: undefined, slowdown });
  try {
    const log = new RequestLog(opened.client);
    await opened.tab.tracing.start({ categories: ['toplevel'] });
    await goAndWait(opened, url);
    await opened.tab.evaluate(waitForAll, { host, selector, count });
    const arrival = log.sentBefore().find((request) => request.url.endsWith(`/${script}`)).end;
    return Math.max(...tasksOf(JSON.parse(Buffer.from(await opened.tab.tracing.stop()).toString()), arrival));
  } finally {
    await opened.tab.close();
    await context.close();
  }
}

export async function measureTasks(server, browser, runs) {
  const checks = [];
  for (const view of views) {
    const path = `/pages/tasks/${view.name}`;
    server.files.set(path, ownPage(view, script));
    const longest = [];
    for (let run = 0; run < runs; run++) longest.push(await longestTask(browser, server.origin + path, view));
    checks.push({
      what: `${view.title}: longest task at ${slowdown} × CPU slowdown, median of ${runs}`,
      value: median(longest),
      most: goals.longestTask,
      unit: ' ms',
    });
  }
  return checks;
}
