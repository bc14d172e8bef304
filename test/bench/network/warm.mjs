/** A second visit, everything in the cache: the page is asked for anew, its data too, and no script. */
import { visit } from './visit.mjs';

const settle = 1000;

export async function measureWarmVisit(browser, job, { url, seen }) {
  const context = await browser.createBrowserContext();
  try {
    await visit(browser, url, [seen], { context, settle });
    const { time, sent } = await visit(browser, url, [seen], { context, settle });
    const others = sent.filter(({ href }) => href !== url && href.startsWith(new URL(url).origin));
    const scripts = others.filter(({ pathname }) => pathname.startsWith('/cdn/'));
    console.log(`\n${job.title}: ${Math.round(time)} ms; beside the page ${others.map(({ pathname }) => pathname).join(', ') || 'nothing'}`);
    return [
      { what: `${job.title}: scripts and styles asked for again`, value: scripts.length, most: 0 },
      { what: `${job.title}: requests for data`, value: others.length - scripts.length, most: job.dataRequests },
    ];
  } finally {
    await context.close();
  }
}
