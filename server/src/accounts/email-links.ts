/** Where the links in letters lead. A link only shows a form: programs that follow the links of a letter use no code up. */

import type { Context } from 'hono';
import type { Accounts } from './accounts.js';
import type { Asking } from '../http/caller.js';
import { formOf, html, note, page, styles, type Html } from '../http/html-page.js';
import { languageOf } from '../http/language.js';
import { translations } from '../words/translations.js';
import type { Settings } from '../options.js';
import { Problem } from '../http/problems.js';
import type { Routes } from '../http/routes.js';
import type { Schemas } from '../http/schemas.js';

export function addLetterPages(routes: Routes, { accounts, asking, schemas, settings }: { accounts: Accounts; asking: Asking; schemas: Schemas; settings: Settings }): void {
  const { base } = settings;

  routes.get('/pages.css', (context) => context.body(styles, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'public, max-age=3600' }));

  const show = (context: Context, kind: 'confirm' | 'reset', message?: 'confirmed' | 'passwordSaved' | 'badCode' | 'shortPassword', code = '') => {
    const language = languageOf(context);
    const words = translations[language].emailLinks;
    const done = message === 'confirmed' || message === 'passwordSaved';
    const form: Html = html`<form class="fields" method="post" action="${base}/letters/${kind}"><input type="hidden" name="code" value="${code}">
${kind === 'reset' ? html`<label>${words.newPasswordLabel}<input name="password" type="password" autocomplete="new-password" minlength="8" maxlength="200" required></label>` : ''}
<button class="primary">${kind === 'reset' ? words.save : words.confirm}</button></form>`;
    return page(context, { title: kind === 'reset' ? words.newPassword : words.confirmTitle, language, base, status: message && !done ? 422 : 200 }, html`${message ? note(done ? 'status' : 'alert', words[message]) : ''}${done || message === 'badCode' ? '' : form}`);
  };

  for (const kind of ['confirm', 'reset'] as const) {
    routes.get(`/letters/${kind}`, (context) => show(context, kind, undefined, (context.req.query('code') ?? '').slice(0, 100)));

    routes.post(`/letters/${kind}`, async (context) => {
      await asking.limit(context, 'code');
      const { text } = await formOf(context);
      const form = { code: text('code').slice(0, 100), password: text('password') };
      try {
        if (kind === 'confirm') {
          const given = schemas.confirm.safeParse(form);
          if (!given.success) return show(context, kind, 'badCode');
          await accounts.confirmEmail(given.data.code);
          return show(context, kind, 'confirmed');
        }
        const given = schemas.reset.safeParse(form);
        if (!given.success) return show(context, kind, schemas.confirm.safeParse(form).success ? 'shortPassword' : 'badCode', form.code);
        await accounts.resetPassword(given.data.code, given.data.password);
        return show(context, kind, 'passwordSaved');
      } catch (error) {
        if (error instanceof Problem && (error.code === 'invalid' || error.code === 'conflict')) return show(context, kind, 'badCode');
        throw error;
      }
    });
  }
}
