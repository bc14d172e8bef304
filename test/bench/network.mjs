#!/usr/bin/env node
/**
 * `npm run bench:network`: the time to the first view on an emulated phone line, by `blog-elements.js` and by an element's own file,
 * beside the peers from npm and beside the ideal of the same run. Needs `npm run build` first. Exit 1 when a goal is missed.
 *
 *   --runs N     visits of each side (default 9)
 *   --job NAME   only this job; may be repeated
 *   --write      put the table into docs/benchmarks.md
 *   --warm       instead: what a second visit asks for, everything in the cache
 *   --tasks      instead: the longest task while 100 comments or a long post appear, at 4 × CPU slowdown
 */
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, findChromium } from '../support/browsers.mjs';
import { checkJob, Scoreboard } from './network/goals.mjs';
import { jobs } from './network/jobs.mjs';
import { printJob, writeReport } from './network/report.mjs';
import { prepareSides, startSite } from './network/sides.mjs';
import { checkFiles, checkFirstViews } from './network/size.mjs';
import { amounts, measureTasks } from './network/tasks.mjs';
import { visit } from './network/visit.mjs';
import { measureWarmVisit } from './network/warm.mjs';

const options = readOptions();
const chosen = options.job ? jobs.filter(({ name }) => options.job.includes(name)) : jobs;
const score = new Scoreboard();
const server = await startSite(options.tasks ? amounts : {}).catch(({ message }) => stop(message));
const browser = await puppeteer.launch({
  executablePath: await findChromium(),
  args: [...chromiumArgs, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
});
try {
  if (options.tasks) score.print(await measureTasks(server, browser, options.runs));
  else if (options.warm) await measureWarm();
  else await measureFirstViews();
} finally {
  await browser.close();
  server.stop();
}
score.finish();

function readOptions() {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '9' },
      job: { type: 'string', multiple: true },
      write: { type: 'boolean' },
      warm: { type: 'boolean' },
      tasks: { type: 'boolean' },
    },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) stop(`--runs: expected a whole number from 1, got "${values.runs}"`);
  const names = jobs.map(({ name }) => name);
  const unknown = values.job?.find((name) => !names.includes(name));
  if (unknown) stop(`--job: expected ${names.join(', ')}, got "${unknown}"`);
  if (values.write && values.job) stop('--write: the table needs all jobs; leave --job out');
  return { ...values, runs };
}

function stop(message) {
  console.error(message);
  process.exit(2);
}

async function measureWarm() {
  for (const job of chosen) {
    const [library] = await prepareSides(server, browser, job);
    score.print(await measureWarmVisit(browser, job, library));
  }
}

async function measureFirstViews() {
  const prepared = [];
  for (const job of chosen) prepared.push({ job, sides: await prepareSides(server, browser, job) });
  const results = prepared.map(({ job, sides }) => ({ job, sides: Object.fromEntries(sides.map(({ name }) => [name, { samples: [] }])) }));
  for (let run = 0; run < options.runs; run++) {
    console.error(`Run ${run + 1} of ${options.runs} …`);
    for (const [at, { sides }] of prepared.entries()) await visitInTurn(sides, results[at].sides, run);
  }
  const checks = [];
  const check = (some) => {
    score.print(some);
    checks.push(...some);
  };
  for (const { job, sides } of results) {
    printJob(job, sides);
    check(checkJob(job, sides));
  }
  if (options.job) return;
  console.log('\nSizes, brotli');
  check([...(await checkFirstViews(server, browser)), ...(await checkFiles())]);
  if (options.write) await writeReport({ results, checks, browserVersion: await browser.version(), runs: options.runs });
}

/** Each side once, in another order each time. */
async function visitInTurn(sides, results, run) {
  for (let index = 0; index < sides.length; index++) {
    const { name, url, seen } = sides[(index + run) % sides.length];
    results[name].samples.push(await visit(browser, url, [seen]));
  }
}
