/** Comments that a server rendered: there without script, taken over without moving, kept where they belong. */
import { expect } from '@open-wc/testing';
import type { BlogComments } from '../../src/comments/blog-comments.js';
import type { Comment } from '../../src/comments/model.js';
import { FakeStore, comment } from './fake-store.js';
import { waitUntil } from './wait.js';
import { shadowOf } from './shadow.js';

interface Shape {
  name: string;
  list: string;
  children: string;
  item: (comment: Comment, replies: string) => string;
}

const shapes: Shape[] = [
  {
    name: 'our own',
    list: 'blog-comments-list',
    children: 'blog-comments-list',
    item: (
      { id, author, text, dateCreated },
      replies,
    ) => `<li><article class="blog-comment" id="comment-${id}"><header class="blog-comment-header"><span class="blog-comment-author">${author.name}</span>
      <a class="blog-comment-link" href="#comment-${id}"><time class="blog-comment-date" datetime="${dateCreated}">a day in autumn</time></a></header><div class="blog-comment-body"><p>${String(text)}</p></div></article>${replies}</li>`,
  },
  {
    name: 'WordPress’s',
    list: 'comment-list',
    children: 'children',
    item: (
      { id, author, text, dateCreated },
      replies,
    ) => `<li id="comment-${id}" class="comment"><article id="div-comment-${id}" class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><b class="fn">${author.name}</b> <span class="says">says:</span></div>
      <div class="comment-metadata"><a href="#comment-${id}"><time datetime="${dateCreated}">a day in autumn</time></a></div></footer><div class="comment-content"><p>${String(text)}</p></div><div class="reply"><a class="comment-reply-link" href="?replytocom=${id}">Reply</a></div></article>${replies}</li>`,
  },
  {
    name: 'an older theme’s of WordPress',
    list: 'commentlist',
    children: 'children',
    item: (
      { id, author, text },
      replies,
    ) => `<li id="comment-${id}" class="comment"><div id="div-comment-${id}" class="comment-body"><div class="comment-author vcard"><cite class="fn">${author.name}</cite> <span class="says">says:</span></div>
      <div class="comment-meta commentmetadata"><a href="#comment-${id}">a day in autumn</a></div><p>${String(text)}</p><div class="reply"><a href="?replytocom=${id}">Reply</a></div></div>${replies}</li>`,
  },
];

const list = ({ item, list: outer, children }: Shape, comments: Comment[], parent?: string): string => {
  const level = comments.filter((each) => each.parent === parent);
  return level.length
    ? `<ol class="${parent ? children : outer}">${level.map((each) => item(each, list({ name: '', item, list: outer, children }, comments, each.id))).join('')}</ol>`
    : '';
};

interface Page {
  box: BlogComments;
  read(): Promise<void>;
  find(id: string): HTMLElement;
  places(): number[];
  moved(): number[][];
  close(): void;
}

/** A page whose script comes when it is there already, as on a blog. */
async function open(store: FakeStore, markup: string, hash = ''): Promise<Page> {
  const frame = document.createElement('iframe');
  frame.title = 'a post';
  frame.style.cssText = 'inline-size: 700px; block-size: 1500px; border: 0';
  frame.srcdoc = `<!doctype html><html lang="en"><link rel="stylesheet" href="/src/blog-elements.css"><body><h1>A post</h1><blog-comments thread="/a">${markup}</blog-comments><p>The end</p></body></html>`;
  document.body.append(frame);
  const page = () => frame.contentDocument!;
  await waitUntil(() => page().readyState === 'complete' && page().querySelector('blog-comments'));
  const box = page().querySelector('blog-comments')!;
  box.commentStore = store;
  if (hash) frame.contentWindow!.location.hash = hash;
  const marked = () => [...page().querySelectorAll('article, .comment-body, blog-comments p')];
  const all = marked();
  const places = () => all.map((node) => Math.round(node.getBoundingClientRect().top + frame.contentWindow!.scrollY));
  const moved: number[][] = [];
  const before = JSON.stringify(places());
  let watching = true;
  /** Behind each frame: as it was painted. */
  const watch = async (): Promise<void> => {
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    if (!watching) return;
    if (JSON.stringify(places()) !== before) moved.push(places());
    requestAnimationFrame(() => void watch());
  };
  return {
    box,
    places,
    async read() {
      requestAnimationFrame(() => void watch());
      const script = page().createElement('script');
      script.type = 'module';
      script.src = new URL('../../src/comments/index.ts', import.meta.url).href;
      page().head.append(script);
      await waitUntil(() => [...page().querySelectorAll('blog-comment-actions')].some(({ shadowRoot }) => shadowRoot));
      for (let frames = 0; frames < 5; frames++) await new Promise(requestAnimationFrame);
    },
    find: (id) => page().querySelector(`#comment-${id}`)!,
    moved: () => moved,
    close() {
      watching = false;
      frame.remove();
    },
  };
}

