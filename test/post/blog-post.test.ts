import { expect, fixture, html, nextFrame, oneEvent, waitUntil } from '@open-wc/testing';
import { executeServerCommand, sendKeys } from '@web/test-runner-commands';
import type { BlogPost, BlogPostLoadEvent } from '../../src/post/index.js';
import '../../src/post/index.js';

const film = 'https://www.youtube.com/watch?v=aqz-KE-bpKQ';
const words = (count: number) => 'woord '.repeat(count);
const picture = (width: number, height: number) => {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  return canvas.toDataURL();
};

async function ready(post: BlogPost): Promise<BlogPost> {
  await waitUntil(() => post.post !== undefined, 'the post did not get ready');
  await post.updateComplete;
  return post;
}
async function make(content: string, attributes = ''): Promise<BlogPost> {
  const holder = await fixture<HTMLElement>(html`<div></div>`);
  holder.innerHTML = `<blog-post ${attributes}>${content}</blog-post>`;
  return ready(holder.querySelector('blog-post')!);
}
const part = <E extends HTMLElement = HTMLElement>(post: BlogPost, name: string) => post.shadowRoot!.querySelector<E>(`[part~="${name}"]`);

describe('The page’s own article', () => {
  it('stays where it is, as it is, and is told as data', async () => {
    const holder = await fixture<HTMLElement>(html`<div lang="nl"><p>x</p></div>`);
    holder.innerHTML =
      '<blog-post><article><h1>De kop</h1><p>Door <a rel="author" href="https://example.org/an">An</a>, <time datetime="2024-11-01">1 november</time></p><p>Tekst</p></article></blog-post>';
    const article = holder.querySelector('article')!;
    const before = article.innerHTML;
    const event = (await oneEvent(holder, 'blog-post-load')) as Event as BlogPostLoadEvent;
    expect(holder.querySelector('blog-post > article')).to.equal(article);
    expect(article.innerHTML).to.equal(before);
    expect(event.post.headline).to.equal('De kop');
    expect(event.post.author).to.deep.equal([{ name: 'An', url: 'https://example.org/an' }]);
    expect(event.post.datePublished).to.equal('2024-11-01');
    expect(event.post.inLanguage).to.equal('nl');
    expect((event.target as BlogPost).post).to.equal(event.post);
  });

  it('may stand elsewhere in the page', async () => {
    const holder = await fixture<HTMLElement>(
      html`<div><blog-post for="their-text" reading-time toc></blog-post><div id="their-text"><h2>A</h2><p>b</p><h3>C</h3></div></div>`,
    );
    const post = await ready(holder.querySelector('blog-post')!);
    expect(part(post, 'reading-time')!.textContent).to.contain('1 min');
    await waitUntil(() => part(post, 'contents'));
    expect(holder.querySelector('#their-text')!.querySelectorAll('h2, p, h3')).to.have.length(3);
  });

  it('that comes later is found', async () => {
    const holder = await fixture<HTMLElement>(html`<div><blog-post for="late-text"></blog-post></div>`);
    const post = holder.querySelector('blog-post')!;
    await waitUntil(() => post.matches(':state(empty)'));
    const loaded = oneEvent(post, 'blog-post-load');
    holder.insertAdjacentHTML('beforeend', '<article id="late-text"><h1>Late</h1></article>');
    expect(((await loaded) as Event as BlogPostLoadEvent).post.headline).to.equal('Late');
    expect(post.matches(':state(empty)')).to.be.false;
  });

  it('may be loose text without an article', async () => {
    const post = await make(`<h1>Loose</h1><p>${words(300)}</p>`, 'reading-time');
    expect(part(post, 'reading-time')!.textContent).to.equal('1 min read');
    expect(post.post!.headline).to.equal('Loose');
  });

  it('is not there: the state says so', async () => {
    const post = await fixture<BlogPost>(html`<blog-post></blog-post>`);
    await waitUntil(() => post.matches(':state(empty)'));
  });
});

