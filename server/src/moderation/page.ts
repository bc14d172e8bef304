/** The moderators' page: forms, so that it works by keyboard, without a script, and on a slow telephone. */

import type { Context } from 'hono';
import { z } from '@hono/zod-openapi';
import type { Asking } from '../http/caller.js';
import { formOf, html, note, page, type Html } from '../http/html-page.js';
import { queues, type Moderation, type Queue } from './moderation.js';
import { languageOf } from '../http/language.js';
import { fill, translations, type Language, type Words as AllWords } from '../words/translations.js';
import type { Desk } from './routes.js';
import type { Settings } from '../options.js';
import { Problem, type ProblemCode } from '../http/problems.js';
import type { Routes } from '../http/routes.js';
import * as schema from '../http/schemas.js';
import { actions, type Action } from '../comments/write.js';

type Words = AllWords['moderation'];

interface Parts { desk: Desk; moderation: Moderation; schemas: schema.Schemas; settings: Settings; asking: Asking }
interface View { context: Context; words: Words; language: Language; base: string; /** Where the page begins in its queue, and whether all of it is chosen. */ after: number | undefined; all: boolean; /** Where nothing says it in the URL. */ shown?: string }
type Listed = Awaited<ReturnType<Moderation['list']>>['comments'][number];

const labels = { approve: 'approve', hold: 'hold', reject: 'reject', spam: 'markSpam', delete: 'delete', 'delete-with-replies': 'deleteAll' } as const satisfies Record<Action, keyof Words>;
/** What makes no sense in a queue is not offered there. */
const offered: Record<Queue, Action[]> = {
  held: ['approve', 'reject', 'spam', 'delete'], reported: ['approve', 'hold', 'reject', 'spam', 'delete', 'delete-with-replies'], published: ['hold', 'reject', 'spam', 'delete', 'delete-with-replies'],
  rejected: ['approve', 'hold', 'spam', 'delete'], spam: ['approve', 'hold', 'reject', 'delete'],
};

