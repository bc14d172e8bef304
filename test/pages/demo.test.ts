/** The demo blog, opened as a reader opens it, under its strict Content Security Policy, against the real comment server. */
import { expect, waitUntil } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import { openPage, overflows, type Page } from '../support/page.js';
import { posts, pages } from './list.js';

interface Report {
  'violated-directive': string;
  'blocked-uri': string;
  'source-file'?: string;
  'document-uri': string;
}

let page: Page | undefined;
async function open(url: string, size?: { width?: number; height?: number }): Promise<Page> {
  page = await openPage(url, size);
  await page.ready();
  return page;
}
afterEach(async () => {
  page?.close();
  page = undefined;
  localStorage.clear();
  await executeServerCommand('comment-server', 'start');
});

/** As the browser's own editing puts text in; WebKit's driver drops keys on their way into a frame. */
const type = async (field: HTMLElement, text: string) => {
  await waitUntil(() => {
    field.focus();
    return field.ownerDocument.execCommand('insertText', false, text);
  }, 'the field takes no text');
};

/** Nothing sticks out once everything is there: what a text needs (a box for a wide table) comes behind the first drawing. */
const settled = (opened: Page) =>
  waitUntil(() => overflows(opened).length === 0, 'something sticks out', { timeout: 5000 }).catch(() => expect(overflows(opened)).to.deep.equal([]));

const [dutch] = posts;

describe('A page of the demo', () => {
  before(async () => {
    await executeServerCommand('csp-reports');
  });

  for (const url of pages) {
    it(`${url} keeps to its policy, has no sideways scroll at 320 px, and every element drawn`, async () => {
      await open(url, { width: 320 });
      await waitUntil(() => page!.document.readyState === 'complete');
      await settled(page!);
      const reports = await executeServerCommand<Report[], undefined>('csp-reports');
      expect(reports).to.deep.equal([]);
    });
  }
});

describe('The text of a post', () => {
  it('grows with A+, and is still larger after a reload', async () => {
    await open(dutch!);
    const paragraph = () => parseFloat(page!.window.getComputedStyle(page!.document.querySelector('article p')!).fontSize);
    const before = paragraph();
    (await page!.find('[part~="increase"]')).click();
    await waitUntil(() => paragraph() > before * 1.05);
    const larger = paragraph();
    await page!.reload();
    await waitUntil(() => Math.abs(paragraph() - larger) < 0.5);
    (await page!.find('[part~="reset"]')).click();
    await waitUntil(() => Math.abs(paragraph() - before) < 0.5);
  });

  for (const url of posts) {
    it(`of ${url} at 200 % and 320 px wide scrolls in one direction only`, async () => {
      await open(url, { width: 320 });
      const increase = await page!.find('[part~="increase"]');
      const size = () => parseFloat(page!.window.getComputedStyle(page!.document.querySelector('article p:not([class])')!).fontSize);
      const before = size();
      for (let step = 0; step < 12; step++) increase.click();
      await waitUntil(() => Math.abs(size() / before - 2) < 0.02, 'the text does not reach 200 %');
      await settled(page!);
    });
  }
});

describe('A film', () => {
  it('plays after one press, in a frame that bears its title and has the focus', async () => {
    await open(dutch!);
    const card = await page!.find('blog-youtube');
    const playing = new Promise((resolve) => card.addEventListener('blog-youtube-play', resolve, { once: true }));
    const button = card.shadowRoot!.querySelector<HTMLButtonElement>('button')!;
    button.focus();
    button.click();
    await playing;
    const frame = card.shadowRoot!.querySelector('iframe')!;
    expect(frame.src).to.contain('https://www.youtube-nocookie.com/embed/');
    expect(frame.title).to.not.equal('');
    expect(card.shadowRoot!.activeElement).to.equal(frame);
  });
});

describe('A reader', () => {
  const reader = () => ({ name: 'Annelies de Boer', email: `annelies.${crypto.randomUUID()}@example.org`, password: 'een lang wachtwoord' });

  async function register(account = reader()) {
    (await page!.control(/registreer|log in|inloggen/i)).click();
    await page!.find('dialog[open] form');
    if (!page!.all('dialog[open] input[name="name"]').length) (await page!.control(/registreer/i, 'dialog button')).click();
    await type(await page!.find('dialog[open] input[name="name"]'), account.name);
    await type(await page!.find('dialog[open] input[type="email"]'), account.email);
    await type(await page!.find('dialog[open] input[type="password"]'), account.password);
    (await page!.find('dialog[open] button[type="submit"]')).click();
    await waitUntil(() => page!.all('dialog[open]').length === 0, 'the dialog stays open', { timeout: 5000 });
    return account;
  }

  async function write(text: string) {
    const field = await page!.find<HTMLTextAreaElement>('textarea');
    field.focus();
    await waitUntil(() => page!.window.customElements.get('blog-comment-form'), 'the composer does not come');
    const composer = await page!.find('blog-comment-form');
    await waitUntil(() => composer.shadowRoot?.querySelector('textarea'));
    await type(composer.shadowRoot!.querySelector('textarea')!, text);
  }
  const shown = (text: string) => [...page!.document.querySelectorAll('blog-comments article')].filter((comment) => comment.textContent!.includes(text));
  const send = async () => (await page!.control(/^(reactie plaatsen|verstuur|reageer|stuur)/i, 'button')).click();

  it('registers, comments, reloads and sees it, logs out and is asked to log in or register', async () => {
    await open(dutch!);
    await write('Wat een mooi verhaal,');
    await register();
    await write(' dank je wel.');
    await send();
    await waitUntil(() => shown('dank je wel.').length === 1, 'the comment does not appear', { timeout: 8000 });
    expect(shown('Wat een mooi verhaal, dank je wel.')).to.have.length(1);
    await page!.reload();
    await waitUntil(() => shown('dank je wel.').length === 1);
    await write('x');
    (await page!.control(/log uit|uitloggen/i)).click();
    (await page!.control(/log in|inloggen/i)).click();
    await page!.control(/registreer/i, 'dialog[open] button');
  });

  it('loses nothing when the server stops while they write, and the comment arrives once when it is back', async () => {
    await open(dutch!);
    const text = `De server viel uit ${crypto.randomUUID()}`;
    await write('.');
    await register();
    const field = (await page!.find('blog-comment-form')).shadowRoot!.querySelector('textarea')!;
    field.select();
    await type(field, text);
    await executeServerCommand('comment-server', 'stop');
    await send();
    await waitUntil(
      () => page!.all('[role="status"], [role="alert"], output').some((element) => element.textContent!.trim().length > 10),
      'nothing says what happened',
    );
    expect(
      page!.all<HTMLTextAreaElement>('textarea').some(({ value }) => value === text),
      'the text is gone',
    ).to.be.true;
    await executeServerCommand('comment-server', 'start');
    await waitUntil(() => shown(text).length === 1, 'the comment was not sent when the server came back', { timeout: 14_000 });
    await page!.reload();
    await waitUntil(() => shown(text).length === 1);
    expect(shown(text)).to.have.length(1);
  }).timeout(30_000);
});
