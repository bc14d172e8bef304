/** A post brought in from elsewhere. */
import { expect, fixture, html, nextFrame, oneEvent, waitUntil } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import type { BlogPost, BlogPostErrorEvent, BlogPostLoadEvent } from '../../src/post/index.js';
import '../../src/post/index.js';

interface Answer {
  path: string;
  type?: string;
  body?: string;
  base64?: string;
  status?: number;
  hold?: boolean;
}
const answer = (said: Answer) => executeServerCommand('answer', { ...said });
const part = <E extends HTMLElement = HTMLElement>(post: BlogPost, name: string) => post.shadowRoot!.querySelector<E>(`[part~="${name}"]`);

async function make(attributes: string, inside = '', lang = 'en'): Promise<BlogPost> {
  const holder = await fixture<HTMLElement>(html`<div></div>`);
  holder.lang = lang;
  holder.innerHTML = `<blog-post ${attributes}>${inside}</blog-post>`;
  return holder.querySelector('blog-post')!;
}
async function loaded(post: BlogPost): Promise<BlogPost> {
  await oneEvent(post, 'blog-post-load');
  return post;
}
/** Listens first: the post may be there before the command has come back. */
async function released(post: BlogPost, path: string): Promise<void> {
  await Promise.all([loaded(post), executeServerCommand('release', path)]);
}
const failed = async (post: BlogPost) => (await oneEvent(post, 'blog-post-error')) as Event as BlogPostErrorEvent;

const fixtures = new URL('../fixtures/', import.meta.url).pathname;

