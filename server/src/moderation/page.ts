/** The moderators' page: forms, so that it works by keyboard, without a script, and on a slow phone. */

import type { Context } from 'hono';
import { z } from '@hono/zod-openapi';
import type { Callers } from '../http/caller.js';
import { formOf, html, note, page, type Html } from '../http/html-page.js';
import { banList, confirmation, removalList } from './bans-and-removals-page.js';
import type { Bans } from './bans.js';
import { commentList, hrefOf } from './comment-list.js';
import { maxCounted, type Moderation } from './moderation.js';
import type { Removals } from './removals.js';
import { queues } from './search.js';
import type { PageView } from './page-view.js';
import { languageOf } from '../http/language.js';
import { fill, translations } from '../words/translations.js';
import type { ModeratorSession } from './session.js';
import type { Settings } from '../options.js';
import { Problem } from '../http/problems.js';
import type { Routes } from '../http/routes.js';
import type { ProblemCode } from '../../../src/comments/model.js';
import { commentId, threadKey } from '../http/schemas.js';
import * as schema from './schemas.js';
import { decisionActions, type DecisionAction } from '../comments/write.js';

interface Parts {
  moderatorSession: ModeratorSession;
  moderation: Moderation;
  bans: Bans;
  removals: Removals;
  settings: Settings;
  callers: Callers;
}
const lists = ['threads', 'bans', 'removals', 'rules'] as const;

/** The valid parts of a filter. */
function filterFrom(text: (name: string) => string | undefined): PageView['filter'] {
  return Object.fromEntries(
    Object.entries(schema.queueQuery.shape).flatMap(([name, shape]) => {
      const given = text(name);
      const isList = name === 'show' && (lists as readonly string[]).includes(given ?? '');
      return given && (isList || shape.safeParse(given).success) ? [[name, given]] : [];
    }),
  );
}

