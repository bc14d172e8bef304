/** Where the links in emails lead. A link only shows a form: programs that follow the links of an email use no code up. */

import type { Context } from 'hono';
import { passwordLength } from '../../../src/comments/model.js';
import type { Accounts } from './accounts.js';
import type { Callers } from '../http/caller.js';
import { formOf, html, note, page, styles, type Html } from '../http/html-page.js';
import { languageOf } from '../http/language.js';
import { translations, type Words } from '../words/translations.js';
import type { Settings } from '../options.js';
import { Problem } from '../http/problems.js';
import type { Routes } from '../http/routes.js';
import { confirm } from './schemas.js';

const kinds = ['confirm', 'reset'] as const;
type Kind = (typeof kinds)[number];
type Message = keyof Words['emailLinks'];

const done: Message[] = ['confirmed', 'passwordSaved'];
const ofPassword: Partial<Record<string, Message>> = {
  'too-short': 'shortPassword',
  missing: 'shortPassword',
  'too-common': 'commonPassword',
  wrong: 'wrongPassword',
};

/** What to tell of a refusal; nothing where it is none of these pages'. */
function messageOf(error: unknown): Message | undefined {
  if (!(error instanceof Problem)) return undefined;
  if (error.code === 'too-many' || error.code === 'unavailable') return 'tooMany';
  if (error.code !== 'invalid' && error.code !== 'conflict') return undefined;
  return ofPassword[error.options.fields?.['password'] ?? ''] ?? 'badCode';
}

export function addEmailPages(routes: Routes, { accounts, callers, settings }: { accounts: Accounts; callers: Callers; settings: Settings }): void {
  const { base } = settings;

  routes.get('/pages.css', (context) => context.body(styles, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'public, max-age=3600' }));

  const show = (context: Context, kind: Kind, message?: Message, code = '') => {
    const language = languageOf(context);
    const words = translations[language].emailLinks;
    const isDone = message !== undefined && done.includes(message);
    const form: Html = html`<form class="fields" method="post" action="${base}/email/${kind}"><input type="hidden" name="code" value="${code}">
<label>${kind === 'reset' ? words.newPasswordLabel : words.passwordLabel}<input name="password" type="password" autocomplete="${kind === 'reset' ? 'new-password' : 'current-password'}" minlength="${passwordLength.min}" maxlength="${passwordLength.max}" required></label>
<button class="primary">${kind === 'reset' ? words.save : words.confirm}</button></form>`;
    return page(
      context,
      {
        title: kind === 'reset' ? words.newPassword : words.confirmTitle,
        language,
        base,
        status: message && !isDone ? (message === 'tooMany' ? 429 : 422) : 200,
      },
      html`${message ? note(isDone ? 'status' : 'alert', words[message]) : ''}${isDone || message === 'badCode' ? '' : form}`,
    );
  };

  const answer = async (context: Context, kind: Kind) => {
    const { text } = await formOf(context);
    const form = { code: text('code').slice(0, 100), password: text('password').slice(0, passwordLength.max) };
    try {
      await callers.limit(context, 'code');
      const given = confirm.safeParse(form);
      if (!given.success) return show(context, kind, given.error.issues.some(({ path }) => path[0] === 'code') ? 'badCode' : 'shortPassword', form.code);
      const { code, password } = given.data;
      if (kind === 'confirm') await accounts.codes.confirm(code, password, callers.hashQueueCallerOf(context));
      else await accounts.codes.resetPassword(code, password, callers.hashQueueCallerOf(context));
      return show(context, kind, kind === 'confirm' ? 'confirmed' : 'passwordSaved');
    } catch (error) {
      const message = messageOf(error);
      if (!message) throw error;
      return show(context, kind, message, form.code);
    }
  };

  for (const kind of kinds) {
    // Links in emails that were sent by earlier versions live for 72 hours.
    for (const path of [`/email/${kind}`, `/letters/${kind}`]) {
      routes.get(path, (context) => show(context, kind, undefined, (context.req.query('code') ?? '').slice(0, 100)));
      routes.post(path, (context) => answer(context, kind));
    }
  }
}
