/**
 * Comments from a WordPress export (WXR). The file is read in pieces, post by post; what is not a comment is skipped. A comment's key is made from the
 * blog and its number there, so that importing again brings in what is new and nothing twice.
 */

import { createReadStream, statSync } from 'node:fs';
import { Parser } from 'htmlparser2';
import { SaxesParser } from 'saxes';
import { htmlToMarkup } from './html-to-markup.js';
import { StartError } from '../errors.js';
import { email as emailSchema } from '../accounts/schemas.js';
import type { CommentSchemas } from '../comments/schemas.js';
import { webUrl } from '../http/schemas.js';
import { sha256 } from '../accounts/passwords.js';
import type { ImportedComment, CommentWriter } from '../comments/write.js';

/** More than any text of a blog; a file that holds more in one place is not an export. */
const longestText = 4 * 1024 * 1024;
/** Few at a time, and a pause in milliseconds between: a server beside takes new comments all the while. */
const batch = 25;
const pause = 10;
const deepestElement = 64;

type Notes = Map<string, { count: number; ids: string[] }>;
export interface Report {
  percent: number;
  threads: number;
  added: number;
  present: number;
  skipped: Notes;
  changed: Notes;
}

interface Post {
  link: string;
  title: string;
  id: string;
  closed: boolean;
  comments: Found[];
}
type Found = Record<string, string>;

const note = (where: Notes, reason: string, id: string): void => {
  const known = where.get(reason) ?? { count: 0, ids: [] };
  known.count++;
  if (known.ids.length < 5) known.ids.push(id);
  where.set(reason, known);
};

export async function importWordPress(
  file: string,
  { commentWriter, schemas }: { commentWriter: CommentWriter; schemas: CommentSchemas },
  progress: (report: Report) => void,
): Promise<Report> {
  const report: Report = { percent: 0, threads: 0, added: 0, present: 0, skipped: new Map(), changed: new Map() };
  const unreadable = (error: unknown) =>
    new StartError(`The file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}): name the file that WordPress made.`);
  let size: number;
  try {
    size = statSync(file).size;
  } catch (error) {
    throw unreadable(error);
  }
  const reader = new Wxr();
  let read = 0;
  const take = async (): Promise<void> => {
    for (const post of reader.posts.splice(0)) {
      await importPost(post, reader.blog, commentWriter, schemas, report);
      progress(report);
    }
  };
  try {
    for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 256 * 1024 }) as AsyncIterable<string>) {
      reader.write(chunk);
      read += Buffer.byteLength(chunk);
      report.percent = Math.min(99, Math.floor((read * 100) / size));
      await take();
    }
    reader.end();
    await take();
  } catch (error) {
    if (/^E[A-Z]+$/.test(String((error as NodeJS.ErrnoException).code)) && 'syscall' in (error as object)) throw unreadable(error);
    if (!(error instanceof NotWxr)) throw error;
    throw new StartError(
      `The file ${file} is not a WordPress export that can be read: ${error.message} What came before (${report.added} comments) has been brought in; importing a mended file brings in the rest.`,
    );
  }
  report.percent = 100;
  return report;
}

class NotWxr extends Error {}

/** Elements by their local names: prefixes are bound to addresses that differ from version to version. */
class Wxr {
  readonly posts: Post[] = [];
  blog = '';
  private parser = new SaxesParser();
  private path: string[] = [];
  private text = '';
  private post: Post | undefined;
  private comment: Found | undefined;
  private isWxr = false;

  constructor() {
    const { parser } = this;
    // Entities of a file's own can grow without end, and an export needs none.
    parser.on('doctype', () => {
      throw new NotWxr('it declares a document type, which no export does.');
    });
    parser.on('error', (error) => {
      throw new NotWxr(`${error.message}.`);
    });
    parser.on('opentag', ({ name }) => this.open(name));
    parser.on('closetag', ({ name }) => this.close(name));
    parser.on('text', (text) => this.add(text));
    parser.on('cdata', (text) => this.add(text));
  }

  /** Control characters are forbidden in XML, and blogs export them all the same. */
  write(chunk: string): void {
    this.parser.write(chunk.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''));
  }

  end(): void {
    this.parser.close();
    if (!this.isWxr) throw new NotWxr('it holds no channel of posts.');
  }

  private open(name: string): void {
    this.path.push(name);
    if (this.path.length > deepestElement) throw new NotWxr('its elements lie too deep in each other.');
    if (this.path.length === 1 && name !== 'rss') throw new NotWxr(`it begins with <${name.slice(0, 40)}> and not with <rss>.`);
    this.text = '';
    if (this.path.length === 2 && name === 'channel') this.isWxr = true;
    if (this.path.length === 3 && name === 'item') this.post = { link: '', title: '', id: '', closed: false, comments: [] };
    if (this.path.length === 4 && this.post && name === 'wp:comment') this.comment = {};
  }

  private add(text: string): void {
    // The texts of posts are many, and not ours.
    if (this.path.at(-1) === 'content:encoded' || this.path.at(-1) === 'excerpt:encoded') return;
    this.text += text;
    if (this.text.length > longestText) throw new NotWxr('one of its texts is longer than 4 MB.');
  }

  private close(name: string): void {
    const {
      path: { length },
      post,
      comment,
      text,
    } = this;
    if (length === 3 && (name === 'wp:base_blog_url' || (name === 'link' && !this.blog))) this.blog = text.trim();
    else if (length === 4 && post) {
      if (name === 'link') post.link = text.trim();
      else if (name === 'title') post.title = text;
      else if (name === 'wp:post_id') post.id = text.trim();
      else if (name === 'wp:comment_status') post.closed = text.trim() === 'closed';
      else if (name === 'wp:comment' && comment) {
        post.comments.push(comment);
        this.comment = undefined;
      }
    } else if (length === 5 && comment && name.startsWith('wp:comment_')) comment[name.slice('wp:comment_'.length)] = text;
    else if (length === 3 && name === 'item' && post) {
      if (post.comments.length) this.posts.push(post);
      this.post = undefined;
    }
    this.path.pop();
    this.text = '';
  }
}

