/** The moderators' page: the form that confirms a ban or a removal, and the lists of both. */

import { html, type Html } from '../http/html-page.js';
import { fill } from '../words/translations.js';
import type { Bans } from './bans.js';
import { hiddenFilter, hrefOf } from './comment-list.js';
import type { PageView } from './page-view.js';
import type { AuthorSummary, Removals } from './removals.js';

const dateOf = (time: string, { language }: PageView): string => new Date(time).toLocaleDateString(language, { dateStyle: 'medium', timeZone: 'UTC' });

/** Asks what to do with a comment's author, and says to how many comments. */
export function confirmation(view: PageView, { id, name, moderates, networkEnds, isIpv4, byAuthor, fromAddress }: AuthorSummary, remove: string): Html {
  const { words, base, language } = view;
  const number = (count: number): string => count.toLocaleString(language);
  const choice = (value: string, label: string): Html =>
    html`<label><input type="radio" name="remove" value="${value}"${value === remove ? html` checked` : ''}> ${label}</label>`;
  const date = networkEnds ? dateOf(networkEnds, view) : '';
  return html`<form class="box wide" method="post" action="${base}/moderation" aria-labelledby="who">
${hiddenFilter(view)}
<p id="who"><strong dir="auto">${name}</strong></p>
${
  moderates
    ? html`<p>${words.moderates}</p>`
    : html`<p><label><input type="checkbox" name="ban" value="1" checked> ${words.ban}</label></p>
${networkEnds ? html`<p><label>${words.network} <select name="network"><option value="address">${fill(words.networkAddress, { date })}</option>${isIpv4 ? html`<option value="neighbors">${fill(words.networkNeighbors, { date })}</option>` : ''}<option value="none">${words.networkNone}</option></select></label></p>` : ''}`
}
<fieldset><legend>${words.removeWhat}</legend>
${choice('none', words.removeNone)}${byAuthor ? choice('author', fill(words.removeByAuthor, { count: number(byAuthor) })) : ''}${fromAddress ? choice('address', fill(words.removeFromAddress, { count: number(fromAddress) })) : ''}
<p class="muted">${words.canUndo}</p></fieldset>
<div class="actions"><button class="primary" name="do" value="confirm:${id}">${words.confirm}</button> <a href="${hrefOf(view, {})}">${words.cancel}</a></div>
</form>`;
}

export function banList(view: PageView, { bans, after }: Awaited<ReturnType<Bans['list']>>): Html {
  const { words, base } = view;
  if (bans.length === 0) return html`<p>${words.none}</p>`;
  return html`<form method="post" action="${base}/moderation"><input type="hidden" name="show" value="bans"><ul>${bans.map(
    ({ id, name, since, covers, ends, network }) => {
      const who = name || words.address;
      const what = [
        covers.includes('account') && words.account,
        covers.includes('email') && words.emailAddress,
        ends && `${fill(words.addressUntil, { date: dateOf(ends, view) })}${network ? ` (/${network})` : ''}`,
      ]
        .filter(Boolean)
        .join(', ');
      return html`<li><strong dir="auto">${who}</strong> <span class="muted"><time datetime="${since}">${dateOf(since, view)}</time>${what ? `: ${what}` : ''}</span> <button name="do" value="unban:${id}" aria-label="${words.unban}: ${who}">${words.unban}</button></li>`;
    },
  )}</ul></form>${after === undefined ? '' : html`<p><a href="${base}/moderation?show=bans&amp;after=${after}">${words.more}</a></p>`}`;
}

export function removalList(view: PageView, { removals, after }: Awaited<ReturnType<Removals['list']>>): Html {
  const { words, base, language } = view;
  if (removals.length === 0) return html`<p>${words.none}</p>`;
  return html`<form method="post" action="${base}/moderation"><input type="hidden" name="show" value="removals"><ul>${removals.map(
    ({ id, name, by, since, ends, state, comments }) => html`<li><strong dir="auto">${name}</strong>
<span class="muted"><time datetime="${since}">${dateOf(since, view)}</time>: ${fill(by === 'author' ? words.removeByAuthor : words.removeFromAddress, { count: comments.toLocaleString(language) })}, ${state === 'removed' ? fill(words.canUndoUntil, { date: dateOf(ends, view) }) : words[state]}</span>
${state === 'undoing' ? '' : html`<button name="do" value="undo:${id}" aria-label="${words.undo}: ${name}">${words.undo}</button>`}</li>`,
  )}</ul></form>${after === undefined ? '' : html`<p><a href="${base}/moderation?show=removals&amp;after=${after}">${words.more}</a></p>`}`;
}
