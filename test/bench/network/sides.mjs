/** A site with a page for every side of every job, and what to visit. */
import { access, readFile } from 'node:fs/promises';
import { bundlePeer, bundleZeroMd } from '../samples/peers.mjs';
import { createAnswers } from './data.mjs';
import { dataPreload, idealPage, idealScript, idealSeen, modulePreloads, ownPage, peerPage } from './pages.mjs';
import { BenchServer } from './server.mjs';
import { visit } from './visit.mjs';

const root = new URL('../../../', import.meta.url).pathname;
/** The library as it is delivered: `npm run build` first, or CDN=folder. */
export const cdn = process.env.CDN ?? `${root}cdn`;

export async function startSite(amounts) {
  await access(`${cdn}/blog-elements.js`).catch(() => {
    throw new Error(`${cdn}/blog-elements.js is missing: run "npm run build" first, or set CDN to a folder with the scripts`);
  });
  const server = new BenchServer();
  server.answers = await createAnswers(amounts);
  server.folders = [
    ['/cdn/', `${cdn}/`],
    ['/waline/', `${root}node_modules/@waline/client/dist/`],
  ];
  server.files.set('/peers/zero-md.js', await bundleZeroMd());
  server.files.set('/peers/lite-yt-embed.js', await bundlePeer('lite-youtube-embed/src/lite-yt-embed.js'));
  server.files.set('/peers/lite-yt-embed.css', await readFile(`${root}node_modules/lite-youtube-embed/src/lite-yt-embed.css`, 'utf8'));
  await server.start();
  return server;
}

/** Makes the pages of a job and returns its sides, `{ name, url, seen }`; learns from one visit which URL the element asks for data. */
export async function prepareSides(server, browser, job) {
  const sides = [];
  const add = (name, html, seen = job.seen) => {
    const path = `/pages/${job.name}/${name.replaceAll(/\W+/g, '-')}`;
    server.files.set(path, html);
    sides.push({ name, url: server.origin + path, seen });
  };
  add('blog-elements.js', ownPage(job, 'blog-elements.js'));
  const dataUrl = await learnDataUrl(browser, sides[0], job);
  const lines = await modulePreloads(job, cdn);
  add('own file', ownPage(job, job.file));
  add('modulepreload', ownPage(job, job.file, lines));
  if (dataUrl) add('two preloads', ownPage(job, job.file, [...lines, dataPreload(dataUrl)]));
  server.files.set(`/ideal/${job.name}.js`, idealScript(job.bytes));
  add('ideal', idealPage(job, dataUrl), idealSeen);
  if (job.peer) {
    add(job.peer.name, peerPage(job.peer), job.peer.seen);
    // The server compresses a file when it is first asked for.
    await visit(browser, sides.at(-1).url, [job.peer.seen]);
  }
  return sides;
}

async function learnDataUrl(browser, { url, seen }, job) {
  const { sent } = await visit(browser, url, [seen]);
  if (!job.data) return undefined;
  const request = sent.find(({ pathname }) => job.data.test(pathname));
  if (!request) throw new Error(`${job.name}: expected a request for ${job.data}, got ${sent.map(({ pathname }) => pathname).join(', ')}`);
  return request.pathname + request.search;
}
