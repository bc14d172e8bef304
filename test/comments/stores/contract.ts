/** What every store keeps to, by its capabilities. `setUp` fills a back end with a thread and gives the store before it. */
import { expect } from '@open-wc/testing';
import { plainText } from '../../../src/comments/markup/render.js';
import { parseMarkup } from '../../../src/comments/markup/parse.js';
import { cleanComment } from '../../../src/comments/sanitize-comment.js';
import type { Comment, CommentPage } from '../../../src/comments/model.js';
import { StoreError } from '../../../src/comments/stores/store.js';
import type { CommentStore } from '../../../src/comments/stores/store.js';
import type { Seed } from './back-ends.js';

export interface Setting {
  store: CommentStore;
  thread: string;
  /** Lets the next requests end so; left out for stores that ask nobody. */
  fail?: (how: 'refused' | 'broken' | 'garbage' | 'cut' | 'html' | undefined) => void;
  tearDown?: () => void;
}

const minute = (number: number): string => `2024-05-01T10:${String(number).padStart(2, '0')}:00Z`;

/** Five roots; under the second three levels of replies, and a second reply. */
export const seeds: Seed[] = [
  { text: 'One', by: 'Anna', at: minute(1) },
  { text: 'Two', by: 'Ben', at: minute(2) },
  { text: 'Two a', by: 'Cem', at: minute(3), under: 'Two' },
  { text: 'Two a i', by: 'Dee', at: minute(4), under: 'Two a' },
  { text: 'Three', by: 'Eva', at: minute(5) },
  { text: 'Two b', by: 'Finn', at: minute(6), under: 'Two' },
  { text: 'Four', by: 'Guus', at: minute(7) },
  { text: 'Five', by: 'Hana', at: minute(8) },
];

const key = (): string => crypto.randomUUID().replaceAll('-', '');

export function textOf({ text }: Comment): string {
  return plainText(typeof text === 'string' ? parseMarkup(text) : text);
}

async function allPages(store: CommentStore, thread: string, order: 'oldest' | 'newest', limit: number): Promise<Comment[]> {
  const all: Comment[] = [];
  let after: string | undefined;
  for (let turns = 0; turns < 20; turns++) {
    const page: CommentPage = await store.page({ thread, order, limit, ...(after !== undefined && { after }) });
    all.push(...page.comments);
    after = page.after;
    if (after === undefined) break;
  }
  return all;
}

async function refusal(task: Promise<unknown>): Promise<StoreError> {
  const error = await task.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(StoreError);
  return error as StoreError;
}