export function addModeratorPage(routes: Routes, { moderatorSession, moderation, bans, removals, settings, callers }: Parts): void {
  const { base } = settings;
  const viewOf = (context: Context): PageView => {
    const language = languageOf(context);
    return {
      context,
      language,
      words: translations[language].moderation,
      base,
      filter: filterFrom((name) => context.req.query(name)),
      all: context.req.query('all') === '1',
    };
  };
  const show = (view: PageView, content: Html, status: 200 | 401 | 429 = 200) =>
    page(view.context, { title: `${view.words.moderation}: ${settings.siteName}`, language: view.language, base, status, referrer: 'same-origin' }, content);

  routes.get('/moderation', async (context) => {
    const view = viewOf(context);
    if (!(await moderatorSession.moderatorOf(context))) return show(view, logInForm(view));
    const said = (
      [
        ['done', view.words.done],
        ['missing', view.words.notThere],
      ] as const
    ).flatMap(([name, words]) => {
      const count = /^[1-9]\d{0,5}$/.exec(context.req.query(name) ?? '')?.[0];
      return count ? [fill(words, { count })] : [];
    });
    const { data: asked } = commentId.safeParse(context.req.query('confirm'));
    if (!asked) return show(view, await contentOf(view, said.length ? note('status', said.join(' ')) : undefined));
    try {
      return show(view, confirmation(view, await removals.describeAuthor(asked), context.req.query('remove') ?? 'none'));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'not-found') throw error;
      return show(view, await contentOf(view, note('alert', fill(view.words.failed, { reason: view.words.gone }))));
    }
  });

  const contentOf = async (view: PageView, message?: Html): Promise<Html> => {
    const shown = [...queues, ...lists].find((name) => name === view.filter.show) ?? 'held';
    const waiting = await moderation.waiting();
    const { q: words, ...filter } = schema.queueQuery.parse({ ...view.filter, show: (queues as readonly string[]).includes(shown) ? shown : 'held' });
    const { after } = filter;
    const content =
      shown === 'threads'
        ? threadList(view, await moderation.threads())
        : shown === 'bans'
          ? banList(view, await bans.list(after))
          : shown === 'removals'
            ? removalList(view, await removals.list(after))
            : shown === 'rules'
              ? ruleList(view, await moderation.rules())
              : commentList(view, shown, await moderation.list({ ...filter, words }), (url) => callers.ownUrl(url));
    return html`${navigation(view, shown, waiting)}${message ?? ''}
<h2>${view.words[shown]}</h2>
${content}`;
  };

  routes.post('/moderation/log-in', async (context) => {
    const view = viewOf(context);
    const { text } = await formOf(context);
    const email = text('email').slice(0, 254);
    try {
      moderatorSession.requireOwnPage(context);
      const credentials = schema.logIn.safeParse({ email, password: text('password'), ...(text('code') && { code: text('code') }) });
      if (!credentials.success) throw new Problem('unauthorized', 'wrong');
      await moderatorSession.logIn(context, credentials.data);
      return context.redirect(`${base}/moderation`, 303);
    } catch (error) {
      // A full hash queue ("unavailable") is shown as too many attempts.
      if (!(error instanceof Problem) || !['unauthorized', 'too-many', 'unavailable'].includes(error.code)) throw error;
      const { words } = view;
      const code = error.options.fields?.['code'];
      const message = error.code !== 'unauthorized' ? words.tooMany : code === 'missing' ? words.codeMissing : code ? words.wrongCode : words.wrong;
      return show(view, html`${note('alert', message)}${logInForm(view, email)}`, error.code === 'unauthorized' ? 401 : 429);
    }
  });

  routes.post('/moderation', async (context) => {
    moderatorSession.requireOwnPage(context);
    const view = viewOf(context);
    if (!(await moderatorSession.moderatorOf(context))) return context.redirect(`${base}/moderation`, 303);
    const { text, all } = await formOf(context);
    const from = { ...view, filter: filterFrom(text) };
    let back: Record<string, string | undefined> = { show: from.filter.show ?? 'held' };
    try {
      await moderatorSession.requireModerator(context);
      const [what = '', of = ''] = text('do').split(/:(.*)/s);
      if (what === 'log-out') await moderatorSession.logOut(context);
      else if ((decisionActions as readonly string[]).includes(what)) {
        const { data: ids } = schema.decision.shape.ids.safeParse(of ? [of] : all('id'));
        if (!ids) throw new Problem('invalid', 'Nothing was chosen.');
        const { done, missing } = await moderation.decide(ids, what as DecisionAction);
        if (done.length) back['done'] = String(done.length);
        if (missing.length) back['missing'] = String(missing.length);
      } else {
        const shown = await runAction(what, of, text);
        // Shows the list in which it can be undone.
        if (shown) from.filter = {};
        back = { ...back, ...(shown && { show: shown }), done: '1' };
      }
    } catch (error) {
      // Shows the same page again, with the reason.
      const { words } = view;
      const reason =
        error instanceof z.ZodError
          ? words.doesNotFit
          : !(error instanceof Problem)
            ? undefined
            : (
                {
                  invalid: error.options.fields ? words.doesNotFit : words.nothingChosen,
                  'not-found': words.gone,
                  conflict: words.moderates,
                  'too-many': words.tooMany,
                } as Partial<Record<ProblemCode, string>>
              )[error.code];
      if (reason === undefined) throw error;
      return show(view, await contentOf(from, note('alert', fill(words.failed, { reason }))));
    }
    return context.redirect(hrefOf(from, back), 303);
  });

  const runAction = async (what: string, of: string, text: (name: string) => string): Promise<'bans' | 'removals' | void> => {
    if (what === 'confirm') return banAndRemove(of, text);
    if (what === 'unban') return bans.unban(of);
    if (what === 'undo') return removals.undo(of);
    if (what === 'close' || what === 'open') return moderation.close(threadKey.parse(of || text('thread')), what === 'close');
    if (what === 'correct') {
      const { thread, url, title } = schema.threadChange.parse({
        thread: text('thread'),
        ...(text('url') && { url: text('url') }),
        ...(text('title') && { title: text('title') }),
      });
      return moderation.correct(thread, { url: callers.requireOwnUrl(url), title });
    }
    if (what === 'rule') return moderation.addRule(schema.rule.parse({ kind: text('kind'), pattern: text('pattern'), verdict: text('verdict') }));
    if (what === 'unrule') return moderation.removeRule(Number(/^\d{1,15}$/.exec(of)?.[0] ?? 0));
    throw new Problem('invalid', 'Nothing was chosen.');
  };

  /** Handles the confirmation form (bans-and-removals-page.ts). */
  const banAndRemove = async (of: string, text: (name: string) => string): Promise<'bans' | 'removals'> => {
    const by = text('remove');
    const isRemoval = by === 'author' || by === 'address';
    const ban = text('ban') === '1';
    if (!ban && !isRemoval) throw new Problem('invalid', 'Nothing was chosen.');
    const { comment, network } = schema.ban.parse({ comment: of, network: text('network') || undefined });
    if (isRemoval)
      await removals.start(comment, by, async () => {
        if (ban) await bans.ban(comment, network);
      });
    else await bans.ban(comment, network);
    return isRemoval ? 'removals' : 'bans';
  };
}