describe('A post from a source', () => {
  before(async () => {
    await answer({
      path: 'a.md',
      type: 'text/markdown',
      body: '---\ntitle: Mijn bericht\ndate: 2024-02-03\nauthor: An\n---\n## Deel een\n\nTekst met [link](b.md) en ![plaat](c.png).\n\n### Deel twee\n\nNoot[^1].\n\n[^1]: De noot.\n',
    });
    await answer({
      path: 'feed.xml',
      type: 'text/plain',
      body: '<rss version="2.0"><channel><item><title>Een</title><link>https://example.org/een</link><description>1</description></item><item><title>Twee</title><link>https://example.org/2024/twee/</link><guid isPermaLink="false">id-2</guid><description>2</description></item></channel></rss>',
    });
  });

  it('in Markdown stands in the page as one article, its links made whole, its headings under its headline', async () => {
    const post = await loaded(await make('src="/answers/a.md"', '<p>Wordt geladen</p>', 'nl'));
    expect(post.children).to.have.length(1);
    const article = post.querySelector(':scope > article')!;
    expect([...article.querySelectorAll('h1, h2, h3, h4')].map((heading) => `${heading.localName} ${heading.textContent}`)).to.deep.equal([
      'h2 Mijn bericht',
      'h3 Deel een',
      'h4 Deel twee',
    ]);
    expect(article.querySelector('h3')!.id).to.equal('deel-een');
    expect(article.querySelector('a')!.textContent).to.equal('link');
    expect(article.querySelector('a')!.href).to.equal(new URL('/answers/b.md', location.href).href);
    expect(article.querySelector('time')!.textContent).to.equal('3 februari 2024');
    expect(article.querySelector('.blog-post-byline')!.textContent).to.equal('Door An, 3 februari 2024');
    expect(article.querySelector('[role="doc-noteref"]')!.getAttribute('href')).to.equal('#fn-1');
    expect(article.querySelector('#fn-1')!.textContent).to.contain('De noot.');
    expect([...article.children].every((child) => child.textContent!.trim() || child.matches('hr, :has(img)'))).to.be.true;
    expect(post.post!.headline).to.equal('Mijn bericht');
    expect(post.matches(':state(loading)')).to.be.false;
    await expect(post).to.be.accessible();
  });

  it('is the entry that was asked for: by id, address or slug; else the first', async () => {
    for (const [entry, headline] of [
      ['', 'Een'],
      ['entry="id-2"', 'Twee'],
      ['entry="https://example.org/2024/twee"', 'Twee'],
      ['entry="twee"', 'Twee'],
      ['entry="een"', 'Een'],
    ]) {
      const post = await loaded(await make(`src="/answers/feed.xml" ${entry}`));
      expect(post.post!.headline, entry).to.equal(headline);
    }
    const post = await make('src="/answers/feed.xml" entry="drie"');
    expect((await failed(post)).error.message).to.contain('"drie"');
    await waitUntil(() => part(post, 'error')?.textContent!.includes('not found'));
  });

  for (const [file, headline] of [
    ['wordpress/post-by-slug.json', 'Workshop AI: je eerste model'],
    ['ghost/post-by-slug.json', 'Alle kaarten'],
    ['wordpress/feed-atom.xml', 'Duizend reacties'],
    ['wordpress/feed-rdf.xml', 'Duizend reacties'],
  ]) {
    it(`${file} is known by what it holds`, async () => {
      const post = await loaded(await make(`src="${fixtures}${file}"`));
      expect(post.post!.headline).to.equal(headline);
      expect(post.querySelector('article')!.textContent!.length).to.be.above(20);
      expect(post.querySelectorAll('article img[loading="lazy"]').length).to.equal(
        post.querySelectorAll('article img').length - (post.querySelector('article img') ? 1 : 0),
      );
    });
  }

  it('is found on a later page of a list, which is followed within its site and not in circles', async () => {
    const pages = {
      'next/1': { version: 'https://jsonfeed.org/version/1.1', next_url: '/answers/next/2', items: [{ id: '1', title: 'One', content_text: '1' }] },
      'next/2': { version: 'https://jsonfeed.org/version/1.1', next_url: '/answers/next/1', items: [{ id: '2', title: 'Two', content_text: '2' }] },
      'next/away': { version: 'https://jsonfeed.org/version/1.1', next_url: 'http://127.0.0.1:9/away', items: [{ id: '1', title: 'One', content_text: '1' }] },
      'next/ghost': { posts: [{ id: 'a', uuid: 'a', title: 'A', html: '<p>a</p>' }], meta: { pagination: { page: 1, pages: 1, next: 2 } } },
    };
    for (const [path, body] of Object.entries(pages)) await answer({ path, type: 'application/json', body: JSON.stringify(body) });
    await answer({
      path: 'next/atom1',
      type: 'application/atom+xml',
      body: '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="atom2"/><entry><id>1</id><title>One</title></entry></feed>',
    });
    await answer({
      path: 'next/atom2',
      type: 'application/atom+xml',
      body: '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>2</id><title>Two</title></entry></feed>',
    });
    for (const path of ['next/1', 'next/atom1']) {
      const post = await loaded(await make(`src="/answers/${path}" entry="2"`));
      expect(post.post!.headline, path).to.equal('Two');
    }
    for (const [path, number] of [
      ['next/1', 2],
      ['next/away', 1],
      ['next/ghost', 1],
      ['next/atom1', 2],
    ]) {
      const post = await make(`src="/answers/${path}" entry="3"`);
      expect((await failed(post)).error.message, String(path)).to.contain(`not among the ${number}`);
    }
  });

  it('has its films as cards, and frames of others as links', async () => {
    const post = await loaded(await make(`src="${fixtures}wordpress/post-single-youtube.json"`));
    expect(post.querySelectorAll('blog-youtube').length).to.be.at.least(3);
    expect(post.querySelector('iframe')).to.be.null;
    const ghost = await loaded(await make(`src="${fixtures}ghost/post-by-slug.json"`));
    expect(ghost.querySelector('figure.kg-embed-card > blog-youtube + figcaption')).to.not.be.null;
  });

  it('behind a password or for members only says so', async () => {
    const locked = await loaded(await make(`src="${fixtures}wordpress/post-single-protected.json"`, '', 'nl'));
    expect(locked.querySelector('.blog-post-note')!.textContent).to.contain('wachtwoord');
    const members = await loaded(await make(`src="${fixtures}ghost/post-members-only.json"`, '', 'nl'));
    expect(members.querySelector('article')!.textContent).to.contain('Openbaar deel.').and.contain('voor leden');
  });

  it('may be Markdown in the page itself', async () => {
    const post = await loaded(await make('', '<script type="text/markdown">\n      # Kop\n\n      Tekst **vet**\n</script>'));
    expect(post.querySelector('article h2')!.textContent).to.equal('Kop');
    expect(post.querySelector('article strong')!.textContent).to.equal('vet');
  });

  it('may be given as data, and given again', async () => {
    const post = await make('', '<p>Terugval</p>');
    post.post = {
      id: '1',
      url: 'https://example.org/a/',
      headline: '<b>Kop</b>',
      articleBody: '<p>Een <a href="b">b</a></p><!--more--><p id="rest">Twee</p>',
      author: [],
      keywords: [],
    };
    await loaded(post);
    expect(post.querySelector('h2')!.textContent).to.equal('<b>Kop</b>');
    expect(post.querySelector('a')!.href).to.equal('https://example.org/a/b');
    const fold = post.querySelector('details')!;
    expect(fold.querySelector('summary')!.textContent).to.equal('Read more');
    expect(fold.open).to.be.false;
    post.post = { id: '2', url: 'https://example.org/b', headline: 'Twee', author: [], keywords: [] };
    await loaded(post);
    expect(post.children).to.have.length(1);
    expect(post.textContent).to.equal('Twee');
  });

  it('keeps what is slotted, and leads to a place within it', async () => {
    location.hash = '#deel-twee';
    const post = await loaded(await make('src="/answers/a.md"', '<p slot="footer">Voet</p><p>Terugval</p>'));
    expect(post.querySelector('[slot="footer"]')!.textContent).to.equal('Voet');
    expect(post.textContent).to.not.contain('Terugval');
    expect(document.querySelector('#deel-twee')!.getBoundingClientRect().top).to.be.below(innerHeight);
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('keeps its anchors when it is fetched again', async () => {
    const post = await loaded(await make('src="/answers/a.md"'));
    const ids = () => [...post.querySelectorAll('[id]')].map(({ id }) => id);
    const before = ids();
    void post.reload();
    await loaded(post);
    expect(ids()).to.deep.equal(before);
  });

  it('follows its address: an answer that comes too late wins nothing', async () => {
    await answer({ path: 'slow.json', type: 'application/json', body: '{"headline":"Traag"}', hold: true });
    await answer({ path: 'fast.json', type: 'application/json', body: '{"headline":"Snel"}' });
    const post = await make('src="/answers/slow.json"');
    await waitUntil(() => post.matches(':state(loading)'));
    post.src = '/answers/fast.json';
    await loaded(post);
    await executeServerCommand('release', 'slow.json');
    expect(post.post!.headline).to.equal('Snel');
    post.headingLevel = 4;
    await waitUntil(() => post.querySelector('h4')?.textContent === 'Snel');
    post.removeAttribute('src');
    await waitUntil(() => !post.querySelector('article'));
  });

  it('starts again when it was taken out on the way', async () => {
    await answer({ path: 'moved.json', type: 'application/json', body: '{"headline":"Verhuisd"}', hold: true });
    const post = await make('src="/answers/moved.json"');
    await waitUntil(() => executeServerCommand('is-waiting', 'moved.json'));
    const holder = post.parentElement!;
    post.remove();
    await answer({ path: 'moved.json', type: 'application/json', body: '{"headline":"Verhuisd"}' });
    holder.append(post);
    await loaded(post);
    expect(post.post!.headline).to.equal('Verhuisd');
    await executeServerCommand('release', 'moved.json');
  });
});

describe('A post on its way', () => {
  it('does not push down what is there to read meanwhile, nor does a second fetch', async () => {
    await answer({ path: 'still', type: 'application/json', body: '{"headline":"Stil","articleBody":"<p>Tekst</p>"}', hold: true });
    const post = await make('src="/answers/still"', '<p>Terugval</p>');
    const top = () => post.querySelector(':scope > *')!.getBoundingClientRect().top - post.getBoundingClientRect().top;
    const before = top();
    await waitUntil(() => part(post, 'status'));
    expect(top()).to.equal(before);
    expect(part(post, 'status')!.textContent).to.contain('Loading');
    await released(post, 'still');
    const shown = top();
    void post.reload();
    await waitUntil(() => part(post, 'status'));
    expect(top()).to.equal(shown);
    await released(post, 'still');
  });

  it('takes the room of a window, and shows what it waits for where there is nothing else', async () => {
    await answer({ path: 'room.json', type: 'application/json', body: '{"headline":"x"}', hold: true });
    const post = await make('src="/answers/room.json"');
    await waitUntil(() => part(post, 'status')?.clientHeight);
    expect(post.clientHeight).to.be.at.least(innerHeight);
    await released(post, 'room.json');
  });

  it('knows the size of a first picture that does not tell it', async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 300, height: 200 });
    const bytes = canvas.toDataURL().split(',')[1]!;
    await answer({ path: 'boat.png', type: 'image/png', base64: bytes });
    await answer({ path: 'boat.md', type: 'text/markdown', body: '# Boot\n\n![Een boot](boat.png)\n\nTekst\n\n![Nog een](boat.png)' });
    const post = await loaded(await make('src="/answers/boat.md"'));
    const [first, second] = post.querySelectorAll('img');
    expect([first!.getAttribute('width'), first!.getAttribute('height'), first!.loading, first!.alt]).to.deep.equal(['300', '200', 'eager', 'Een boot']);
    expect(second!.loading).to.equal('lazy');
  });

  it('shares no id with another that comes at the same time', async () => {
    const holder = await fixture<HTMLElement>(html`<div></div>`);
    await answer({ path: 'twin', type: 'text/markdown', body: '# Tweeling\n\n![x](boat.png)\n\n## Deel\n\nNoot[^1].\n\n[^1]: De noot.' });
    holder.innerHTML = '<blog-post src="/answers/twin"></blog-post><blog-post src="/answers/twin"></blog-post>';
    await Promise.all([...holder.querySelectorAll('blog-post')].map(loaded));
    const ids = [...holder.querySelectorAll('[id]')].map(({ id }) => id);
    expect(ids).to.have.length(6);
    expect(new Set(ids).size).to.equal(6);
    for (const link of holder.querySelectorAll<HTMLAnchorElement>('a[href^="#"]'))
      expect(link.closest('article')!.contains(document.getElementById(link.hash.slice(1)))).to.be.true;
  });
});

