#!/usr/bin/env node
/**
 * `npm run bench:related -- FOLDER`: how often the ranking finds what authors linked to themselves, beside simpler ways and MiniSearch,
 * and how fast it is. FOLDER holds blogs as `name.feed.json` (JSON Feed) and `name.links.json` (URL of a post → URLs it links to). Of
 * the posts that are not newer than a post, is one that it links to among the first four? Exit 1 on a miss.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import MiniSearch from 'minisearch';

const shown = 4;
const wanted = { without: 0.72, with: 0.76, speed: 3 };
const folder = process.argv[2];
if (!folder) {
  console.error('Usage: npm run bench:related -- FOLDER, with name.feed.json and name.links.json in it');
  process.exit(2);
}

const {
  outputFiles: [bundle],
} = await build({
  stdin: {
    contents: "export * from './rank.ts'; export * from './similarity.ts'; export * from './build-index.ts';",
    resolveDir: new URL('../../src/related', import.meta.url).pathname,
    loader: 'ts',
  },
  bundle: true,
  format: 'esm',
  target: 'es2022',
  write: false,
});
const { rankPosts, findCandidates, readDocuments, nearest, readFeed } = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.contents).toString('base64')}`
);

const files = (await readdir(folder)).filter((name) => name.endsWith('.feed.json')).sort();
if (!files.length) {
  console.error(`${folder}: expected files called name.feed.json, and found none`);
  process.exit(2);
}
let passed = 0;
let failed = 0;
const verdict = (ok) => {
  if (ok) passed++;
  else failed++;
  return ok ? 'ok' : 'MISSED';
};
const percent = (value) => value.toFixed(3).replace(/^0/, '');

let all = [];
for (const file of files) {
  const name = file.replace('.feed.json', '');
  const feed = JSON.parse(await readFile(join(folder, file), 'utf8'));
  const links = JSON.parse(await readFile(join(folder, `${name}.links.json`), 'utf8'));
  const posts = await readFeed(feed, feed.home_page_url ?? feed.feed_url ?? 'https://example.org/');
  all = all.concat(posts);
  const byUrl = new Map(posts.map((post) => [post.url, post]));
  const time = new Map(posts.map((post) => [post, Date.parse(post.datePublished ?? '') || 0]));
  const notNewer = (source) => posts.filter((post) => post !== source && time.get(post) <= time.get(source));
  const questions = Object.entries(links).flatMap(([from, to]) => {
    const source = byUrl.get(from);
    const right = new Set(to.map((url) => byUrl.get(url)).filter((post) => post && post !== source && time.get(post) <= time.get(source)));
    return source && right.size ? { source, right } : [];
  });

  /** Part of the questions that a way of choosing answers; halves apart show how much of it is chance. */
  const hits = async (choose) => {
    const halves = [0, 0];
    for (const [at, { source, right }] of questions.entries()) {
      const chosen = await choose(source, notNewer(source));
      if (chosen.slice(0, shown).some((post) => right.has(post))) halves[at % 2]++;
    }
    return {
      all: (halves[0] + halves[1]) / questions.length,
      halves: [halves[0] / Math.ceil(questions.length / 2), halves[1] / Math.floor(questions.length / 2)],
    };
  };
  const newestFirst = (candidates) => [...candidates].sort((one, other) => time.get(other) - time.get(one));
  const shared = (one, other) => new Set(one.keywords.filter((tag) => other.keywords.includes(tag))).size;

  const withMiniSearch = (fields) => {
    const textOf = {
      headline: (post) => post.headline,
      description: (post) => post.description ?? '',
      keywords: (post) => post.keywords.join(' '),
      articleBody: (post) => post.articleBody ?? '',
    };
    const index = new MiniSearch({ fields, extractField: (post, field) => (field === 'key' ? posts.indexOf(post) : textOf[field](post)), idField: 'key' });
    index.addAll(posts);
    return (source, candidates) => {
      const set = new Set(candidates);
      return index
        .search(['headline', 'description', 'keywords'].map((field) => textOf[field](source)).join(' '))
        .map(({ id }) => posts[id])
        .filter((post) => set.has(post));
    };
  };

  /** As on a page with this feed, where newer posts are candidates too; here they are not, by the rule of the measure. */
  const withRanking = async (bodies) => {
    const given = posts.map((post) => (bodies ? post : { ...post, articleBody: undefined }));
    const documents = await readDocuments(given, feed.language ?? 'en', () => undefined);
    const documentOf = new Map(posts.map((post, at) => [post, documents[at]]));
    const postOf = new Map(given.map((post, at) => [post, posts[at]]));
    return async (source, candidates) => {
      const left = new Set(await findCandidates(source, candidates, () => undefined));
      const items = await nearest(
        documentOf.get(source),
        newestFirst(candidates)
          .filter((post) => left.has(post))
          .map((post) => documentOf.get(post)),
        shown,
        () => undefined,
      );
      return items.map(({ post }) => postOf.get(post));
    };
  };

  console.log(`\n${name}: ${posts.length} posts in "${feed.language ?? 'en'}", hit@${shown} over ${questions.length} posts with links (in each half of them)`);
  const row = (what, { all: value, halves }, least) =>
    console.log(
      `  ${what.padEnd(44)} ${percent(value)}  (${halves.map(percent).join(' and ')})${least ? `  at least ${percent(least)}  ${verdict(value >= least)}` : ''}`,
    );
  row('latest', await hits((source, candidates) => newestFirst(candidates)));
  row(
    'number of shared tags',
    await hits((source, candidates) =>
      newestFirst(candidates)
        .map((post) => ({ post, count: shared(source, post) }))
        .sort((one, other) => other.count - one.count)
        .map(({ post }) => post),
    ),
  );
  row('MiniSearch, title, summary and tags', await hits(withMiniSearch(['headline', 'description', 'keywords'])));
  row('MiniSearch, bodies too', await hits(withMiniSearch(['headline', 'description', 'keywords', 'articleBody'])));
  row('blog-related without bodies', await hits(await withRanking(false)), wanted.without);
  row('blog-related with bodies', await hits(await withRanking(true)), wanted.with);
}

