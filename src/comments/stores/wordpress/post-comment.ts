/**
 * A new comment in WordPress. It knows no idempotency key, and its CORS lets no such header through: so before a comment is
 * sent again, the thread is looked through for it, and WordPress's own check for duplicates has the last word.
 */

import { readStored, storageKeys, writeStored } from '../../../base/storage.js';
import { parseMarkup, type Block, type Inline } from '../../markup/parse.js';
import { plainText } from '../../markup/render.js';
import { fieldsOf, parseJson, textIn } from '../../json.js';
import type { Comment } from '../../model.js';
import { StoreError, type NewComment } from '../store.js';
import { commentOf, type WordPressComments } from './comment.js';

/** Clocks are wrong by less than this, in milliseconds. */
const skew = 24 * 3600_000;

interface Try {
  text: string;
  at: number;
}

export async function createComment(store: WordPressComments, post: string, comment: NewComment): Promise<Comment> {
  const { parent, text, key, author, extra, signal } = comment;
  const slot = storageKeys.unansweredComment(key);
  const before = readTry(slot);
  const there = before && (await lookFor(store, post, comment, before));
  if (there) return arrived(there, before);
  if (!before) writeStored(slot, JSON.stringify({ text, at: Date.now() } satisfies Try));
  try {
    const made = await store.site.write(
      'comments',
      {
        // Fields that the page added travel beside ours and never in their place.
        ...extra,
        post: Number(post),
        ...(parent !== undefined && { parent: Number(parent) }),
        content: htmlOf(parseMarkup(text)),
        ...(author && { author_name: author.name, ...(author.email && { author_email: author.email }), ...(author.url && { author_url: author.url }) }),
      },
      signal,
    );
    if (/^(trash|spam)$/.test(textIn(fieldsOf(made)['status']))) {
      // It was taken only to be thrown away: its writer must not be told that it waits.
      throw new StoreError('forbidden', 'WordPress has put the comment in the bin');
    }
    const read = commentOf(made, store.site.base);
    if (!read) throw new StoreError('unavailable', 'the answer is not a comment');
    if (read.status === 'held') store.heldComments.remember(post, { ...read, text });
    return settle(read);
  } catch (error) {
    if (!(error instanceof StoreError) || error.fateUnknown) throw error;
    if (error.code === 'duplicate' && before) {
      // An earlier try did arrive. Who cannot see it is told that it waits: that is why it cannot be seen.
      const found = await lookFor(store, post, comment, before);
      return arrived(
        found ?? {
          id: `held-${key.slice(0, 16)}`,
          ...(parent !== undefined && { parent }),
          author: { name: author?.name ?? store.account?.name ?? '' },
          text,
          dateCreated: new Date(before.at).toISOString(),
          status: 'held',
          own: true,
        },
        before,
      );
    }
    // After these an earlier try's fate is as unknown as it was.
    if (!before || !/^(too-many|unauthorized)$/.test(error.code)) writeStored(slot, null);
    throw error;
  }

  function arrived(found: Comment, tried: Try): Comment {
    if (tried.text === text) return settle(found);
    throw new StoreError('too-late', 'an earlier try had arrived, with another text; WordPress lets its writer change nothing');
  }

  function settle(made: Comment): Comment {
    writeStored(slot, null);
    return { ...made, own: true };
  }
}

function readTry(slot: string): Try | undefined {
  const { text, at } = fieldsOf(parseJson(readStored(slot)));
  return typeof text === 'string' && typeof at === 'number' ? { text, at } : undefined;
}

/** Among the newest that answer the same comment, one by the same writer with the same words. */
async function lookFor(store: WordPressComments, post: string, { parent, author, signal }: NewComment, tried: Try): Promise<Comment | undefined> {
  const { comments } = await store.list({ post, parent: parent ?? 0, order: 'desc', orderby: 'date_gmt', per_page: 100 }, signal);
  const name = letters(author?.name ?? store.account?.name ?? '');
  const words = letters(plainText(parseMarkup(tried.text)));
  return comments.find(
    (each) =>
      letters(each.author.name) === name &&
      letters(typeof each.text === 'string' ? each.text : plainText(each.text)) === words &&
      !(Date.parse(each.dateCreated) < tried.at - skew),
  );
}

/** WordPress makes quotes and dashes of its own: letters and digits are what stays. */
function letters(text: string): string {
  return text.normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '');
}

/** The HTML that WordPress allows in comments; it has no lists. Blank lines become paragraphs there, and line ends breaks. */
function htmlOf(blocks: Block[]): string {
  return blocks
    .map((block): string => {
      switch (block.type) {
        case 'paragraph':
          return inlineHtml(block.children);
        case 'quote':
          return `<blockquote>${htmlOf(block.children)}</blockquote>`;
        case 'code':
          return `<code>${escape(block.text)}</code>`;
        case 'list':
          return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${htmlOf(item)}`).join('\n');
        default:
          return '';
      }
    })
    .join('\n\n');
}

function inlineHtml(nodes: Inline[]): string {
  return nodes
    .map((node): string => {
      switch (node.type) {
        case 'text':
          return escape(node.text);
        case 'break':
          return '\n';
        case 'code':
          return `<code>${escape(node.text)}</code>`;
        case 'emphasis':
          return `<em>${inlineHtml(node.children)}</em>`;
        case 'strong':
          return `<strong>${inlineHtml(node.children)}</strong>`;
        case 'link':
          return `<a href="${escape(node.url).replaceAll('"', '%22')}">${inlineHtml(node.children)}</a>`;
      }
    })
    .join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