async function importPost(post: Post, blog: string, commentWriter: CommentWriter, schemas: CommentSchemas, report: Report): Promise<void> {
  const url = webUrl.safeParse(post.link).data;
  if (!url) {
    for (const { id = '?' } of post.comments) note(report.skipped, 'their post has no address', id);
    return;
  }
  // As the page itself says it: the key must be the one that the element makes.
  const { pathname, search } = new URL(post.link);
  const about = { key: pathname + search, url, title: schemas.threadTitle.safeParse(post.title).data, closed: post.closed };
  const keyOf = (id: string): string => sha256(`wordpress ${blog} ${id}`).slice(0, 32);

  const made = new Map<string, ImportedComment>();
  const parents = new Map<string, string>();
  for (const found of post.comments.sort((a, b) => Number(a['id']) - Number(b['id']))) {
    const comment = read(found, keyOf, schemas, report);
    const id = found['id']?.trim() ?? '';
    if (!comment) continue;
    made.set(id, comment);
    parents.set(id, found['parent']?.trim() || '0');
  }
  const ready = new Map<string, ImportedComment>();
  // A comment comes before its answers. Numbers mostly grow with time, but not where a blog was itself brought in from elsewhere.
  for (const first of made.keys()) {
    const way: string[] = [];
    for (let id = first; made.has(id) && !ready.has(id) && !way.includes(id); id = parents.get(id)!) way.push(id);
    for (const id of way.reverse()) {
      const comment = made.get(id)!;
      const parent = parents.get(id)!;
      if (ready.has(parent)) comment.parentKey = keyOf(parent);
      // Whose parent was left out, or is in a circle, stands by itself.
      else if (parent !== '0') note(report.changed, 'what they answer is not there, so that they stand by themselves', id);
      ready.set(id, comment);
    }
  }
  if (ready.size === 0) return;
  report.threads++;
  const all = [...ready.values()];
  for (let at = 0; at < all.length; at += batch) {
    const part = all.slice(at, at + batch);
    const added = await commentWriter.importComments(about, part);
    report.added += added;
    report.present += part.length - added;
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
    });
  }
}

function read(found: Found, keyOf: (id: string) => string, schemas: CommentSchemas, report: Report): ImportedComment | undefined {
  const id = found['id']?.trim() ?? '';
  const leave = (reason: string): undefined => {
    note(report.skipped, reason, id || '?');
  };
  if (!/^\d{1,15}$/.test(id)) return leave('without a number');
  const type = found['type']?.trim();
  if (type && type !== 'comment')
    return leave(type === 'pingback' || type === 'trackback' ? 'not written by people (pingbacks and trackbacks)' : 'of a kind that is no comment');
  const approved = found['approved']?.trim();
  if (approved === 'trash' || approved === 'post-trashed') return leave('in the trash');
  const [created, local] = [timeOf(found['date_gmt']), timeOf(found['date'])];
  if ((created ?? local) === undefined) return leave('without a date that can be read');
  const text = schemas.text.safeParse(htmlToMarkup(found['content'] ?? ''));
  if (!text.success) return leave(text.error.issues[0]?.message === 'too-long' ? 'longer than MAX_LENGTH' : 'without a text');
  let name = schemas.name.safeParse(decode(found['author'] ?? '')).data;
  if (!name) {
    name = '—';
    note(report.changed, 'their author has no name', id);
  }
  if (created === undefined) note(report.changed, 'their date has no zone, so that it counts as UTC', id);
  const email = emailSchema.safeParse(found['author_email'] ?? '').data;
  const url = webUrl.safeParse(found['author_url']?.trim() ?? '').data;
  const standing =
    approved === '1' ? { status: 'published' as const, verdict: null } : { status: 'held' as const, verdict: approved === 'spam' ? ('spam' as const) : null };
  return { key: keyOf(id), author: { name, url, email }, text: text.data, created: (created ?? local)!, ...standing };
}

/** WordPress's way to write a time; zeros, or one to come, are none. */
function timeOf(text = ''): number | undefined {
  const time = Date.parse(`${text.trim().replace(' ', 'T')}Z`);
  return time >= 0 && time < Date.now() + 86_400_000 ? time : undefined;
}

/** Names hold entities where WordPress wrote them so, and sometimes tags. */
function decode(name: string): string {
  let text = '';
  new Parser({
    ontext: (part) => {
      text += part;
    },
  }).end(name);
  return text;
}
