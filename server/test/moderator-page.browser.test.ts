/** The server's own pages in a real browser: by keyboard only, and as axe sees them in each state. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { key, makeModerator, start, until, type Moderator, type Running } from './support.js';

const { findChromium, chromiumArgs } = (await import('../../test/support/browsers.mjs' as string)) as {
  findChromium(): Promise<string>;
  chromiumArgs: string[];
};
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let running: Running;
let moderator: Moderator;
before(async () => {
  // Nothing leaves this machine: what is not on the loopback goes to a proxy that is not there.
  browser = await puppeteer.launch({ executablePath: await findChromium(), args: [...chromiumArgs, '--proxy-server=http://127.0.0.1:9'] });
  running = await start({ hold: 'all', siteName: 'Talk', smtpUrl: 'smtp://127.0.0.1:9', mailFrom: 'a@example.org', publicOrigin: 'https://talk.example' });
  moderator = await makeModerator(running);
});
after(async () => {
  await browser?.close();
  await running?.close();
});

/** A page of a browser that knows nobody yet. */
async function withPage(language: string, test: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setExtraHTTPHeaders({ 'Accept-Language': language });
    await test(page);
  } finally {
    await context.close();
  }
}

const address = (path = '') => `${running.client.base}/moderation${path}`;
const send = async (thread: string, text: string, more: Record<string, unknown> = {}): Promise<string> =>
  (await running.client.comment({ thread, text, author: { name: 'Eve' }, secret: key(), ...more })).body.id;
const published = async (thread: string): Promise<string[]> =>
  (await running.client.page(`thread=${thread}`)).body.comments.map(({ text }: { text: string }) => text);

describe('The moderators’ page by keyboard alone', () => {
  const focused = (page: Page) =>
    page.evaluate(`(() => {
    const element = document.activeElement;
    const label = element.getAttribute('aria-label') ?? (element.labels?.[0]?.childNodes[0].textContent || element.labels?.[0]?.textContent) ?? element.textContent;
    return { name: label.trim(), of: element.closest('article')?.querySelector('.text').textContent ?? '', seen: getComputedStyle(element).outlineStyle !== 'none' };
  })()`) as Promise<{ name: string; of: string; seen: boolean }>;
  /** Presses Tab until the focus is on this. */
  async function tabTo(page: Page, name: string | RegExp, of?: string, { back = false } = {}): Promise<void> {
    const passed: string[] = [];
    if (back) await page.keyboard.down('Shift');
    try {
      for (let presses = 0; presses < 120; presses++) {
        await page.keyboard.press('Tab');
        const there = await focused(page);
        passed.push(there.name);
        if ((typeof name === 'string' ? there.name === name : name.test(there.name)) && (of === undefined || there.of === of)) {
          assert.ok(there.seen, `the focus is not seen on ${there.name}`);
          return;
        }
      }
    } finally {
      if (back) await page.keyboard.up('Shift');
    }
    assert.fail(`Tab never came to ${String(name)}, but to ${passed.join(' | ')}`);
  }
  const press = async (page: Page, name: string | RegExp, of?: string, how?: { back: boolean }): Promise<void> => {
    await tabTo(page, name, of, how);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  };
  /** What a page has the focus on when it comes: browsers put it there with its first frame. */
  const said = async (page: Page): Promise<string> => {
    await page.waitForFunction('document.activeElement !== document.body');
    return (await page.evaluate('document.activeElement.textContent')) as string;
  };

  it('logs in, decides on one and on several, bans, closes, keeps rules and logs out', { timeout: 120_000 }, () =>
    withPage('en', async (page) => {
      for (const text of ['one', 'two', 'three', 'four']) await send('/keys', text);
      await page.goto(address());
      await tabTo(page, 'Email');
      await page.keyboard.type(moderator.credentials.email);
      await tabTo(page, 'Password');
      await page.keyboard.type('not this one');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      assert.match(await said(page), /Wrong email or password/);
      // The address is still there.
      await tabTo(page, 'Password');
      await page.keyboard.type(moderator.credentials.password);
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);

      await press(page, 'Approve', 'one');
      assert.equal(await said(page), 'Done: 1.');
      await tabTo(page, /^Select the comment/, 'two');
      await page.keyboard.press('Space');
      await tabTo(page, /^Select the comment/, 'three');
      await page.keyboard.press('Space');
      await press(page, 'Reject', '', { back: true });
      assert.equal(await said(page), 'Done: 2.');
      assert.deepEqual(await published('/keys'), ['one']);
      await press(page, /^Rejected/);
      await press(page, 'Select all on this page');
      await press(page, 'Approve', '');
      assert.deepEqual(await published('/keys'), ['one', 'two', 'three']);

      await press(page, /^Published/);
      await press(page, /^Ban…/, 'one');
      await tabTo(page, 'Ban author');
      await press(page, 'Confirm');
      assert.equal(await said(page), 'Done: 1.');
      await press(page, /^Unban/);
      await press(page, /^Published/);
      await press(page, /^Remove all…/, 'one');
      await tabTo(page, 'Ban author');
      await page.keyboard.press('Space');
      await press(page, 'Confirm');
      assert.deepEqual(
        await until(async () => {
          const texts = await published('/keys');
          return texts.length ? undefined : texts;
        }),
        [],
      );
      await press(page, /^Undo/);
      await until(async () => (await published('/keys')).length === 3 || undefined);
      await press(page, /^Published/);
      await tabTo(page, 'Text or name');
      await page.keyboard.type('TWO');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      assert.equal(await page.evaluate('[...document.querySelectorAll("article .text")].map((each) => each.textContent).join()'), 'two');
      await press(page, 'Clear filters');
      await press(page, 'Delete with replies', 'one');
      assert.deepEqual(await published('/keys'), ['two', 'three']);
      await press(page, /^Threads/);
      await press(page, 'Close: /keys');
      assert.equal((await running.client.page('thread=/keys')).body.closed, true);
      await press(page, 'Reopen: /keys');
      await tabTo(page, 'Close a thread (key)');
      await page.keyboard.type('/not-yet');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      assert.equal((await running.client.page('thread=/not-yet')).body.closed, true);

      await press(page, /^Rules/);
      await tabTo(page, 'Type');
      await page.keyboard.press('ArrowDown');
      await tabTo(page, 'Word or host');
      await page.keyboard.type('casino.example');
      await tabTo(page, 'Action');
      await page.keyboard.press('ArrowDown');
      await press(page, 'Add');
      assert.deepEqual(
        (await moderator.get('/moderation/rules')).body.rules.map(({ kind, pattern, verdict }: Record<string, string>) => [kind, pattern, verdict]),
        [['link', 'casino.example', 'spam']],
      );
      await press(page, 'Remove: casino.example');
      assert.equal(await said(page), 'Done: 1.');
      await press(page, 'Log out');
      await tabTo(page, 'Password');
    }),
  );
});