describe('A post that is moved', () => {
  const move = (post: BlogPost) => document.body.appendChild(document.createElement('section')).append(post);
  afterEach(() => document.querySelector('body > section')?.remove());

  it('while its Markdown is being read is shown all the same', async () => {
    // The size of its picture is waited for.
    await answer({ path: 'slow.png', type: 'image/png', hold: true });
    const post = await make('', '<script type="text/markdown"># Geschreven\n\n![x](/answers/slow.png)</script>');
    await waitUntil(() => post.matches(':state(loading)'), undefined, { interval: 5 });
    move(post);
    await released(post, 'slow.png');
    expect(post.querySelector('h2')!.textContent).to.equal('Geschreven');
    expect(post.matches(':state(loading)')).to.be.false;
  });

  it('while it is being fetched is fetched again, once', async () => {
    await answer({ path: 'moved-again.json', type: 'application/json', body: '{"headline":"Verhuisd"}', hold: true });
    const post = await make('src="/answers/moved-again.json"');
    await waitUntil(() => executeServerCommand('is-waiting', 'moved-again.json'));
    await answer({ path: 'moved-again.json', type: 'application/json', body: '{"headline":"Verhuisd"}' });
    let loads = 0;
    post.addEventListener('blog-post-load', () => {
      loads++;
    });
    move(post);
    await loaded(post);
    await executeServerCommand('release', 'moved-again.json');
    await nextFrame();
    expect(post.post!.headline).to.equal('Verhuisd');
    expect(loads).to.equal(1);
  });

  it('when it is there is neither fetched nor waited for again', async () => {
    await answer({ path: 'still.json', type: 'application/json', body: '{"headline":"Blijft"}' });
    const post = await loaded(await make('src="/answers/still.json"'));
    const article = post.querySelector('article');
    move(post);
    await nextFrame();
    expect(post.matches(':state(loading)')).to.be.false;
    expect(post.querySelector('article')).to.equal(article);
  });
});

