/** Where moderators turn their second factor on and off: forms that need no script. */

import type { Context } from 'hono';
import { encode } from 'uqr';
import { formOf, html, note, page, type Html } from '../http/html-page.js';
import { languageOf } from '../http/language.js';
import { Problem } from '../http/problems.js';
import type { Routes } from '../http/routes.js';
import { fill, translations } from '../words/translations.js';
import type { Settings } from '../options.js';
import type { ModeratorSession } from '../moderation/session.js';
import type { Reader } from './accounts.js';
import type { LogIn } from './log-in.js';
import type { SecondFactor } from './second-factor.js';

interface Parts {
  moderatorSession: ModeratorSession;
  logIn: LogIn;
  secondFactor: SecondFactor;
  settings: Settings;
}

export function addSecondFactorPage(routes: Routes, { moderatorSession, logIn, secondFactor, settings }: Parts): void {
  const { base } = settings;
  const path = '/moderation/second-factor';
  const wordsOf = (context: Context) => translations[languageOf(context)].secondFactor;
  const show = (context: Context, content: Html, status: 200 | 401 | 429 = 200) =>
    page(
      context,
      {
        title: `${wordsOf(context).title}: ${settings.siteName}`,
        language: languageOf(context),
        base,
        status,
        referrer: 'same-origin',
      },
      html`<p><a href="${base}/moderation">${translations[languageOf(context)].moderation.moderation}</a></p>${content}`,
    );

  const passwordField = (words: ReturnType<typeof wordsOf>) =>
    html`<label>${words.password}<input name="password" type="password" autocomplete="current-password" required></label>`;
  const codeField = (words: ReturnType<typeof wordsOf>) =>
    html`<label>${words.code}<input name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" maxlength="40" required></label>`;
  const form = (content: Html) => html`<form class="fields" method="post" action="${base}${path}">${content}</form>`;

  /** What there is to do now. */
  const stateOf = async (context: Context, { id }: Reader): Promise<Html> => {
    const words = wordsOf(context);
    if (await secondFactor.isOn(id)) {
      return html`<p>${words.isOn} ${fill(words.codesLeft, { count: await secondFactor.recoveryCodesLeft(id) })}</p>
${form(html`${passwordField(words)}${codeField(words)}<button name="do" value="turn-off">${words.turnOff}</button>`)}`;
    }
    const enrolling = await secondFactor.enrolling(id);
    if (!enrolling)
      return html`<p>${words.about}</p>${form(html`${passwordField(words)}<button class="primary" name="do" value="enroll">${words.turnOn}</button>`)}`;
    return html`<p>${words.scan}</p>${drawQrCode(enrolling.uri, words.qrCode)}
<p>${words.secret} <code dir="ltr">${enrolling.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code><br><a href="${enrolling.uri}">${words.openApp}</a></p>
${form(html`${codeField(words)}<button class="primary" name="do" value="confirm">${words.confirm}</button>`)}
${form(html`<button name="do" value="cancel">${words.cancel}</button>`)}`;
  };

  routes.get(path, async (context) => {
    const moderator = await moderatorSession.moderatorOf(context);
    return moderator ? show(context, await stateOf(context, moderator)) : show(context, html``, 401);
  });

  routes.post(path, async (context) => {
    moderatorSession.requireOwnPage(context);
    if (!(await moderatorSession.moderatorOf(context))) return show(context, html``, 401);
    const moderator = await moderatorSession.requireModerator(context);
    const words = wordsOf(context);
    const { text } = await formOf(context);
    const code = text('code').slice(0, 40);
    try {
      switch (text('do')) {
        case 'enroll':
          await logIn.requirePassword(context, moderator, text('password').slice(0, 200), moderator.id);
          await secondFactor.enroll(moderator.id, moderator.email);
          return context.redirect(`${base}${path}`, 303);
        case 'cancel':
          if (!(await secondFactor.isOn(moderator.id))) await secondFactor.turnOff(moderator.id);
          return context.redirect(`${base}${path}`, 303);
        case 'confirm': {
          const codes = await logIn.requireCode(moderator, () => secondFactor.confirm(moderator.id, code));
          return show(context, html`${note('status', words.nowOn)}<p>${words.recoveryCodes}</p><pre dir="ltr">${codes.join('\n')}</pre>`);
        }
        case 'turn-off':
          await logIn.requirePassword(context, moderator, text('password').slice(0, 200), moderator.id);
          await logIn.requireCode(moderator, () => secondFactor.check(moderator.id, code));
          await secondFactor.turnOff(moderator.id);
          return show(context, html`${note('status', words.nowOff)}${await stateOf(context, moderator)}`);
        default:
          return context.redirect(`${base}${path}`, 303);
      }
    } catch (error) {
      if (!(error instanceof Problem) || (!error.options.fields && error.code !== 'too-many' && error.code !== 'unavailable')) throw error;
      const message = !error.options.fields ? words.tooMany : error.options.fields['code'] ? words.wrongCode : words.wrongPassword;
      return show(context, html`${note('alert', message)}${await stateOf(context, moderator)}`, error.options.fields ? 401 : 429);
    }
  });
}

/** As one path of inline SVG: the page's policy lets in no picture from elsewhere and no script. */
function drawQrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return html`<svg class="qr-code" viewBox="0 0 ${size} ${size}" width="240" height="240" role="img" aria-label="${label}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`;
}
