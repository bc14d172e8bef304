/** Ceilings against accidents: bytes of the first views, and how `cdn/` is cut. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { goals } from './goals.mjs';
import { inlinePost, jobs } from './jobs.mjs';
import { ownPage } from './pages.mjs';
import { compress } from './server.mjs';
import { cdn } from './sides.mjs';
import { visit } from './visit.mjs';

/** Bytes of brotli of the scripts that a visit asked for. */
async function scriptBytes(sent) {
  const names = sent.map(({ pathname }) => pathname).filter((path) => /^\/cdn\/.*\.js$/.test(path));
  const codes = await Promise.all(names.map((path) => readFile(cdn + path.slice(4), 'utf8')));
  return codes.reduce((sum, code) => sum + compress(code).length, 0);
}

/** What the first view of each element takes by its own file, and that of all five on one page. */
export async function checkFirstViews(server, browser) {
  const views = ['text-size', 'video', 'related', 'comments-rest'].map((name) => jobs.find((job) => job.name === name));
  const five = [views[0], inlinePost, ...views.slice(1)];
  const measure = async (name, html, targets) => {
    server.files.set(`/pages/size/${name}`, html);
    const { sent } = await visit(browser, `${server.origin}/pages/size/${name}`, targets, { height: 6000 });
    return scriptBytes(sent);
  };
  const check = (what, value, most) => ({ what: `${what}, first view with Lit`, value, most, unit: ' B' });
  const checks = [];
  for (const job of five) checks.push(check(`${job.title} by ${job.file}`, await measure(job.name, ownPage(job, job.file), [job.seen]), goals.oneFirstView));
  const together = ownPage({ body: five.map(({ body }) => body).join('\n') }, 'blog-elements.js');
  return [
    ...checks,
    check(
      'All five by blog-elements.js',
      await measure(
        'five',
        together,
        five.map(({ seen }) => seen),
      ),
      goals.allFirstViews,
    ),
  ];
}

const isLanguage = (path) => /(^|\/)languages?\//.test(path) || /(^|\/)[a-z]{2}(-[\w-]{8})?\.js$/.test(path);

/** How many scripts there are beside languages and the bundle, and which of them are too small to be worth a request. */
export async function checkFiles() {
  const paths = (await readdir(cdn, { recursive: true })).filter((path) => path.endsWith('.js'));
  const scripts = paths.filter((path) => !isLanguage(path) && path !== 'blog-elements.bundle.js');
  const sizes = await Promise.all(scripts.map(async (path) => ({ path, bytes: (await stat(join(cdn, path))).size })));
  // The loader is one line by design: it imports the module for systems that can only add a classic script.
  const small = sizes.filter(({ path, bytes }) => bytes < goals.smallestScript && path !== 'loader.js').map(({ path }) => path);
  const names = small.length > 3 ? `${small.slice(0, 3).join(', ')} …` : small.join(', ');
  return [
    { what: 'Scripts in cdn/ beside languages and the bundle', value: scripts.length, most: goals.scripts },
    { what: `Scripts under ${goals.smallestScript} bytes${names && ` (${names})`}`, value: small.length, most: 0 },
    { what: 'A blog-elements.bundle.js that is missing', value: paths.includes('blog-elements.bundle.js') ? 0 : 1, most: 0 },
  ];
}
