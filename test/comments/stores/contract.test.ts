/** Every store of ours, and one that a page registers, before the same questions. */
import { LocalStore } from '../../../src/comments/stores/local.js';
import { openStore, registerCommentStore } from '../../../src/comments/stores/registry.js';
import { RestStore } from '../../../src/comments/stores/rest.js';
import type { CommentStore } from '../../../src/comments/stores/store.js';
import { FakeWordPress, Network, blueskyAnswer, mastodonAnswer } from './back-ends.js';
import type { Seed } from './back-ends.js';
import { faults, keepsTheContract } from './contract.js';

const hex = (): string => crypto.randomUUID().replaceAll('-', '');

/** A store before a network of ours. */
const before = (network: Network, store: CommentStore, thread: string) => ({
  store,
  thread,
  fail: (how: string | undefined) => {
    network.fault = how === undefined ? undefined : faults[how];
  },
  tearDown: () => network.end(),
});

/** Writes the thread by the store itself. */
async function fill(store: CommentStore, thread: string, seeds: Seed[]): Promise<void> {
  const ids = new Map<string, string>();
  for (const { text, by, under } of seeds) {
    const made = await store.create!({ thread, text, key: hex(), secret: hex(), author: { name: by }, ...(under && { parent: ids.get(under)! }) });
    ids.set(text, made.id);
    // Two comments of one millisecond have no order.
    const now = Date.now();
    while (Date.now() === now)
      await new Promise((resolve) => {
        setTimeout(resolve, 1);
      });
  }
}

keepsTheContract('local', async (seeds) => {
  const store = new LocalStore('contract');
  await fill(store, '/a', seeds);
  return { store, thread: '/a' };
});

keepsTheContract('rest, before the real server', async (seeds) => {
  const thread = `/contract-${hex()}`;
  const store = new RestStore('/comments');
  await fill(store, thread, seeds);
  const network = new Network(() => {
    throw new Error('set below');
  });
  const { fetch } = window;
  network.end();
  const real = window.fetch;
  window.fetch = (input, init) => (network.fault ? fetch(input, init) : real(input, init));
  return {
    store,
    thread,
    fail: (how) => {
      network.fault = how === undefined ? undefined : faults[how];
    },
    tearDown: () => {
      window.fetch = real;
    },
  };
});

for (const src of ['https://wp.example/wp-json', 'https://wp.example/?rest_route=/', 'https://wp.example/blog/wp-json/']) {
  keepsTheContract(`wordpress at ${src}`, async (seeds) => {
    const site = new FakeWordPress(seeds);
    const network = new Network(site.answer);
    return before(network, await openStore('wordpress', `${src}${src.includes('?') ? '&' : '?'}once=${hex()}`), '412');
  });
}

keepsTheContract('bluesky', async (seeds) =>
  before(new Network(blueskyAnswer(seeds)), await openStore('bluesky', `https://${hex()}.example`), 'https://bsky.app/profile/blog.example/post/3kaaaaaaaaa2a'),
);

keepsTheContract('mastodon', async (seeds) =>
  before(new Network(mastodonAnswer(seeds)), await openStore('mastodon', `https://${hex()}.example`), 'https://mastodon.example/@blog/77'),
);

keepsTheContract('one that a page registers', async (seeds) => {
  const name = `mine-${hex()}`;
  registerCommentStore(name, (src) => {
    const inner = new LocalStore(src);
    return {
      capabilities: { ...inner.capabilities, live: false },
      page: (request) => inner.page(request),
      create: (made) => inner.create(made),
      edit: (id, text) => inner.edit(id, text),
      delete: (id) => inner.delete(id),
      vote: (id, on) => inner.vote(id, on),
    };
  });
  const store = await openStore(name, 'registered');
  await fill(store, '/r', seeds);
  return { store, thread: '/r' };
});