export function keepsTheContract(name: string, setUp: (thread: Seed[]) => Promise<Setting>): void {
  describe(`The contract of stores: ${name}`, () => {
    let setting: Setting;
    const begin = async (thread = seeds): Promise<Setting> => (setting = await setUp(thread));
    beforeEach(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    afterEach(() => setting.tearDown?.());

    it('gives comments that keep the model’s promises, parents before their children', async () => {
      const { store, thread } = await begin();
      const { comments, count } = await store.page({ thread });
      expect(comments.map(textOf).sort()).to.deep.equal(seeds.map(({ text }) => text).sort());
      expect(count).to.equal(seeds.length);
      const before = new Set<string>();
      for (const comment of comments) {
        expect(cleanComment(comment)).to.deep.include({ id: comment.id, status: 'published', text: comment.text });
        expect(comment.dateCreated).to.match(/(Z|[+-]\d\d:\d\d)$/);
        if (comment.parent) expect(before, `parent of "${textOf(comment)}"`).to.include(comment.parent);
        expect(before).not.to.include(comment.id);
        before.add(comment.id);
      }
      const parentOf = (text: string) => comments.find(({ id }) => id === comments.find((each) => textOf(each) === text)!.parent);
      expect(textOf(parentOf('Two a i')!)).to.equal('Two a');
      expect(parentOf('Three')).to.equal(undefined);
      expect(comments[0]?.author.name).to.equal('Anna');
    });

    it('gives every comment once, page by page, either way round', async () => {
      const { store, thread } = await begin();
      for (const order of ['oldest', 'newest'] as const) {
        if (!store.capabilities.orders.includes(order)) continue;
        const all = await allPages(store, thread, order, 2);
        expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
        const roots = all.filter(({ parent }) => parent === undefined).map(textOf);
        expect(roots).to.deep.equal(order === 'oldest' ? ['One', 'Two', 'Three', 'Four', 'Five'] : ['Five', 'Four', 'Three', 'Two', 'One']);
        expect(all.filter(({ parent }) => parent !== undefined).map(textOf)).to.deep.equal(['Two a', 'Two a i', 'Two b']);
      }
    });

    it('finds the page that holds a comment, with those above it, and reads on from there both ways', async () => {
      const { store, thread } = await begin();
      const { comments } = await store.page({ thread });
      const deep = comments.find((each) => textOf(each) === 'Two a i')!;
      const page = await store.page({ thread, limit: 1, around: deep.id });
      expect(page.comments.map(textOf)).to.include.members(['Two', 'Two a', 'Two a i']).and.not.include('Five');
      expect(page.before).to.be.a('string');
      const earlier = await store.page({ thread, limit: 1, before: page.before! });
      expect(earlier.comments.map(textOf)).to.deep.equal(['One']);
      expect((await store.page({ thread, limit: 1, after: page.after! })).comments.map(textOf)).to.deep.equal(['Three']);
      const error = await refusal(store.page({ thread, around: '987654321' }));
      expect(error.code).to.be.oneOf(['not-found', 'invalid']);
    });

    it('is empty where nobody wrote', async () => {
      const { store, thread } = await begin([]);
      const page = await store.page({ thread });
      expect(page.comments).to.deep.equal([]);
      expect(page.count).to.equal(0);
      expect(page.after).to.equal(undefined);
    });

    it('says what it can do, and can do what it says', async () => {
      const { store, thread } = await begin();
      await store.page({ thread });
      const { capabilities } = store;
      expect(capabilities.orders).not.to.be.empty;
      expect(capabilities.maxLength).to.be.at.least(0);
      if (capabilities.write) expect(store.create).to.be.a('function');
      if (capabilities.edit) expect([typeof store.edit, typeof store.delete]).to.deep.equal(['function', 'function']);
      if (capabilities.vote) expect(store.vote).to.be.a('function');
      if (capabilities.report) expect(store.report).to.be.a('function');
      if (capabilities.replyElsewhere) {
        const { name, url } = capabilities.replyElsewhere;
        expect(name).not.to.be.empty;
        expect(typeof url === 'function' ? url(thread) : url).to.match(/^https:\/\//);
      }
    });

    it('counts what it shows', async () => {
      const { store, thread } = await begin();
      if (!store.counts) return;
      const counts = await store.counts([thread]);
      expect([...counts]).to.deep.equal([[thread, seeds.length]]);
    });

    it('takes a comment and a reply, once for each key', async () => {
      const { store, thread } = await begin();
      if (!store.capabilities.write) {
        expect(store.capabilities.replyElsewhere).not.to.equal(undefined);
        return;
      }
      const author = { name: 'Ida', email: 'ida@example.org' };
      const made = await store.create!({ thread, text: 'Six, now', key: key(), secret: key(), author });
      expect(made).to.deep.include({ status: 'published', own: true });
      expect(textOf(made)).to.equal('Six, now');
      const again = { thread, text: 'Six a', parent: made.id, key: key(), secret: key(), author };
      const reply = await store.create!(again);
      expect(reply.parent).to.equal(made.id);
      const { comments, count } = await store.page({ thread, order: 'oldest' });
      expect(count).to.equal(seeds.length + 2);
      expect(comments.slice(-2).map(textOf)).to.deep.equal(['Six, now', 'Six a']);
    });

    it('lets its writer change and delete, where it says so', async () => {
      const { store, thread } = await begin();
      if (!store.capabilities.edit) {
        expect(store.edit).to.equal(undefined);
        return;
      }
      const secret = key();
      const { id } = await store.create!({ thread, text: 'Rash', key: key(), secret, author: { name: 'Ida' } });
      expect(textOf(await store.edit!(id, 'Considered', secret))).to.equal('Considered');
      await store.delete!(id, secret);
      expect((await store.page({ thread })).comments.map(({ id: each }) => each)).not.to.include(id);
    });

    it('tells the ways of failing apart', async () => {
      const { store, thread, fail } = await begin();
      if (!fail) return;
      const codes = { refused: 'offline', cut: 'offline', broken: 'unavailable', garbage: 'unavailable', html: 'unavailable' } as const;
      for (const [how, code] of Object.entries(codes)) {
        fail(how as keyof typeof codes);
        expect((await refusal(store.page({ thread }))).code, how).to.equal(code);
        if (store.counts && how !== 'garbage') expect((await refusal(store.counts([thread]))).code, `counts, ${how}`).to.equal(code);
      }
      fail(undefined);
      expect((await store.page({ thread })).count).to.equal(seeds.length);
    });

    it('stops when it is told to', async () => {
      const { store, thread, fail } = await begin();
      if (!fail) return;
      const stop = new AbortController();
      stop.abort();
      const error = (await store.page({ thread, signal: stop.signal }).then(
        () => undefined,
        (reason: unknown) => reason,
      )) as Error;
      expect(error.name).to.equal('AbortError');
    });
  });
}

/** The ways of `fail`, for stores that ask by `fetch`. */
export const faults: Record<string, () => Response | Promise<Response>> = {
  refused: () => Promise.reject(new TypeError('Failed to fetch')),
  broken: () => new Response('<h1>Internal error</h1>', { status: 500 }),
  html: () => new Response('<!doctype html><p>Welcome to our hotel', { status: 200, headers: { 'Content-Type': 'text/html' } }),
  garbage: () => new Response('{"comments": 5, "thread": "x", "descendants": {}}', { status: 200 }),
  cut: () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('[{"id":1'));
          controller.error(new TypeError('cut'));
        },
      }),
    ),
};