describe('A post from the wild', () => {
  const bytes = (...parts: (string | number[])[]) =>
    btoa(
      parts
        .flatMap((each) => (typeof each === 'string' ? [...each].map((character) => character.charCodeAt(0)) : each))
        .map((byte) => String.fromCharCode(byte))
        .join(''),
    );
  const feed = (title: string | number[], prolog = '<?xml version="1.0"?>') =>
    bytes(`${prolog}<rss version="2.0"><channel><item><title>`, title, '</title></item></channel></rss>');
  for (const [how, said, headline] of [
    ['the server says so', { type: 'text/xml; charset=KOI8-R', base64: feed([0xe4, 0xc1]) }, 'Да'],
    ['its prolog says so', { type: 'text/xml', base64: feed([0xc4, 0xe0], '<?xml version="1.0" encoding="windows-1251"?>') }, 'Да'],
    ['nobody says anything', { type: 'application/rss+xml', base64: feed('Caf\u00e9 \u0080') }, 'Café €'],
    [
      'it has a mark',
      {
        type: 'text/xml; charset=utf-8',
        base64: bytes(
          [0xfe, 0xff],
          [...'<rss><channel><item><title>é</title></item></channel></rss>'].flatMap((character) => [0, character.charCodeAt(0)]),
        ),
      },
      'é',
    ],
    ['it is JSON in a charset of its own', { type: 'application/json; charset=iso-8859-1', base64: bytes('{"headline":"Caf\u00e9"}') }, 'Café'],
  ] as [string, Omit<Answer, 'path'> & { base64: string }, string][]) {
    it(`is read in the right encoding when ${how}`, async () => {
      await answer({ path: 'encoded', ...said } as Answer);
      expect((await loaded(await make('src="/answers/encoded"'))).post!.headline).to.equal(headline);
    });
  }

  it('goes by its slug where addresses are numbers only', async () => {
    await answer({
      path: 'numbers.json',
      type: 'application/json',
      body: JSON.stringify(
        [7, 8].map((id) => ({
          id,
          slug: `post-${id}`,
          link: `https://example.org/?p=${id}`,
          title: { rendered: `Post ${id}` },
          content: { rendered: '<p>x</p>' },
        })),
      ),
    });
    expect((await loaded(await make('src="/answers/numbers.json" entry="post-8"'))).post!.headline).to.equal('Post 8');
  });

  it('says our words in our language and direction, its own in its own', async () => {
    await answer({
      path: 'dutch.json',
      type: 'application/json',
      body: JSON.stringify({
        headline: 'Kop',
        inLanguage: 'nl',
        author: [{ name: 'An' }],
        datePublished: '2024-02-03',
        articleBody: '<p>Een</p><!--more--><p>Twee</p>',
      }),
    });
    const post = await loaded(await make('src="/answers/dutch.json"', '', 'ar'));
    const article = post.querySelector('article')!;
    expect(getComputedStyle(article).direction).to.equal('ltr');
    expect(article.lang).to.equal('nl');
    for (const ours of [article.querySelector<HTMLElement>('.blog-post-byline')!, article.querySelector('summary')!])
      expect([ours.lang, ours.dir]).to.deep.equal(['ar', 'rtl']);
    post.parentElement!.lang = 'de';
    await waitUntil(() => post.querySelector('summary')!.textContent === 'Weiterlesen');
  });

  it('leads to a place behind "Read more", also from within', async () => {
    await answer({
      path: 'fold.json',
      type: 'application/json',
      body: JSON.stringify({ headline: 'Kop', articleBody: '<p>Een <a href="#deep">x</a></p><!--more--><h2 id="deep">Diep</h2>' }),
    });
    const post = await loaded(await make('src="/answers/fold.json"'));
    expect(post.querySelector('details')!.open).to.be.false;
    post.querySelector<HTMLAnchorElement>('article a')!.click();
    await waitUntil(() => post.querySelector('details')!.open);
    history.replaceState(null, '', location.pathname + location.search);
  });
});