describe('Reading time', () => {
  it('is shown in the page’s language, and follows the text and the language', async () => {
    const holder = await fixture<HTMLElement>(html`<div lang="nl"></div>`);
    holder.innerHTML = `<blog-post reading-time><article><p>${words(480)}</p></article></blog-post>`;
    const post = await ready(holder.querySelector('blog-post')!);
    await waitUntil(() => part(post, 'reading-time')?.textContent === '2 min. leestijd');
    holder.querySelector('article')!.insertAdjacentHTML('beforeend', `<p>${words(700)}</p>`);
    await waitUntil(() => part(post, 'reading-time')!.textContent === '5 min. leestijd');
    holder.lang = 'de';
    await waitUntil(() => part(post, 'reading-time')!.textContent === '5 Min. Lesezeit');
  });

  it('comes and goes with its attribute', async () => {
    const post = await make('<article><p>tekst</p></article>');
    expect(part(post, 'reading-time')).to.be.null;
    post.setAttribute('reading-time', '');
    await waitUntil(() => part(post, 'reading-time')?.textContent === '1 min read');
    post.removeAttribute('reading-time');
    await waitUntil(() => !part(post, 'reading-time'));
  });
});

describe('The table of contents', () => {
  const text =
    '<h1>Kop</h1><h2>Eerst</h2><p style="height:3000px">a</p><h3 id="own">Dan</h3><p style="height:900px">c</p><h2>Eerst</h2><p style="height:3000px">b</p>';

  it('lists the headings under the headline, each with an anchor that works', async () => {
    const post = await make(`<article>${text}</article>`, 'toc');
    await waitUntil(() => part(post, 'contents'));
    const links = [...part(post, 'contents')!.querySelectorAll('a')];
    expect(links.map((link) => link.textContent)).to.deep.equal(['Eerst', 'Dan', 'Eerst']);
    expect(links.map((link) => link.getAttribute('href'))).to.deep.equal(['#eerst', '#own', '#eerst-2']);
    expect(part(post, 'contents')!.hasAttribute('open')).to.be.false;
    part(post, 'contents-title')!.click();
    links[1]!.click();
    await waitUntil(() => Math.abs(post.querySelector('#own')!.getBoundingClientRect().top) < 60);
    expect(document.activeElement).to.equal(post.querySelector('#own'));
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('marks where one is', async () => {
    const post = await make(`<article>${text}</article>`, 'toc');
    await waitUntil(() => part(post, 'contents'));
    post.querySelector('#own')!.scrollIntoView();
    await waitUntil(() => part(post, 'contents')!.querySelector('[aria-current="location"]')?.textContent === 'Dan');
    scrollTo(0, 0);
    await waitUntil(() => part(post, 'contents')!.querySelector('[aria-current="location"]')?.textContent !== 'Dan');
  });

  it('leads on arrival to an anchor that it made itself', async () => {
    history.replaceState(null, '', '#ver-weg');
    const post = await make(`<article><h1>Kop</h1><p style="height:4000px">x</p><h2>Ver weg</h2><p style="height:3000px">y</p></article>`, 'toc');
    await waitUntil(() => Math.abs(post.querySelector('h2')!.getBoundingClientRect().top) < 60);
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('changes no heading but for the id it needs', async () => {
    const post = await make('<article><h1>Kop</h1><h2>body</h2><h4>Diep</h4></article>', 'toc');
    await waitUntil(() => part(post, 'contents'));
    expect([...post.querySelectorAll('h1, h2, h4')].map(({ localName }) => localName)).to.deep.equal(['h1', 'h2', 'h4']);
    expect(document.body).to.be.instanceOf(HTMLBodyElement);
    expect(post.querySelector('h2')!.id).to.equal('body-2');
  });

  it('does not list a headline alone', async () => {
    const post = await make('<article><h2>Kop</h2><p>Kort</p></article>', 'toc');
    await waitUntil(() => post.shadowRoot!.querySelector<HTMLElement>('.contents')!.hidden);
  });

  it('follows headings that come later, and is not there without any', async () => {
    const post = await make('<article><p>Kort</p></article>', 'toc');
    await waitUntil(() => post.shadowRoot!.querySelector<HTMLElement>('.contents')!.hidden);
    post.querySelector('article')!.insertAdjacentHTML('beforeend', '<h2>Een</h2><p>x</p><h2>Twee</h2>');
    await waitUntil(() => part(post, 'contents')?.querySelectorAll('a').length === 2);
    post.toc = false;
    await waitUntil(() => !part(post, 'contents'));
  });
});

describe('The progress bar', () => {
  it('grows with reading', async () => {
    const post = await make('<article><p style="height:5000px">x</p></article>', 'progress');
    await waitUntil(() => part(post, 'progress'));
    const width = () => part(post, 'progress')!.getBoundingClientRect().width / innerWidth;
    scrollTo(0, 2500);
    await waitUntil(() => width() > 0.4 && width() < 0.7);
    scrollTo(0, 99_999);
    await waitUntil(() => width() > 0.95);
    scrollTo(0, 0);
    await waitUntil(() => width() < 0.1);
    post.progress = false;
    await waitUntil(() => !part(post, 'progress'));
  });
});

describe('Pictures', () => {
  it('open large by keyboard, and give the focus back', async () => {
    const post = await make(
      `<article><figure><img src="${picture(400, 300)}" alt="A boat"><figcaption>On the river</figcaption></figure></article>`,
      'zoom-images',
    );
    const image = post.querySelector('img')!;
    await waitUntil(() => image.getAttribute('role') === 'button');
    expect(image.getAttribute('aria-label')).to.equal('Enlarge: A boat');
    image.focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => part<HTMLDialogElement>(post, 'zoom')?.open);
    expect(part(post, 'zoom')!.textContent).to.contain('On the river');
    await expect(post).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !part(post, 'zoom'));
    expect(document.activeElement).to.equal(image);
    image.click();
    await waitUntil(() => part<HTMLDialogElement>(post, 'zoom')?.open);
    part(post, 'zoom-close')!.click();
    await waitUntil(() => document.activeElement === image);
  });

  it('that are small or are links stay as they are, and all do without the attribute', async () => {
    const post = await make(
      `<article><img src="${picture(20, 20)}" alt="icon"><a href="/x"><img src="${picture(400, 300)}" alt="link"></a><img id="big" src="${picture(400, 300)}" alt="big"></article>`,
      'zoom-images',
    );
    await waitUntil(() => post.querySelector('#big')!.getAttribute('role') === 'button');
    expect(post.querySelectorAll('[role="button"]')).to.have.length(1);
    post.zoomImages = false;
    await waitUntil(() => post.querySelectorAll('[role="button"], [tabindex]').length === 0);
  });
});

describe('Code', () => {
  it('has a copy button that takes no space', async () => {
    const post = await make('<article><p>a</p><pre><code>let a = 1;\n</code></pre></article>');
    const top = () => post.querySelector('pre')!.getBoundingClientRect().top;
    const before = top();
    post.setAttribute('copy-code', '');
    await waitUntil(() => post.querySelector('.blog-copy'));
    expect(top()).to.equal(before);
    const button = post.querySelector('.blog-copy')!.shadowRoot!.querySelector('button')!;
    expect(button.textContent).to.equal('Copy');
    button.focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => /Copied|not be copied/.test(button.textContent!));
    expect(post.querySelector('pre')!.textContent).to.equal('let a = 1;\n');
    await expect(post).to.be.accessible();
    post.copyCode = false;
    await waitUntil(() => !post.querySelector('.blog-copy'));
  });
});

describe('A wide table', () => {
  it('scrolls in a box of its own that the keyboard reaches; a narrow one is left alone', async () => {
    const row = `<tr>${'<td>Eenheelerglangwoordindecel</td>'.repeat(20)}</tr>`;
    const post = await make(`<article><table id="wide"><caption>Standen</caption>${row}</table><table id="narrow"><tr><td>1</td></tr></table></article>`);
    await waitUntil(() => post.querySelector('.blog-scroller > #wide'));
    const box = post.querySelector<HTMLElement>('.blog-scroller')!;
    expect(box.getAttribute('aria-label')).to.equal('Standen');
    box.focus();
    expect(document.activeElement).to.equal(box);
    expect(post.querySelector('#narrow')!.parentElement).to.equal(post.querySelector('article'));
    expect(document.documentElement.scrollWidth).to.be.at.most(document.documentElement.clientWidth);
    await expect(post).to.be.accessible();
  });
});

describe('Films', () => {
  it('in frames become cards with their titles, boxes of odd shapes gone, captions kept', async () => {
    const post = await make(
      `<article><figure class="wp-block-embed"><div class="wp-block-embed__wrapper"><iframe src="about:blank" data-src="https://www.youtube.com/embed/aqz-KE-bpKQ?start=30" title="Big Buck Bunny"></iframe></div><figcaption>Konijn</figcaption></figure></article>`,
    );
    const card = post.querySelector('blog-youtube')!;
    expect(card.parentElement!.localName).to.equal('figure');
    expect(card.querySelector('a')!.textContent).to.equal('Big Buck Bunny');
    expect(card.querySelector('a')!.href).to.contain('youtube.com/watch?v=aqz-KE-bpKQ');
    expect(post.querySelector('iframe')).to.be.null;
    expect(post.querySelector('figcaption')!.textContent).to.equal('Konijn');
  });

  it('as links on a line of their own become cards around the writer’s own link', async () => {
    const post = await make(
      `<article><p><a id="mine" href="${film}">Een film</a></p><p>Eerst<br><a href="https://youtu.be/aqz-KE-bpKQ">https://youtu.be/aqz-KE-bpKQ</a><br>dan</p><p>https://www.youtube.com/watch?v=aqz-KE-bpKQ</p></article>`,
    );
    expect(post.querySelectorAll('blog-youtube')).to.have.length(3);
    expect(post.querySelector('#mine')!.closest('blog-youtube')).to.not.be.null;
  });

  for (const text of [
    `<p>Zie <a href="${film}">deze film</a>.</p>`,
    `<ul><li><a href="${film}">Film</a></li></ul>`,
    `<p><a href="${film}"><img alt="x" src="${picture(1, 1)}"></a></p>`,
    `<pre>${film}</pre>`,
    '<p><a href="https://www.youtube.com/@channel">Kanaal</a></p>',
    '<p><a href="https://example.org/youtu">Iets</a></p>',
    '<iframe src="about:blank" title="x"></iframe>',
    `<nav><p><a href="${film}">Film</a></p></nav>`,
  ]) {
    it(`are left in ${text.slice(0, 60)}`, async () => {
      const post = await make(`<article>${text}</article>`);
      expect(post.querySelector('blog-youtube')).to.be.null;
    });
  }

  it('that WordPress could not find become cards all the same, without the padded box around them', async () => {
    const post = await make(
      '<article><figure class="wp-block-embed wp-has-aspect-ratio"><div class="wp-block-embed__wrapper">\nhttps://www.youtube.com/watch?v=aqz-KE-bpKQ\n</div></figure></article>',
    );
    expect(post.querySelector('figure > blog-youtube')).to.not.be.null;
    expect(post.querySelector('.wp-block-embed__wrapper')).to.be.null;
    post.keepEmbeds = true;
    await waitUntil(() => post.querySelector('.wp-block-embed__wrapper')?.textContent!.includes('youtube.com/watch'));
  });

  it('stay frames and links with keep-embeds, also when it is set later', async () => {
    const post = await make(`<article><p><a href="${film}">Een film</a></p></article>`, 'keep-embeds');
    expect(post.querySelector('blog-youtube')).to.be.null;
    post.keepEmbeds = false;
    await waitUntil(() => post.querySelector('blog-youtube'));
    post.keepEmbeds = true;
    await waitUntil(() => post.querySelector('p > a') && !post.querySelector('blog-youtube'));
  });

  it('load their card, which asks nothing of YouTube’s player before a click', async () => {
    await make('<article><p><a href="https://youtu.be/notBefore_1">Een film</a></p></article>');
    await waitUntil(() => customElements.get('blog-youtube'));
    expect(await executeServerCommand('outside-requests', { containing: '/embed/notBefore_1' })).to.deep.equal([]);
  });
});

describe('Structured data', () => {
  const scripts = () => [...document.querySelectorAll('script[type="application/ld+json"]')].map((script) => JSON.parse(script.textContent!));

  it('describes the post once, and goes when the element goes', async () => {
    const holder = await fixture<HTMLElement>(
      html`<div><blog-post json-ld><article><h1>Een kop</h1><time datetime="2024-02">feb</time><p>Tekst</p></article></blog-post><blog-post json-ld><article><h1>Nog een</h1></article></blog-post></div>`,
    );
    await waitUntil(() => scripts().length > 0);
    await ready(holder.querySelectorAll('blog-post')[1]!);
    await nextFrame();
    expect(scripts()).to.have.length(1);
    const [data] = scripts();
    expect(data['@type']).to.equal('BlogPosting');
    expect(data.headline).to.be.oneOf(['Een kop', 'Nog een']);
    expect(data.timeRequired).to.equal('PT1M');
    expect(data.mainEntityOfPage).to.equal(location.href);
    holder.remove();
    await waitUntil(() => scripts().length === 0);
  });

  it('is left out when the page has an article of its own', async () => {
    const own = document.head.appendChild(Object.assign(document.createElement('script'), { type: 'application/ld+json' }));
    own.append('{"@type":"NewsArticle"}');
    const post = await make('<article><h1>Een kop</h1></article>', 'json-ld toc');
    await waitUntil(() => post.shadowRoot!.querySelector<HTMLElement>('.contents'));
    await nextFrame();
    expect(scripts()).to.have.length(1);
    own.remove();
  });
});

describe('A post', () => {
  it('survives being moved, removed and put back', async () => {
    const post = await make('<article><h1>Kop</h1><h2>A</h2><p>x</p><pre>code</pre></article>', 'toc copy-code progress reading-time');
    await waitUntil(() => part(post, 'contents') && part(post, 'progress') && post.querySelector('.blog-copy'));
    const place = document.body.appendChild(document.createElement('section'));
    place.append(post);
    await waitUntil(() => part(post, 'contents') && part(post, 'progress') && post.querySelector('.blog-copy'));
    post.remove();
    expect(post.querySelectorAll('.blog-copy')).to.have.length(0);
    place.append(post);
    await waitUntil(() => part(post, 'contents') && part(post, 'progress') && post.querySelector('.blog-copy'));
    expect(post.querySelectorAll('.blog-copy')).to.have.length(1);
    expect(post.shadowRoot!.querySelectorAll('[part~="progress"]')).to.have.length(1);
    place.remove();
  });

  it('that the parser is still inside of is left alone until it is whole', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe></iframe>`);
    const inside = frame.contentDocument!;
    inside.open();
    inside.write(
      `<!doctype html><script type="module" async src="${new URL('../../src/post/index.ts', import.meta.url).href}"></script><blog-post reading-time><article><h1>Kop</h1><p><a href="${film}">Een film</a>`,
    );
    await waitUntil(() => frame.contentWindow!.customElements.get('blog-post'), 'not defined', { timeout: 8000 });
    const post = inside.querySelector('blog-post')!;
    await post.updateComplete;
    inside.write(` staat midden in een zin.</p><p>${words(500)}</p></article></blog-post>`);
    inside.close();
    await waitUntil(() => post.post !== undefined);
    expect(post.querySelector('blog-youtube')).to.be.null;
    expect(part(post, 'reading-time')!.textContent).to.equal('2 min read');
  });

  it('has nothing for axe to find, in Dutch and in Arabic', async () => {
    for (const lang of ['nl', 'ar']) {
      const holder = await fixture<HTMLElement>(html`<div></div>`);
      holder.lang = lang;
      holder.innerHTML = `<blog-post toc reading-time progress copy-code zoom-images><p slot="header">Boven</p><article><h1>Kop</h1><h2>A</h2><p>${words(30)}</p><img src="${picture(200, 100)}" alt="x"><pre>code</pre></article><p slot="footer">Onder</p></blog-post>`;
      const post = await ready(holder.querySelector('blog-post')!);
      await waitUntil(() => part(post, 'contents') && post.querySelector('.blog-copy'));
      part(post, 'contents-title')!.click();
      await expect(post).to.be.accessible();
    }
  });

  it('leaves a text in a language we have no words for in its own direction', async () => {
    const holder = await fixture<HTMLElement>(html`<div lang="he" dir="rtl"><blog-post reading-time><article><p>שלום</p></article></blog-post></div>`);
    const post = await ready(holder.querySelector('blog-post')!);
    expect(getComputedStyle(holder.querySelector('article')!).direction).to.equal('rtl');
    expect(part(post, 'reading-time')!.closest('[lang]')!.getAttribute('lang')).to.equal('en');
  });

  it('breaks the longest words in its contents at 320 px', async () => {
    const post = await make(
      `<article><h1>Kop</h1><h2>${'Donaudampfschifffahrtsgesellschaft'.repeat(3)}</h2><p>x</p></article>`,
      'toc reading-time style="inline-size: 320px"',
    );
    await waitUntil(() => part(post, 'contents'));
    part(post, 'contents-title')!.click();
    await waitUntil(() => part(post, 'contents-list')!.clientHeight > 0);
    expect(part(post, 'contents-list')!.scrollWidth).to.be.at.most(320);
  });
});