// Ten thousand posts of some 250 words, from the words of the blogs given.
const many = Array.from({ length: 10_000 }, (_, n) => {
  const post = all[n % all.length];
  const other = all[(n * 7 + 3) % all.length];
  const from = (n * 131) % 2000;
  return {
    ...post,
    id: `p${n}`,
    url: `https://example.org/${n}`,
    headline: `${post.headline} ${n}`,
    description: other.description,
    articleBody: (post.articleBody ?? '').slice(from, from + 1000) + (other.articleBody ?? '').slice(0, 600),
  };
});
const sides = {
  index: () => {
    const index = new MiniSearch({
      fields: ['headline', 'description', 'keywords', 'articleBody'],
      extractField: (post, field) => (field === 'keywords' ? post.keywords.join(' ') : (post[field] ?? '')),
    });
    index.addAll(many);
  },
  rank: () => rankPosts(many[0], many.slice(1)),
};
const times = { index: [], rank: [] };
let longest = Infinity;
for (let round = 0; round < 3; round++) {
  for (const [side, work] of Object.entries(sides)) {
    // Processor time from turn to turn of the event loop: what else the machine does is no matter of ours.
    let most = 0;
    let before = process.cpuUsage();
    let running = true;
    const turn = () => {
      const { user, system } = process.cpuUsage(before);
      most = Math.max(most, (user + system) / 1000);
      before = process.cpuUsage();
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    const started = performance.now();
    await work();
    times[side].push(performance.now() - started);
    running = false;
    if (side === 'rank') longest = Math.min(longest, most);
  }
}
const best = Object.fromEntries(Object.entries(times).map(([side, list]) => [side, Math.min(...list)]));
const ratio = best.index / best.rank;
console.log(
  `\n10,000 posts, best of 3: MiniSearch indexes them in ${best.index.toFixed(0)} ms, blog-related reads and ranks them in ${best.rank.toFixed(0)} ms: ${ratio.toFixed(1)} times faster, at least ${wanted.speed}  ${verdict(ratio >= wanted.speed)}`,
);
console.log(`Longest piece of work: ${longest.toFixed(0)} ms, at most 50  ${verdict(longest <= 50)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