describe('A post that cannot be had', () => {
  const cases: Record<string, [Answer, RegExp, string]> = {
    'is missing': [{ path: 'e1', status: 404, type: 'text/html', body: '<p>x' }, /404/, 'not found'],
    'meets a broken server': [{ path: 'e2', status: 500, type: 'text/html', body: 'x' }, /500/, 'can’t be loaded'],
    'is broken JSON': [{ path: 'e3', type: 'application/json', body: '{"headline":' }, /expected JSON/, 'be displayed'],
    'is a log-in page': [{ path: 'e4', type: 'text/html', body: '<html><body><input type="password"></body></html>' }, /log-in page/, 'be displayed'],
    'is broken XML': [{ path: 'e5', type: 'text/xml', body: '<rss><channel><item></channel>' }, /line \d/, 'be displayed'],
    'is nothing': [{ path: 'e6', type: 'application/json', body: '[]' }, /at least one/, 'not found'],
    'is of another type': [{ path: 'e7', type: 'application/json', body: '42' }, /headline/, 'be displayed'],
    'is WordPress saying no': [
      { path: 'e8', status: 404, type: 'application/json', body: '{"code":"rest_post_invalid_id","message":"Invalid post ID.","data":{"status":404}}' },
      /rest_post_invalid_id/,
      'not found',
    ],
    'is missing, said in JSON': [{ path: 'e10', status: 404, type: 'application/json', body: '{"message":"Not found"}' }, /404/, 'not found'],
    'meets a server broken in JSON': [{ path: 'e11', status: 503, type: 'application/json', body: '{"headline":"A"}' }, /503/, 'can’t be loaded'],
    'is a log-in page where a feed should be': [
      { path: 'feed/', type: 'text/html', body: '<!doctype html><html><body><p>Log in</p></body></html>' },
      /log-in page/,
      'be displayed',
    ],
    'is empty': [{ path: 'e9', type: 'text/xml', body: '' }, /expected/, 'be displayed'],
  };
  for (const [what, [said, message, words]] of Object.entries(cases)) {
    it(`because it ${what}: the fallback stays, with a sentence, a way to try again and the plain link`, async () => {
      await answer(said);
      const post = await make(`src="/answers/${said.path}"`, '<p>Terugval</p>');
      const event = await failed(post);
      expect(event.error.message).to.match(message);
      expect(event.src).to.equal(new URL(`/answers/${said.path}`, location.href).href);
      await waitUntil(() => part(post, 'error'));
      expect(part(post, 'error')!.textContent).to.contain(words);
      expect(post.querySelector('p')!.textContent).to.equal('Terugval');
      expect(post.matches(':state(error)')).to.be.true;
      expect(part<HTMLAnchorElement>(post, 'original')!.href).to.equal(event.src);
      await expect(post).to.be.accessible();
      await answer({ path: said.path, type: 'application/json', body: '{"headline":"Toch"}' });
      part(post, 'retry')!.click();
      expect(((await oneEvent(post, 'blog-post-load')) as Event as BlogPostLoadEvent).post.headline).to.equal('Toch');
      expect(part(post, 'error')).to.be.null;
    });
  }

  it('because a web page stands where Markdown should be is told as such', async () => {
    await answer({ path: 'start.md', type: 'text/html', body: '<!doctype html><html><body><article><h1>Start</h1></article></body></html>' });
    expect((await failed(await make('src="/answers/start.md"'))).error.message).to.contain('web page');
  });

  it('is left to a page that cancels the event', async () => {
    const post = await make('src="/answers/never-there"', '<p>Terugval</p>');
    post.addEventListener('blog-post-error', (event) => event.preventDefault(), { once: true });
    await failed(post);
    await waitUntil(() => post.matches(':state(error)'));
    expect(part(post, 'error')).to.be.null;
  });

  it('because another site does not let itself be read is told with the remedy', async () => {
    const post = await make('src="https://elsewhere.example/feed.xml"');
    expect((await failed(post)).error.message).to.contain('Access-Control-Allow-Origin');
  });

  for (const src of ['javascript:alert(1)', 'data:text/html,x', 'https://']) {
    it(`because ${src} is no address leaves no link to it`, async () => {
      const post = await make(`src="${src}"`);
      expect((await failed(post)).error.message).to.contain('http(s)');
      await waitUntil(() => part(post, 'error'));
      expect(part(post, 'original')).to.be.null;
    });
  }

  it('because it is taken away while it comes is no error', async () => {
    await answer({ path: 'gone.json', type: 'application/json', body: '{"headline":"x"}', hold: true });
    const post = await make('src="/answers/gone.json"', '<p>Terugval</p>');
    let errors = 0;
    post.addEventListener('blog-post-error', () => {
      errors++;
    });
    await waitUntil(() => post.matches(':state(loading)'));
    post.removeAttribute('src');
    await executeServerCommand('release', 'gone.json');
    await waitUntil(() => post.post?.headline !== undefined);
    expect(post.textContent).to.equal('Terugval');
    expect(errors).to.equal(0);
  });

  it('keeps the post that was there', async () => {
    const post = await loaded(await make('src="/answers/a.md"'));
    post.src = '/answers/never-there';
    await failed(post);
    expect(post.querySelector('article')!.textContent).to.contain('Mijn bericht');
  });

  it('because it is no post at all is told too', async () => {
    const post = await make('', '<p>Terugval</p>');
    post.post = 5 as never;
    expect((await failed(post)).error).to.be.instanceOf(TypeError);
    expect(post.textContent).to.equal('Terugval');
  });
});