describe('The server’s own pages', () => {
  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    const { violations: found } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
      violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
    };
    return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`));
  }

  it(
    'are found without fault by axe in every state, wide and narrow, light and dark, from left to right and from right to left',
    { timeout: 180_000 },
    async () => {
      const long = 'Donaudampfschifffahrtsgesellschaft'.repeat(4);
      await send('/axe', `A long word ${long}\nand https://example.org/a/${long}`);
      await send('/axe', 'مرحبا بالعالم');
      await send(`/a/${long}?b=c`, '> quote', { threadTitle: long, author: { name: long.slice(0, 80) } });
      const shown = await send('/axe', 'shown');
      await moderator.ask('POST', '/moderation/decisions', { ids: [shown, await send('/axe', 'shown too')], action: 'approve' });
      await running.client.ask('POST', `/${shown}/report`, { reason: 'It is unkind' });
      await moderator.ask('POST', '/moderation/decisions', { ids: [await send('/axe', 'spam')], action: 'spam' });
      await moderator.ask('POST', '/moderation/bans', { comment: shown, network: 'none' });
      const removed = await send('/axe', 'removed');
      await moderator.ask('POST', '/moderation/removals', { comment: await send('/axe', 'gone', { author: { name: 'Troll' } }), by: 'author' });
      await moderator.ask('POST', '/moderation/rules', { kind: 'word', pattern: 'casino', verdict: 'hold' });
      const faults: string[] = [];
      for (const [language, width, scheme] of [
        ['en', 1280, 'light'],
        ['ar', 320, 'dark'],
        ['de', 320, 'light'],
        ['ar', 1280, 'light'],
      ] as const) {
        await withPage(language, async (page) => {
          await page.setViewport({ width, height: 800 });
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
          const look = async (what: string): Promise<void> => {
            const at = `${language} ${width} ${scheme}, ${what}`;
            faults.push(...(await violations(page)).map((fault) => `${at}: ${fault}`));
            const { lang, dir, overflow } = (await page.evaluate(
              '(({ lang, dir, scrollWidth, clientWidth }) => ({ lang, dir, overflow: scrollWidth - clientWidth }))(document.documentElement)',
            )) as { lang: string; dir: string; overflow: number };
            assert.deepEqual([lang, dir], what === 'reference' ? ['en', 'ltr'] : [language, language === 'ar' ? 'rtl' : 'ltr'], at);
            assert.ok(overflow <= 0, `${at} is ${overflow}px too wide`);
          };
          const submit = (selector: string) => Promise.all([page.waitForNavigation(), page.click(selector)]);
          await page.goto(address());
          await look('log in');
          await page.type('[name=email]', moderator.credentials.email);
          await page.type('[name=password]', 'wrong');
          await submit('button');
          await look('wrong password');
          await page.type('[name=password]', moderator.credentials.password);
          await submit('button');
          for (const show of [
            'held',
            'published',
            'reported',
            'rejected',
            'spam',
            'removed',
            'all',
            `all&author=${removed}&q=e&from=2020-01-01`,
            `held&confirm=${removed}&remove=author`,
            'threads',
            'bans',
            'removals',
            'rules',
            'held&all=1',
            'held&done=2&missing=1',
          ]) {
            await page.goto(address(`?show=${show}`));
            await look(show);
          }
          await page.goto(address());
          await submit('.bar button[value=approve]');
          await look('nothing chosen');
          await page.goto(address('/second-factor'));
          await look('second factor off');
          await page.type('[name=password]', moderator.credentials.password);
          await submit('button[value=enroll]');
          await look('second factor to be confirmed');
          await page.type('[name=code]', '000000');
          await submit('button[value=confirm]');
          await look('wrong code');
          await submit('button[value=cancel]');
          for (const kind of ['confirm', 'reset']) {
            await page.goto(`${running.client.base}/email/${kind}?code=${'x'.repeat(43)}`);
            await look(kind);
            await page.type('[name=password]', 'long enough');
            await submit('button');
            await look(`${kind}, an old link`);
          }
          await page.goto(`${running.client.base}/reference`);
          await look('reference');
        });
      }
      assert.deepEqual(faults, []);
    },
  );
});
