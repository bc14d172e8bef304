import { expect } from '@open-wc/testing';
import { RestStore } from '../../../src/comments/stores/rest.js';
import type { Comment } from '../../../src/comments/model.js';
import { FakeStore } from './fake-store.js';
import { button, complains, inside, newThread, openForm, says, textarea, type } from './form.js';
import { waitUntil } from '../wait.js';

type Answer = () => Response | Promise<Response>;
const json = (body: unknown, status = 200, headers = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
const comment: Comment = { id: 'c1', author: { name: 'Anna' }, text: 'Precious', dateCreated: '2026-11-24T12:00:00Z', status: 'published', own: true };

/** A body that breaks off after its first bytes. */
function cut(): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"id":"c'));
        controller.error(new TypeError('cut'));
      },
    }),
    { status: 201 },
  );
}

describe('The form before a server that fails', () => {
  const { fetch } = window;
  let answers: Answer[];
  let bodies: { key: string }[];
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
    answers = [];
    bodies = [];
    window.fetch = async (_url, init) => {
      bodies.push(JSON.parse(String(init?.body ?? '{}')) as { key: string });
      return (answers.length > 1 ? answers.shift()! : answers[0]!)();
    };
  });
  afterEach(() => {
    window.fetch = fetch;
  });

  async function send(): Promise<HTMLElement> {
    const store = new RestStore('/comments');
    store.capabilities = { ...store.capabilities, authors: 'guest' };
    const form = await openForm(store, { thread: newThread() });
    type(form, 'Precious');
    type(form, 'Anna', '#name');
    button(form, 'Post comment').click();
    return form;
  }

  const lost: Record<string, Answer> = {
    'refuses the connection, or CORS does': () => Promise.reject(new TypeError('Failed to fetch')),
    'answers 500': () => new Response('<h1>Internal error</h1>', { status: 500 }),
    'answers 502 from a proxy': () => new Response('', { status: 502 }),
    'answers garbage with 200': () => new Response('<!doctype html><p>Welcome to our hotel', { status: 200 }),
    'answers another’s JSON': () => json([1, 2, 3], 201),
    'breaks off in the middle': cut,
  };
  for (const [what, answer] of Object.entries(lost)) {
    it(`keeps the text and sends it again when it ${what}`, async () => {
      answers = [answer, () => json(comment, 201)];
      const form = await send();
      await says(form, /Can’t reach the server/);
      expect(textarea(form).value).to.equal('Precious');
      button(form, 'Try now').click();
      await says(form, 'Your comment has been posted.');
      expect(bodies).to.have.length(2);
      expect(bodies[0]?.key).to.equal(bodies[1]!.key);
    });
  }

  const refused: Record<string, [Answer, string]> = {
    'a text it finds too long': [() => json({ code: 'too-large' }, 413), 'This is too long.'],
    'a field of no form': [() => json({ code: 'invalid', fields: { thread: 'malformed' } }, 422), 'Something went wrong.'],
    'hostile fields': [() => json({ code: 'invalid', fields: { __proto__: 'x', text: '<img src=x onerror=alert(1)>' } }, 400), 'Check this field'],
    'an unknown code': [() => json({ code: '<script>' }, 418), 'You’re not allowed to do this.'],
    'everything, for an hour': [() => json({ code: 'too-many' }, 429, { 'Retry-After': '3600' }), 'Try again later'],
  };
  for (const [what, [answer, words]] of Object.entries(refused)) {
    it(`gives the text back when it refuses ${what}`, async () => {
      answers = [answer];
      const form = await send();
      await complains(form, words);
      expect(textarea(form).value).to.equal('Precious');
      expect(textarea(form).readOnly).to.equal(false);
    });
  }
});

describe('Hostile names', () => {
  it('are text, on one line, and turn nothing about', async () => {
    localStorage.clear();
    sessionStorage.clear();
    const store = new FakeStore();
    store.account = { id: 'x', name: '<img src=x onerror=window.fired=1>\u202Eevil\u200B' };
    const parentComment: Comment = {
      id: 'p',
      author: { name: '\u2067a\n\nb"><script>window.fired=1</script>' },
      text: 'x',
      dateCreated: '',
      status: 'published',
    };
    const form = await openForm(store, { parentComment });
    expect(inside(form, 'label').textContent).to.equal('Your reply to \u2068a b"><script>window.fired=1</script>\u2069');
    expect(inside(form, '.account').textContent).to.contain('evil\u2069').and.not.contain('\u202E');
    await waitUntil(() => !('fired' in window));
  });
});
