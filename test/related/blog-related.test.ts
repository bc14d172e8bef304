import { expect, fixture, html, nextFrame, oneEvent, waitUntil } from '@open-wc/testing';
import '../../src/related/index.js';
import type { BlogRelatedErrorEvent } from '../../src/related/events.js';
import type { BlogRelated } from '../../src/related/blog-related.js';
import type { Post } from '../../src/sources/post.js';

const make = (url: string, headline: string, fields: Partial<Post> = {}): Post => ({
  id: url,
  url: `https://example.org${url}`,
  headline,
  author: [],
  keywords: [],
  inLanguage: 'nl',
  datePublished: '2024-02-09',
  ...fields,
});
const posts = [
  make('/zagen', 'Hout zagen voor houten huizen', { description: 'Over balken en timmerlieden.', keywords: ['hout'] }),
  make('/mos', 'Mos tussen de balken van houten huizen', { keywords: ['hout'] }),
  make('/thee', 'Thee met een omweg', { datePublished: '2025-05-01' }),
  make('/<b>', '<img src=x onerror=alert(1)> houten huizen'),
  ...Array.from({ length: 12 }, (_, n) => make(`/weer${n}`, `Het weer van week ${n}`, { datePublished: `2023-01-${n + 10}` })),
];
const article = html`<article lang="nl"><h1>Houten huizen</h1><p>Een straat met houten huizen, balken en timmerlieden.</p></article>`;

let outcome: Event;

/** Resolves when the element has said how it went. */
async function place(markup: ReturnType<typeof html>): Promise<BlogRelated> {
  const told = new Promise<Event>((resolve) => {
    for (const name of ['blog-related-load', 'blog-related-error']) document.addEventListener(name, resolve, { once: true });
  });
  const wrapper = await fixture<HTMLElement>(html`<div lang="nl">${article}${markup}</div>`);
  outcome = await told;
  const element = wrapper.querySelector('blog-related')!;
  await element.updateComplete;
  return element;
}
const titles = (element: BlogRelated) => [...element.querySelectorAll('li a')].map((link) => link.textContent!.trim());

