/** The box against the real comment server. */
import { expect, fixture, html } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import '../../src/comments/index.js';
import type { Comment, CommentPage } from '../../src/comments/model.js';
import { RestStore } from '../../src/comments/stores/rest.js';
import { waitUntil } from './wait.js';

const hex = () => crypto.randomUUID().replaceAll('-', '');
const post = async (thread: string, text: string, parent?: string): Promise<Comment> => {
  const answer = await fetch('/comments', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ thread, text, key: hex(), author: { name: 'Guest' }, secret: hex(), ...(parent && { parent }) }) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return await answer.json() as Comment;
};
const texts = (box: Element) => [...box.querySelectorAll('article .blog-comment-body')].map((body) => body.textContent);

describe('The box at the real server', () => {
  it('shows what is there, counts it, and finds a deep link in the middle of the thread', async () => {
    const thread = `/server-${hex()}`;
    const made: Comment[] = [];
    for (let number = 0; number < 30; number++) made.push(await post(thread, `Comment **${number}**`));
    const reply = await post(thread, 'A reply', made[29]!.id);
    const page = await fixture<HTMLElement>(html`<div><blog-comments src="/comments" thread=${thread} page-size="5"></blog-comments><blog-comment-count src="/comments" thread=${thread}></blog-comment-count></div>`);
    const [box, count] = [page.querySelector('blog-comments')!, page.querySelector('blog-comment-count')!];
    await waitUntil(() => texts(box).length === 5);
    expect(box.querySelector('strong')!.textContent).to.equal('0');
    expect(box.shadowRoot!.textContent).to.contain('31 comments');
    await waitUntil(() => count.shadowRoot!.textContent!.includes('31 comments'));
    expect(await box.showComment(reply.id)).to.be.true;
    expect(document.activeElement!.id).to.equal(`comment-${reply.id}`);
    expect(texts(box)).not.to.include('Comment 0');
  });

  it('says so when the server is down, and reads when it is back', async () => {
    const thread = `/down-${hex()}`;
    await post(thread, 'Here');
    await executeServerCommand('comment-server', 'stop');
    const box = await fixture(html`<blog-comments src="/comments" thread=${thread}></blog-comments>`);
    await waitUntil(() => box.shadowRoot!.querySelector('[role=alert]'));
    await executeServerCommand('comment-server', 'start');
    [...box.shadowRoot!.querySelectorAll('button')].find((each) => /again/.test(each.textContent!))!.click();
    await waitUntil(() => texts(box).join() === 'Here');
  });

  it('reads every page of a thread to its end, either way round', async () => {
    const thread = `/pages-${hex()}`;
    for (let number = 0; number < 12; number++) await post(thread, `No ${number}`);
    const store = new RestStore('/comments');
    for (const order of ['oldest', 'newest'] as const) {
      const seen: string[] = [];
      let page: CommentPage = await store.page({ thread, order, limit: 5 });
      for (;;) {
        seen.push(...page.comments.map(({ text }) => String(text)));
        if (page.after === undefined) break;
        page = await store.page({ thread, order, limit: 5, after: page.after });
      }
      expect(seen).to.have.length(12);
      expect(seen[0]).to.equal(order === 'oldest' ? 'No 0' : 'No 11');
    }
  });
});