function logInForm({ words, base }: PageView, email = ''): Html {
  return html`<form class="fields" method="post" action="${base}/moderation/log-in">
<label>${words.email}<input name="email" type="email" autocomplete="username" required value="${email}"></label>
<label>${words.password}<input name="password" type="password" autocomplete="current-password" required></label>
<label>${words.code}<input name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" maxlength="40"></label>
<button class="primary">${words.logIn}</button>
</form>`;
}

function navigation({ words, base }: PageView, shown: string, waiting: { held: number; reported: number }): Html {
  return html`<nav><ul>${[...queues, ...lists].map((name) => html`<li><a href="${base}/moderation?show=${name}"${name === shown ? html` aria-current="page"` : ''}>${words[name]}${name === 'held' || name === 'reported' ? html` (${waiting[name] < maxCounted ? waiting[name] : `${maxCounted}+`})` : ''}</a></li>`)}</ul></nav>
<form class="bar" method="post" action="${base}/moderation"><a href="${base}/moderation/second-factor">${words.secondFactor}</a> <button name="do" value="log-out">${words.logOut}</button></form>`;
}

function threadList({ words, base }: PageView, threads: Awaited<ReturnType<Moderation['threads']>>): Html {
  return html`<form method="post" action="${base}/moderation"><input type="hidden" name="show" value="threads">
<div class="bar"><label>${words.closeThread} <input name="thread" maxlength="1000"></label> <button name="do" value="close">${words.close}</button></div>
${
  threads.length
    ? html`<ul>${threads.map(
        ({
          thread,
          title,
          url,
          closed,
          count,
          verified,
        }) => html`<li><span dir="auto">${title ?? thread}</span> <span class="muted">(${[thread, url, `${words.comments}: ${count}`, verified ? undefined : words.unverified].filter(Boolean).join(', ')})</span>
<button name="do" value="${closed ? 'open' : 'close'}:${thread}" aria-label="${closed ? words.open : words.close}: ${title ?? thread}">${closed ? words.open : words.close}</button></li>`,
      )}</ul>`
    : html`<p>${words.none}</p>`
}</form>
<form class="fields" method="post" action="${base}/moderation"><input type="hidden" name="show" value="threads"><h3>${words.correctThread}</h3>
<label>${words.threadKey} <input name="thread" maxlength="1000" required></label> <label>${words.threadUrl} <input name="url" type="url" maxlength="2000"></label>
<label>${words.threadTitle} <input name="title" maxlength="300"></label> <button name="do" value="correct">${words.correct}</button></form>`;
}

function ruleList({ words, base }: PageView, rules: Awaited<ReturnType<Moderation['rules']>>): Html {
  return html`<form method="post" action="${base}/moderation"><input type="hidden" name="show" value="rules">
<div class="bar"><label>${words.kind} <select name="kind"><option value="word">${words.word}</option><option value="link">${words.link}</option></select></label>
<label>${words.pattern} <input name="pattern" maxlength="200"></label>
<label>${words.then} <select name="verdict"><option value="hold">${words.thenHold}</option><option value="spam">${words.thenSpam}</option></select></label>
<button class="primary" name="do" value="rule">${words.add}</button></div>
<ul>${rules.map(
    ({ id, kind, pattern, verdict }) => html`<li>${words[kind]} <strong dir="auto">${pattern}</strong>: ${verdict === 'spam' ? words.thenSpam : words.thenHold}
<button name="do" value="unrule:${id}" aria-label="${words.remove}: ${pattern}">${words.remove}</button></li>`,
  )}</ul></form>`;
}