describe('Related posts', () => {
  it('leave the author’s links alone, date and all', async () => {
    const element = await place(html`<blog-related><ul><li><a href="/x">Nieuwe huizen</a> <time datetime="2024-02">feb. 2024</time></li></ul></blog-related>`);
    await element.updateComplete;
    expect(element.querySelector('ul')!.textContent).to.equal('Nieuwe huizen feb. 2024');
    expect(element.items).to.deep.equal([]);
    const nav = element.shadowRoot!.querySelector('nav')!;
    expect(nav.getAttribute('aria-label')).to.equal('Gerelateerde berichten');
    await expect(element).to.be.accessible();
  });

  it('join the author’s list, which comes first, and are not in it twice', async () => {
    const element = await place(
      html`<blog-related reasons max="3" .posts=${posts}><ul class="mine"><li><a href="https://example.org/zagen/">Zagen</a></li></ul></blog-related>`,
    );
    expect(titles(element)[0]).to.equal('Zagen');
    expect(titles(element)).to.have.length(3);
    expect(titles(element)).to.include('Mos tussen de balken van houten huizen').and.not.include('Hout zagen voor houten huizen');
    expect(element.querySelectorAll('ul')).to.have.length(1);
    expect(element.querySelector('ul')!.className).to.equal('mine');
    const added = [...element.querySelectorAll('li')].find((item) => item.textContent!.includes('Mos'))!;
    expect(added.querySelector('time')!.textContent).to.equal('(feb. 2024)');
    expect(added.querySelectorAll('a')).to.have.length(1);
    await expect(element).to.be.accessible();
  });

  it('are never the page that they stand on, whatever its canonical link says', async () => {
    const canonical = Object.assign(document.createElement('link'), { rel: 'canonical', href: 'https://example.org/elsewhere/comment-page-1/#comments' });
    document.head.append(canonical);
    try {
      const own = [make('/elsewhere/', 'Houten huizen van elders'), { ...make('/here', 'Houten huizen van hier'), url: `${location.href}#top` }];
      const element = await place(html`<blog-related .posts=${[...posts, ...own]}></blog-related>`);
      expect(titles(element)).to.include('Hout zagen voor houten huizen').and.not.include('Houten huizen van elders').and.not.include('Houten huizen van hier');
    } finally {
      canonical.remove();
    }
  });

  it('never become markup, whatever a title holds', async () => {
    const element = await place(html`<blog-related max="9" .posts=${posts}></blog-related>`);
    expect(titles(element)).to.include('<img src=x onerror=alert(1)> houten huizen');
    expect(element.querySelector('img')).to.be.null;
  });

  it('are nothing at all when nothing is related', async () => {
    const element = await place(html`<blog-related .posts=${posts.slice(4)}></blog-related>`);
    expect(element.matches(':state(empty)')).to.be.true;
    expect(element.getBoundingClientRect().height).to.equal(0);
  });

  it('are the newest under an honest heading where the page asks for it', async () => {
    const element = await place(
      html`<blog-related heading="Verwant" fallback="recent" max="2" .posts=${posts.slice(2, 3).concat(posts.slice(4))}></blog-related>`,
    );
    expect(element.shadowRoot!.querySelector('[part=heading]')!.textContent).to.equal('Recente berichten');
    expect(titles(element)[0]).to.equal('Thee met een omweg');
  });

  it('follow attributes that change later', async () => {
    const element = await place(html`<blog-related max="1" heading="Meer" heading-level="3" .posts=${posts}></blog-related>`);
    expect(titles(element)).to.have.length(1);
    expect(element.shadowRoot!.querySelector('[role=heading]')!.getAttribute('aria-level')).to.equal('3');
    element.setAttribute('max', '2');
    await waitUntil(() => titles(element).length === 2);
    element.layout = 'cards';
    await waitUntil(() => element.querySelector('.blog-related-cards'));
    element.reasons = true;
    element.posts = posts.slice(0, 2).map((post) => ({ ...post, keywords: ['x'] }));
    await waitUntil(() => titles(element).length === 2);
    element.headingLevel = 2;
    await element.updateComplete;
    await expect(element).to.be.accessible();
  });

  it('stay as they are when the element is moved', async () => {
    const element = await place(html`<blog-related .posts=${posts}></blog-related>`);
    const before = titles(element);
    element.parentElement!.prepend(element);
    await element.updateComplete;
    expect(titles(element)).to.deep.equal(before);
  });

  it('may be counted by what is no number', async () => {
    const element = await place(html`<blog-related max="many" .posts=${posts}></blog-related>`);
    const before = titles(element);
    let loads = 0;
    element.addEventListener('blog-related-load', () => {
      loads++;
    });
    element.heading = 'Meer';
    await element.updateComplete;
    await nextFrame();
    expect(loads).to.equal(0);
    expect(titles(element)).to.deep.equal(before);
    expect(before.length).to.be.within(1, 4);
  });

  it('are not fetched again for a move', async () => {
    const fetched = window.fetch;
    let asked = 0;
    window.fetch = () => {
      asked++;
      return Promise.resolve(Response.json({ posts }));
    };
    try {
      const element = await place(html`<blog-related src="https://example.org/posts.json"></blog-related>`);
      const before = titles(element);
      element.parentElement!.prepend(element);
      await element.updateComplete;
      expect(titles(element)).to.deep.equal(before);
      expect(asked).to.equal(1);
    } finally {
      window.fetch = fetched;
    }
  });

  it('have their dates and reasons in the language of the page, also when that changes', async () => {
    const tagged = posts.slice(0, 2).map((post) => ({ ...post, keywords: ['hout'], inLanguage: '' }));
    const element = await place(html`<blog-related reasons .posts=${[...tagged, ...posts.slice(4)]} current="https://example.org/mos"></blog-related>`);
    const says = () => [...element.querySelectorAll('time, small')].map(({ textContent }) => textContent).join(' ');
    expect(says()).to.equal('(feb. 2024) 1 gedeeld onderwerp');
    element.lang = 'de';
    await waitUntil(() => says() === '(Feb. 2024) 1 gemeinsames Thema', undefined, { timeout: 5000 });
    expect(element.items[0]!.reason).to.equal('1 gemeinsames Thema');
  });

  it('know dates as other systems write them', async () => {
    const element = await place(
      html`<blog-related .posts=${posts.slice(0, 1).map((post) => ({ ...post, datePublished: 'Sat, 29 Jun 2024 07:15:00 GMT' }))}></blog-related>`,
    );
    expect(element.querySelector('time')!.outerHTML).to.include('datetime="2024-06"').and.include('(jun. 2024)');
  });

  it('keep their label where the heading is empty', async () => {
    const element = await place(html`<blog-related heading="" .posts=${posts}></blog-related>`);
    expect(element.shadowRoot!.querySelector('nav')!.getAttribute('aria-label')).to.equal('Gerelateerde berichten');
    expect(element.shadowRoot!.querySelector('[part=heading]')).to.be.null;
  });

  it('are laid out as cards also where all are the author’s', async () => {
    const element = await place(html`<blog-related layout="cards"><ul><li><a href="/x">Nieuwe huizen</a></li></ul></blog-related>`);
    expect(element.querySelector('ul')!.className).to.equal('blog-related-cards');
    element.layout = 'list';
    await element.updateComplete;
    expect(element.querySelector('ul')!.className).to.equal('');
  });

  it('know a post by its number where the address has no more', async () => {
    const numbered = [12, 22, 32].map((number) => ({ ...make(`/?p=${number}`, number === 22 ? 'Houten huizen' : `Houten huizen, deel ${number}`), id: '' }));
    const element = await place(html`<blog-related current="https://preview.example.org/?p=22" .posts=${numbered}></blog-related>`);
    expect(titles(element)).to.have.members(['Houten huizen, deel 12', 'Houten huizen, deel 32']);
  });

  it('wait for the post that a viewer on the page is about to show, and are not that post', async () => {
    await import('../../src/post/index.js');
    const wrapper = await fixture<HTMLElement>(html`<div lang="nl"><blog-post></blog-post></div>`);
    const viewer = wrapper.querySelector('blog-post')!;
    let answer: (response: Response) => void = () => undefined;
    const fetched = window.fetch;
    window.fetch = (input) =>
      String(input).endsWith('one.json')
        ? new Promise((resolve) => {
            answer = resolve;
          })
        : Promise.resolve(Response.json({ posts }));
    try {
      viewer.src = 'https://example.org/one.json';
      await waitUntil(() => viewer.matches(':state(loading)'));
      const related = document.createElement('blog-related');
      related.src = 'https://example.org/posts.json';
      const shown = oneEvent(related, 'blog-related-load');
      wrapper.append(related);
      await waitUntil(() => related.matches(':state(loading)'));
      answer(Response.json({ ...posts[1], articleBody: '<p>Mos groeit tussen de balken.</p>', keywords: ['hout'] }));
      await shown;
      expect(titles(related)).to.deep.equal(['Hout zagen voor houten huizen', posts[3]!.headline]);
    } finally {
      window.fetch = fetched;
    }
  });

  it('come from a feed', async () => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'x',
      language: 'nl',
      items: posts.map(({ url, headline, description }) => ({ id: url, url, title: headline, summary: description ?? '' })),
    };
    const fetched = window.fetch;
    window.fetch = () => Promise.resolve(new Response(JSON.stringify(feed), { headers: { 'Content-Type': 'application/feed+json' } }));
    try {
      const element = await place(html`<blog-related src="https://example.org/feed.json"></blog-related>`);
      expect(titles(element)).to.include('Hout zagen voor houten huizen');
    } finally {
      window.fetch = fetched;
    }
  });

  it('come from a file that was written when the site was built, as it says, and are ranked where it says nothing', async () => {
    const built = (current: string) => ({
      posts: [
        {
          url: `${location.origin}${current}`,
          headline: 'Houten huizen',
          keywords: ['Hout'],
          related: [
            { url: '/thee', score: 0.5 },
            { url: 'javascript:alert(1)', score: 1 },
            { url: '/zagen', score: 0.4 },
          ],
        },
        { url: '/zagen', headline: 'Hout zagen voor houten huizen', keywords: ['hout'], related: [] },
        { url: '/thee', headline: 'Thee met een omweg' },
      ],
    });
    const fetched = window.fetch;
    let current = location.pathname + location.search;
    window.fetch = () => Promise.resolve(new Response(JSON.stringify(built(current)), { headers: { 'Content-Type': 'application/json' } }));
    try {
      const element = await place(html`<blog-related reasons src="/related.json"></blog-related>`);
      expect(titles(element)).to.deep.equal(['Thee met een omweg', 'Hout zagen voor houten huizen']);
      expect(element.items.map(({ score, sharedKeywords }) => [score, sharedKeywords])).to.deep.equal([
        [0.5, []],
        [0.4, ['hout']],
      ]);
      expect(element.items[1]!.reason).to.equal('1 gedeeld onderwerp');
      expect(element.querySelector('small')!.textContent).to.equal('1 gedeeld onderwerp');
      const picked = await place(html`<blog-related max="2" src="/related.json"><ul><li><a href="/thee/">Thee</a></li></ul></blog-related>`);
      expect(titles(picked)).to.deep.equal(['Thee', 'Hout zagen voor houten huizen']);
      current = '/another-post';
      const newer = await place(html`<blog-related current="/newer" src="/related.json"></blog-related>`);
      expect(titles(newer)).to.include('Hout zagen voor houten huizen').and.not.include('Thee met een omweg');
    } finally {
      window.fetch = fetched;
    }
  });

  it('are never drafts, nor posts that come later, and need no more than a title and an address', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const bare = [
      { url: '/a', headline: 'Houten huizen in de sneeuw' },
      { url: '/b', headline: 'Houten huizen als ontwerp', draft: true },
      { url: '/c', headline: 'Houten huizen in de maak', status: 'draft' },
      { url: '/d', headline: 'Houten huizen van morgen', datePublished: tomorrow },
      { url: '/e', headline: 'Houten huizen bij de rivier', status: 'publish' },
      { url: 'javascript:alert(1)', headline: 'Houten huizen' },
      null,
      'x',
      ...Array.from({ length: 6 }, (_, n) => ({ url: `/f${n}`, headline: `Het weer van week ${n}` })),
    ] as unknown as Post[];
    const element = await place(html`<blog-related .posts=${bare}></blog-related>`);
    expect(titles(element).sort()).to.deep.equal(['Houten huizen bij de rivier', 'Houten huizen in de sneeuw']);
  });

  it('say so when a feed cannot be had, with a way to try again, and tell the page', async () => {
    const element = await place(html`<blog-related src="/there-is-no-such-feed.json"></blog-related>`);
    const { error, src } = outcome as BlogRelatedErrorEvent;
    expect(error).to.be.instanceOf(Error);
    expect(src).to.equal('/there-is-no-such-feed.json');
    await waitUntil(() => element.shadowRoot!.querySelector('[part=error] button'));
    expect(element.matches(':state(error)')).to.be.true;
    await expect(element).to.be.accessible();
    const again = oneEvent(element, 'blog-related-error');
    element.shadowRoot!.querySelector<HTMLButtonElement>('[part=error] button')!.click();
    await again;
  });

  it('leave the author’s links standing when a feed cannot be had, and say nothing where the page takes over', async () => {
    const element = await place(html`<blog-related src="/none.json"><ul><li><a href="/x">X</a></li></ul></blog-related>`);
    await waitUntil(() => element.shadowRoot!.querySelector('[part=error] button'));
    expect(titles(element)).to.deep.equal(['X']);
    const taken = await place(html`<blog-related src="/none.json" @blog-related-error=${(event: Event) => event.preventDefault()}></blog-related>`);
    expect(taken.shadowRoot!.querySelector('[part=error]')).to.be.null;
  });
});