export function addModeratorPage(routes: Routes, { desk, moderation, schemas, settings, asking }: Parts): void {
  const { base } = settings;
  const viewOf = (context: Context): View => {
    const language = languageOf(context);
    const { after } = schema.queueQuery.pick({ after: true }).catch({}).parse({ after: context.req.query('after') });
    return { context, language, words: translations[language].moderation, base, after, all: context.req.query('all') === '1' };
  };
  const show = (view: View, content: Html, status: 200 | 401 | 429 = 200) => page(view.context, { title: `${view.words.moderation}: ${settings.siteName}`, language: view.language, base, status, referrer: 'same-origin' }, content);

  routes.get('/moderation', async (context) => {
    const view = viewOf(context);
    if (!await desk.moderatorOf(context)) return show(view, logInForm(view));
    const said = ([['done', view.words.done], ['missing', view.words.notThere]] as const).flatMap(([name, words]) => {
      const count = /^[1-9]\d{0,5}$/.exec(context.req.query(name) ?? '')?.[0];
      return count ? [fill(words, { count })] : [];
    });
    return show(view, await deskOf(view, said.length ? note('status', said.join(' ')) : undefined));
  });

  const deskOf = async (view: View, message?: Html): Promise<Html> => {
    const { context } = view;
    const wanted = view.shown ?? context.req.query('show') ?? 'held';
    const shown = [...queues, 'threads', 'bans', 'rules'].find((name) => name === wanted) ?? 'held';
    const waiting = await moderation.waiting();
    const content = shown === 'threads' ? threadList(view, await moderation.threads())
      : shown === 'bans' ? banList(view, await moderation.bans())
        : shown === 'rules' ? ruleList(view, await moderation.rules())
          : queueList(view, shown as Queue, await moderation.list(shown as Queue, view.after), (url) => asking.ownUrl(context, url));
    return html`${navigation(view, shown, waiting)}${message ?? ''}
<h2>${view.words[shown as 'held']}</h2>
${content}`;
  };

  routes.post('/moderation/log-in', async (context) => {
    const view = viewOf(context);
    const { text } = await formOf(context);
    const email = text('email').slice(0, 254);
    try {
      desk.mustBeOwnPage(context);
      const credentials = schemas.moderatorLogIn.safeParse({ email, password: text('password'), ...(text('code') && { code: text('code') }) });
      if (!credentials.success) throw new Problem('unauthorized', 'wrong');
      await desk.logIn(context, credentials.data);
      return context.redirect(`${base}/moderation`, 303);
    } catch (error) {
      // The hash queue's "unavailable" is for people the same as too many.
      if (!(error instanceof Problem) || !['unauthorized', 'too-many', 'unavailable'].includes(error.code)) throw error;
      const { words } = view;
      const code = error.options.fields?.['code'];
      const message = error.code !== 'unauthorized' ? words.tooMany : code === 'missing' ? words.codeMissing : code ? words.wrongCode : words.wrong;
      return show(view, html`${note('alert', message)}${logInForm(view, email)}`, error.code === 'unauthorized' ? 401 : 429);
    }
  });

  routes.post('/moderation', async (context) => {
    desk.mustBeOwnPage(context);
    const view = viewOf(context);
    if (!await desk.moderatorOf(context)) return context.redirect(`${base}/moderation`, 303);
    const { text, all } = await formOf(context);
    const back = new URLSearchParams({ show: text('show') || 'held', ...(text('after') && { after: text('after') }) });
    try {
      await desk.mustModerate(context);
      const [what = '', of = ''] = text('do').split(/:(.*)/s);
      if (what === 'log-out') await desk.logOut(context);
      else if ((actions as readonly string[]).includes(what)) {
        const { data: ids } = schema.decision.shape.ids.safeParse(of ? [of] : all('id'));
        if (!ids) throw new Problem('invalid', 'Nothing was chosen.');
        const { done, missing } = await moderation.judge(ids, what as Action);
        if (done.length) back.set('done', String(done.length));
        if (missing.length) back.set('missing', String(missing.length));
      } else {
        await other(what, of, text);
        back.set('done', '1');
      }
    } catch (error) {
      // The page as it was, with the reason.
      const { words } = view;
      const reason = error instanceof z.ZodError ? words.doesNotFit : !(error instanceof Problem) ? undefined
        : ({ invalid: error.options.fields ? words.doesNotFit : words.nothingChosen, 'not-found': words.gone, 'too-many': words.tooMany } as Partial<Record<ProblemCode, string>>)[error.code];
      if (reason === undefined) throw error;
      return show(view, await deskOf({ ...view, shown: text('show') }, note('alert', fill(words.failed, { reason }))));
    }
    return context.redirect(`${base}/moderation?${back}`, 303);
  });

  const other = async (what: string, of: string, text: (name: string) => string): Promise<void> => {
    if (what === 'ban') return moderation.ban(of);
    if (what === 'unban') return moderation.unban(of);
    if (what === 'close' || what === 'open') return moderation.close(schema.threadKey.parse(of || text('thread')), what === 'close');
    if (what === 'rule') return moderation.addRule(schema.rule.parse({ kind: text('kind'), pattern: text('pattern'), verdict: text('verdict') }));
    if (what === 'unrule') return moderation.removeRule(Number(/^\d{1,15}$/.exec(of)?.[0] ?? 0));
    throw new Problem('invalid', 'Nothing was chosen.');
  };
}

function logInForm({ words, base }: View, email = ''): Html {
  return html`<form class="fields" method="post" action="${base}/moderation/log-in">
<label>${words.email}<input name="email" type="email" autocomplete="username" required value="${email}"></label>
<label>${words.password}<input name="password" type="password" autocomplete="current-password" required></label>
<label>${words.code}<input name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" maxlength="40"></label>
<button class="primary">${words.logIn}</button>
</form>`;
}

function navigation({ words, base }: View, shown: string, waiting: { held: number; reported: number }): Html {
  return html`<nav><ul>${[...queues, 'threads', 'bans', 'rules'].map((name) => html`<li><a href="${base}/moderation?show=${name}"${name === shown ? html` aria-current="page"` : ''}>${words[name as Queue]}${name === 'held' || name === 'reported' ? html` (${waiting[name]})` : ''}</a></li>`)}</ul></nav>
<form class="bar" method="post" action="${base}/moderation"><a href="${base}/moderation/second-factor">${words.secondFactor}</a> <button name="do" value="log-out">${words.logOut}</button></form>`;
}

function queueList(view: View, queue: Queue, { comments, after }: { comments: Listed[]; after?: number }, ownUrl: (url?: string) => string | undefined): Html {
  const { words, base, after: from, all } = view;
  const here = `${base}/moderation?show=${queue}`;
  if (comments.length === 0) return html`<p>${words.none}</p>`;
  return html`<form method="post" action="${base}/moderation">
<input type="hidden" name="show" value="${queue}">${from === undefined ? '' : html`<input type="hidden" name="after" value="${from}">`}
<div class="bar" role="group" aria-label="${words.withChosen}">${comments.length > 1 && !all ? html`<a href="${here}${from === undefined ? '' : `&after=${from}`}&amp;all=1">${words.chooseAll}</a> ` : ''}${words.withChosen} ${offered[queue].map((action) => html`<button name="do" value="${action}">${words[labels[action]]}</button> `)}</div>
${comments.map((comment) => commentBox(view, queue, comment, ownUrl(comment.url)))}
</form>
${after === undefined ? '' : html`<p><a href="${here}&amp;after=${after}">${words.more}</a></p>`}`;
}