const ids = (box: Element) => [...box.querySelectorAll<HTMLElement>('[tabindex="-1"]')].map(({ id }) => id.replace('comment-', ''));

describe('Comments that a server rendered', () => {
  let page: Page;
  afterEach(() => {
    page.close();
  });

  for (const shape of shapes) {
    it(`in ${shape.name} shape, do not move when they are taken over`, async () => {
      const comments = [comment(0), comment(1, { parent: '0' }), comment(2, { text: 'A longer text that goes on and on. '.repeat(6).trim() }), comment(3)];
      page = await open(new FakeStore(comments), list(shape, comments));
      const before = page.places();
      await page.read();
      expect(page.moved()).to.deep.equal([]);
      expect(page.places()).to.deep.equal(before);
      expect(ids(page.box)).to.deep.equal(['0', '1', '2', '3']);
      expect(page.box.textContent).to.contain('a day in autumn');
      expect(page.box.querySelector('article, .comment-body')?.getAttribute('aria-label')).to.equal('Comment by Author 0');
    });

    it(`in ${shape.name} shape, tell what has changed since`, async () => {
      const old = [comment(0), comment(1), comment(2, { parent: '1' }), comment(3)];
      const now = [
        old[0]!,
        comment(1, { status: 'deleted', text: '', author: { name: '' } }),
        old[2]!,
        comment(3, { text: 'Better', dateModified: '2025-01-01T00:00:00Z' }),
      ];
      page = await open(new FakeStore(now), list(shape, old));
      await page.read();
      expect(page.find('1').textContent).to.contain('This comment was deleted.').and.not.contain('Author 1');
      expect(page.find('3').textContent).to.contain('Better').and.contain('edited').and.contain('Author 3');
    });
  }

  it('and are more than a page, stay in order while the rest is read', async () => {
    const comments = Array.from({ length: 60 }, (_, index) => comment(index));
    page = await open(new FakeStore(comments), list(shapes[0]!, comments.slice(0, 50)));
    await page.read();
    const order = () => ids(page.box).join();
    expect(order()).to.equal(
      comments
        .slice(0, 50)
        .map(({ id }) => id)
        .join(),
    );
    const more = () => [...shadowOf(page.box).querySelectorAll('button')].find((each) => /More/.test(each.textContent));
    for (let presses = 0; more() && presses < 5; presses++) {
      more()!.click();
      await waitUntil(() => more()?.getAttribute('aria-disabled') !== 'true');
      await page.box.updateComplete;
    }
    expect(order()).to.equal(comments.map(({ id }) => id).join());
  });

  it('and hold the one that the address names, are not asked for again', async () => {
    const store = new FakeStore(Array.from({ length: 60 }, (_, index) => comment(index)));
    page = await open(store, list(shapes[0]!, store.comments.slice(0, 50)), 'comment-45');
    await page.read();
    await waitUntil(() => page.find('45').matches(':focus'));
    expect(store.requests.map(({ around }) => around)).to.deep.equal([undefined]);
  });

  it('and do not hold the one that the address names, give way to those around it', async () => {
    const store = new FakeStore(Array.from({ length: 100 }, (_, index) => comment(index)));
    page = await open(store, list(shapes[0]!, store.comments.slice(0, 20)), 'comment-80');
    await page.read();
    await waitUntil(() => page.find('80')?.matches(':focus'));
    expect(ids(page.box)[0]).to.equal('70');
  });

  it('and wait for a moderator, stay in sight of their writer', async () => {
    const store = new FakeStore([comment(0)]);
    const held = list(shapes[1]!, [comment(0), comment(9)]).replace(
      /(<article id="div-comment-9".*?<\/div>)/s,
      '$1<em class="comment-awaiting-moderation">Your comment is awaiting moderation.</em>',
    );
    page = await open(store, held);
    await page.read();
    expect(ids(page.box)).to.deep.equal(['0', '9']);
    expect(page.find('9').textContent).to.contain('awaiting moderation');
  });
});
