/** What is packed is what a newcomer installs: it must import in Node, bundle in an empty project, and register its elements. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, mkdirSync, readdirSync, writeFileSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import { publint } from 'publint';
import puppeteer from 'puppeteer-core';
import { chromiumArgs, findChromium } from '../support/browsers.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tags = ['blog-post', 'blog-text-size', 'blog-youtube', 'blog-related', 'blog-comments', 'blog-comment-count'];

describe('The packed package', () => {
  let project;

  before(() => {
    project = mkdtempSync(join(tmpdir(), 'blog-elements-pack-'));
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    execFileSync('tar', ['-xzf', join(project, packed.filename), '-C', project]);
    mkdirSync(join(project, 'node_modules'));
    cpSync(join(project, 'package'), join(project, 'node_modules/blog-elements'), { recursive: true });
    // Its dependencies as npm would lay them, without asking the registry again.
    for (const name of Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies))
      symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
    writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  it('has every file that its exports name', () => {
    const base = join(project, 'node_modules/blog-elements');
    const { exports } = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8'));
    for (const target of Object.values(exports).flatMap((value) => (typeof value === 'string' ? [value] : Object.values(value)))) {
      if (!target.includes('*')) assert.ok(existsSync(join(base, target)), `${target} is missing`);
    }
  });

  it('has nothing that publint finds fault with', async () => {
    const { messages } = await publint({ pkgDir: join(project, 'node_modules/blog-elements'), strict: true });
    assert.deepEqual(
      messages.filter(({ type }) => type !== 'suggestion'),
      [],
    );
  });

  it('has no source map that points at files which are not in it', () => {
    const base = join(project, 'node_modules/blog-elements');
    const files = readdirSync(base, { recursive: true });
    for (const file of files.filter((name) => /\.(js|css|ts)$/.test(name))) {
      const [, map] = /^\/[/*][#@] sourceMappingURL=(?!data:)(\S+)/m.exec(readFileSync(join(base, file), 'utf8')) ?? [];
      if (map) assert.ok(existsSync(join(base, dirname(file), map)), `${file} names ${map}, which is missing`);
    }
    for (const file of files.filter((name) => name.endsWith('.map'))) {
      const { sources, sourceRoot = '', sourcesContent = [] } = JSON.parse(readFileSync(join(base, file), 'utf8'));
      for (const [index, source] of sources.entries())
        assert.ok(sourcesContent[index] ?? existsSync(join(base, dirname(file), sourceRoot, source)), `${file} points at ${source}, which is missing`);
    }
  });

  it('imports in Node without a DOM', () => {
    const script = [
      'blog-elements',
      ...['post', 'text-size', 'youtube', 'related', 'comments'].flatMap((name) => [`blog-elements/${name}`, `blog-elements/${name}/class`]),
    ]
      .map((name) => `await import('${name}');`)
      .join('\n');
    writeFileSync(join(project, 'node.mjs'), `${script}\nconsole.log('imported');`);
    assert.match(execFileSync('node', ['node.mjs'], { cwd: project, encoding: 'utf8' }), /imported/);
  });

  it('bundles in an empty project and gives working elements', async () => {
    writeFileSync(
      join(project, 'main.js'),
      `import 'blog-elements'; document.documentElement.dataset.defined = ${JSON.stringify(tags)}.filter((tag) => customElements.get(tag)).join(' ');`,
    );
    const { outputFiles } = await build({
      entryPoints: [join(project, 'main.js')],
      bundle: true,
      format: 'esm',
      splitting: true,
      outdir: join(project, 'out'),
      write: false,
      minify: true,
      logLevel: 'silent',
    });
    const browser = await puppeteer.launch({ executablePath: await findChromium(), args: chromiumArgs });
    try {
      const page = await browser.newPage();
      await page.setRequestInterception(true);
      page.on('request', (request) => {
        const file = outputFiles.find(({ path }) => request.url().endsWith(path.split(/[\\/]/).pop()));
        if (file) return request.respond({ contentType: 'text/javascript', body: file.text });
        if (request.url() === 'http://bundle.test/')
          return request.respond({
            contentType: 'text/html',
            body: '<!doctype html><html lang="nl"><title>x</title><blog-text-size></blog-text-size><blog-youtube><a href="https://youtu.be/aaaaaaaaaaa">Film</a></blog-youtube><script type="module" src="/main.js"></script>',
          });
        return request.respond({ status: 404 });
      });
      await page.goto('http://bundle.test/');
      await page.waitForFunction('document.documentElement.dataset.defined');
      assert.equal(await page.evaluate('document.documentElement.dataset.defined'), tags.join(' '));
      await page.waitForFunction('document.querySelector("blog-text-size").shadowRoot?.querySelectorAll("button").length === 3');
      await page.waitForFunction('document.querySelector("blog-youtube").shadowRoot?.querySelector("button")');
    } finally {
      await browser.close();
    }
  });

  it('has a command that finds related posts when a site is built', () => {
    const item = (n, title, tags) => ({
      id: String(n),
      url: `/posts/${n}`,
      title,
      summary: `${title}, and what came of it.`,
      tags,
      date_published: `2024-03-0${n}T08:00:00Z`,
    });
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'x',
      language: 'en',
      home_page_url: 'https://example.org/',
      items: [
        item(1, 'A wooden house &amp; its beams', ['houses']),
        item(2, 'Moving a wooden house', ['houses']),
        item(3, 'Tea at the station', ['tea']),
        item(4, 'A samovar of strong tea', ['tea']),
      ],
    };
    writeFileSync(join(project, 'feed.json'), `\ufeff${JSON.stringify(feed)}`);
    writeFileSync(join(project, 'feed.xml'), '<rss version="2.0"><channel></channel></rss>');
    const command = (...args) =>
      spawnSync('node', [join(project, 'node_modules/blog-elements/bin/blog-elements.mjs'), ...args], { cwd: project, encoding: 'utf8' });
    const { posts } = JSON.parse(command('related', 'feed.json', '--max', '1').stdout);
    const related = Object.fromEntries(posts.map((post) => [post.headline, post.related.map(({ url }) => url)]));
    assert.deepEqual(related['A wooden house & its beams'], ['https://example.org/posts/2']);
    assert.deepEqual(related['A samovar of strong tea'], ['https://example.org/posts/3']);
    assert.deepEqual(JSON.parse(command('related', 'feed.json', 'feed.json').stdout).posts.length, 4);
    const piped = spawnSync('node', [join(project, 'node_modules/blog-elements/bin/blog-elements.mjs'), 'related', '-'], {
      cwd: project,
      encoding: 'utf8',
      input: JSON.stringify({ ...feed, next_url: 'https://example.org/feed-2.json' }),
    });
    assert.equal(JSON.parse(piped.stdout).posts.length, 4);
    assert.match(piped.stderr, /the list has another page \(next: https:\/\/example\.org\/feed-2\.json\)/);
    assert.match(command('--help').stdout, /^Usage: blog-elements related/);
    for (const [args, message] of [
      [['related'], /expected the file of a JSON Feed/],
      [['related', 'none.json'], /none\.json: could not be read/],
      [['related', 'feed.xml'], /feed\.xml: expected a JSON Feed, got XML/],
      [['relate', 'feed.json'], /got "relate"/],
      [['related', 'feed.json', '--max', 'x'], /--max: expected a whole number/],
      [['related', 'package.json'], /package\.json: expected a JSON Feed with "items"/],
    ]) {
      const { status, stdout, stderr } = command(...args);
      assert.equal(status, 2);
      assert.equal(stdout, '');
      assert.match(stderr, message);
    }
  });

  it('keeps the classes free of registration', async () => {
    writeFileSync(join(project, 'class.js'), `import { BlogYoutube } from 'blog-elements/youtube/class'; globalThis.kept = BlogYoutube;`);
    const {
      outputFiles: [{ text }],
    } = await build({ entryPoints: [join(project, 'class.js')], bundle: true, format: 'esm', write: false, logLevel: 'silent' });
    assert.doesNotMatch(text, /register\(["']blog-youtube/);
  });
});