function commentBox({ words, language, all }: View, queue: Queue, comment: Listed, url: string | undefined): Html {
  const { id, author, thread, title } = comment;
  const notes = [comment.guest && words.guest, comment.banned && words.banned, comment.reports > 0 && fill(words.reports, { count: comment.reports })].filter(Boolean).join(', ');
  return html`<article aria-label="${fill(words.commentBy, { name: author })}">
<header><input type="checkbox" name="id" value="${id}" aria-label="${fill(words.choose, { name: author })}"${all ? html` checked` : ''}> <strong dir="auto">${author}</strong> ${notes ? html`<span class="muted">(${notes})</span>` : ''}
<time class="muted" datetime="${comment.dateCreated}">${new Date(comment.dateCreated).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC</time>
<span class="muted" dir="auto">${url ? html`<a href="${url}#comment-${id}" rel="noreferrer">${title ?? thread}</a>` : title ?? thread}</span></header>
<div class="text" dir="auto">${comment.text}</div>
${comment.reason ? html`<p class="muted" dir="auto">“${comment.reason}”</p>` : ''}
<div class="actions" role="group" aria-label="${fill(words.commentBy, { name: author })}">${offered[queue].map((action, index) => html`<button name="do" value="${action}:${id}"${index === 0 ? html` class="primary"` : ''}>${words[labels[action]]}</button> `)}
${comment.bannable && !comment.banned ? html`<button name="do" value="ban:${id}">${words.ban}</button>` : ''}</div>
</article>`;
}

function threadList({ words, base }: View, threads: Awaited<ReturnType<Moderation['threads']>>): Html {
  return html`<form method="post" action="${base}/moderation"><input type="hidden" name="show" value="threads">
<div class="bar"><label>${words.closeThread} <input name="thread" maxlength="1000"></label> <button name="do" value="close">${words.close}</button></div>
${threads.length ? html`<ul>${threads.map(({ thread, title, closed, count }) => html`<li><span dir="auto">${title ?? thread}</span> <span class="muted">(${words.comments}: ${count})</span>
<button name="do" value="${closed ? 'open' : 'close'}:${thread}" aria-label="${closed ? words.open : words.close}: ${title ?? thread}">${closed ? words.open : words.close}</button></li>`)}</ul>` : html`<p>${words.none}</p>`}</form>`;
}

function banList({ words, base, language }: View, bans: Awaited<ReturnType<Moderation['bans']>>): Html {
  if (bans.length === 0) return html`<p>${words.none}</p>`;
  return html`<form method="post" action="${base}/moderation"><input type="hidden" name="show" value="bans"><ul>${bans.map(({ id, name, since }) => {
    const who = name ?? fill(words.address, { date: new Date(since!).toLocaleDateString(language, { timeZone: 'UTC' }) });
    return html`<li><span dir="auto">${who}</span> <button name="do" value="unban:${id}" aria-label="${words.unban}: ${who}">${words.unban}</button></li>`;
  })}</ul></form>`;
}

function ruleList({ words, base }: View, rules: Awaited<ReturnType<Moderation['rules']>>): Html {
  return html`<form method="post" action="${base}/moderation"><input type="hidden" name="show" value="rules">
<div class="bar"><label>${words.kind} <select name="kind"><option value="word">${words.word}</option><option value="link">${words.link}</option></select></label>
<label>${words.pattern} <input name="pattern" maxlength="200"></label>
<label>${words.then} <select name="verdict"><option value="hold">${words.thenHold}</option><option value="spam">${words.thenSpam}</option></select></label>
<button class="primary" name="do" value="rule">${words.add}</button></div>
<ul>${rules.map(({ id, kind, pattern, verdict }) => html`<li>${words[kind]} <strong dir="auto">${pattern}</strong>: ${verdict === 'spam' ? words.thenSpam : words.thenHold}
<button name="do" value="unrule:${id}" aria-label="${words.remove}: ${pattern}">${words.remove}</button></li>`)}</ul></form>`;
}
