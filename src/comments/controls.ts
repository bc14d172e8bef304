/** The box's own buttons: order, earlier, more, all, new ones. */

import { css, html, nothing } from 'lit';
import type { Conversation } from './comments-view.js';
import type { CommentOrder } from './model.js';
import type { Direction } from './reading-on.js';

export const controlStyles = css`
  .order { min-inline-size: 0; }
  select { min-block-size: 2.75rem; background: var(--_surface); border: 1px solid var(--_border); border-radius: var(--_radius); padding-inline: .5em; max-inline-size: 100%; }
  option { color: CanvasText; background: Canvas; }
  textarea {
    display: block; inline-size: 100%; min-block-size: 6rem; margin-block-start: .25rem; padding: .5rem .75rem; resize: vertical;
    background: var(--_surface); border: 1px solid var(--_border); border-radius: var(--_radius);
  }
  /* Takes no room: what is being read stays where it is. */
  .fresh { position: sticky; inset-block-start: .5rem; z-index: 1; block-size: 0; text-align: center; }
  .fresh button { box-shadow: 0 .125rem .5rem rgb(0 0 0 / .3); }
  .more { display: flex; flex-wrap: wrap; gap: .5rem; margin-block: .75rem; }
  .write { margin-block-start: var(--_gap); }
  .write > a { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
  @media print { .write, .more, .fresh, .order { display: none; } }
`;

/** What comments look like besides. */
export const pageStyles = css`@layer blog-elements {
  :where(.blog-comment) { scroll-margin-block-start: 1rem; }
  :where(.blog-comment:target, .blog-comment:focus) { background: var(--blog-surface, color-mix(in srgb, currentColor 5%, transparent)); border-radius: var(--blog-radius, .375rem); outline-offset: 2px; }
  :where(.blog-comment-folded) { mask-image: linear-gradient(#000 calc(100% - 2lh), transparent); }
  :where(.blog-comment-body summary) { min-block-size: 2.75rem; align-content: center; cursor: pointer; }
  :where(blog-comments .reply) { min-block-size: 2.75rem; }
  @media print {
    :where(.blog-comment-body:not(.blog-comment-open)) { max-block-size: none; mask-image: none; }
    :where(blog-comment-actions) { display: none; }
  }
}`;

export function renderOrder({ box }: Conversation) {
  const { language, reading } = box;
  const orders = reading.store?.capabilities.orders ?? [];
  if (orders.length < 2 || reading.thread.roots.length < 2) return nothing;
  const chosen = reading.order;
  return html`<label class="order" part="order"><span class="visually-hidden">${language.say('order')}</span>
    <select @change=${(event: Event) => { box.chosenOrder = (event.target as HTMLSelectElement).value as CommentOrder; }}>
      ${orders.map((order) => html`<option value=${order} ?selected=${order === chosen}>${language.say(order)}</option>`)}
    </select></label>`;
}

/** Above the comments: those before them, and those that others wrote meanwhile. */
export function renderBefore(conversation: Conversation) {
  const { box: { language, reading }, waiting } = conversation;
  return html`
    ${reading.thread.before === undefined ? nothing : html`<div class="more" part="more">${renderMore(conversation, 'before', language.say('earlier'))}</div>`}
    ${waiting.length ? html`<div class="fresh"><button type="button" class="primary" part="fresh" @click=${() => conversation.showWaiting()}>${language.say('fresh', { count: waiting.length })}</button></div>` : nothing}`;
}

/** Below the comments: those after them. */
export function renderAfter(conversation: Conversation) {
  const { language, reading: { thread, failed, store }, pageSize, src } = conversation.box;
  return html`
    ${thread.after === undefined ? nothing : html`<div class="more" part="more">
      ${renderMore(conversation, 'after', language.say('more'))}
      ${thread.count > 2 * pageSize ? renderMore(conversation, 'all', language.say('all', { count: thread.count })) : nothing}
    </div>`}
    ${thread.incomplete && thread.after === undefined ? html`<p>${language.say('incomplete', { name: store?.capabilities.replyElsewhere?.name ?? src })}</p>` : nothing}
    ${failed ? html`<p role="alert" part="error">${language.say('errorMore')}</p>` : nothing}`;
}

function renderMore(conversation: Conversation, direction: Direction, words: string) {
  return html`<button type="button" aria-disabled=${conversation.box.reading.busy === undefined ? 'false' : 'true'} @click=${() => conversation.more(direction)}>${words}</button>`;
}
