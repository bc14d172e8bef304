import { expect } from '@open-wc/testing';
import type { Comment } from '../../../src/comments/model.js';
import { LocalStore } from '../../../src/comments/stores/local.js';
import { openStore } from '../../../src/comments/stores/registry.js';
import type { StoreError } from '../../../src/comments/stores/store.js';
import type { LiveEvent } from '../../../src/comments/stores/store.js';

let keys = 0;
const key = (): string => String(++keys).padStart(16, '0') + '0'.repeat(16);
const ids = (comments: Comment[]): string[] => comments.map(({ text }) => String(text));

describe('The store of this browser', () => {
  let store: LocalStore;
  beforeEach(() => {
    localStorage.clear();
    store = new LocalStore('demo');
  });

  const write = (text: string, parent?: string, thread = '/a'): Promise<Comment> =>
    store.create({ thread, text, key: key(), author: { name: 'Anna' }, ...(parent && { parent }) });

  it('is found under its name', async () => {
    expect(await openStore('local', 'demo')).to.be.instanceOf(LocalStore);
  });

  it('keeps comments for the next visit, and one for a key', async () => {
    const first = await store.create({ thread: '/a', text: 'one', key: 'ab'.repeat(16), author: { name: 'Anna' } });
    expect(await store.create({ thread: '/a', text: 'one', key: 'ab'.repeat(16) })).to.deep.equal(first);
    const page = await new LocalStore('demo').page({ thread: '/a' });
    expect(page.comments).to.have.length(1);
    expect(page.comments[0]).to.deep.include({ text: 'one', author: { name: 'Anna' }, own: true, status: 'published' });
    expect((await new LocalStore('other').page({ thread: '/a' })).comments).to.deep.equal([]);
  });

  it('gives pages both ways, with replies behind their roots', async () => {
    const roots: Comment[] = [];
    for (let number = 1; number <= 5; number++) roots.push(await write(`r${number}`));
    await write('r1-a', roots[0]!.id);
    const first = await store.page({ thread: '/a', limit: 2 });
    expect(ids(first.comments)).to.deep.equal(['r1', 'r1-a', 'r2']);
    expect(first).to.deep.include({ count: 6 });
    expect(first.before).to.equal(undefined);
    const second = await store.page({ thread: '/a', limit: 2, after: first.after! });
    expect(ids(second.comments)).to.deep.equal(['r3', 'r4']);
    const last = await store.page({ thread: '/a', limit: 2, after: second.after! });
    expect(ids(last.comments)).to.deep.equal(['r5']);
    expect(last.after).to.equal(undefined);
    expect(ids((await store.page({ thread: '/a', limit: 2, before: last.before! })).comments)).to.deep.equal(['r3', 'r4']);
    expect(ids((await store.page({ thread: '/a', limit: 2, around: roots[3]?.id })).comments)).to.deep.equal(['r3', 'r4']);
  });

  it('orders, counts, votes', async () => {
    await write('one');
    const two = await write('two');
    await write('elsewhere', undefined, '/b');
    expect(await store.vote(two.id, true)).to.equal(1);
    expect(ids((await store.page({ thread: '/a', order: 'top' })).comments)).to.deep.equal(['two', 'one']);
    expect([...(await store.counts(['/a', '/b', '/c']))]).to.deep.equal([
      ['/a', 2],
      ['/b', 1],
      ['/c', 0],
    ]);
  });

  it('edits and deletes; what was answered leaves its place', async () => {
    const one = await write('one');
    const two = await write('two');
    await write('reply', one.id);
    expect((await store.edit(two.id, 'changed')).dateModified).to.be.a('string');
    await store.delete(two.id);
    await store.delete(one.id);
    const { comments, count } = await store.page({ thread: '/a' });
    expect(comments.map(({ status }) => status)).to.deep.equal(['deleted', 'published']);
    expect(count).to.equal(1);
    const refusal = (await store.edit('none', 'x').catch((error: unknown) => error)) as StoreError;
    expect(refusal.code).to.equal('not-found');
  });

  it('tells of what others write', async () => {
    const events: LiveEvent[] = [];
    const stop = store.live('/a', (event) => events.push(event));
    const one = await write('one');
    await write('elsewhere', undefined, '/b');
    await store.edit(one.id, 'changed');
    await store.delete(one.id);
    stop();
    await write('two');
    expect(events.map(({ type }) => type)).to.deep.equal(['created', 'changed', 'deleted']);
  });

  it('is not broken by garbage in the storage', async () => {
    localStorage.setItem('blog-elements:local:demo', '{"a":');
    expect((await store.page({ thread: '/a' })).comments).to.deep.equal([]);
    localStorage.setItem('blog-elements:local:demo', '[null, 5, {"id":1}]');
    expect((await store.page({ thread: '/a' })).comments).to.deep.equal([]);
  });
});
