/**
 * Changes of threads as server-sent events: published comments only, the same for everybody. An event's id is the thread's version. A client that reconnects
 * with its last id gets what changed since, read from the comments themselves: there is no log of events, and no gap between reading and listening.
 */

import type { liveEventTypes } from '../../../src/comments/model.js';
import { yieldToRequests } from '../database/batches.js';
import type { ChangeFeed } from '../database/change-feed.js';
import type { Database } from '../database/types.js';
import { Problem } from '../http/problems.js';
import { prefixedReadColumns, type Row } from './comment-row.js';
import { addAuthorNotes, toServedComment, type AuthorNote } from './read.js';

/** Keeps connections open through proxies, and finds those that are gone. */
const heartbeat = 20_000;
/** Polls for changes without a notice: by a command that runs beside this process, or when the notice was lost. */
const pollInterval = 2000;
const maxListeners = 10_000;
const maxFromOneAddress = 50;
/** A listener this many bytes behind is disconnected: it reconnects and gets what it missed. */
const maxUnread = 256 * 1024;
const slice = 200;

const encoder = new TextEncoder();
const heartbeatMessage = encoder.encode(':\n\n');

/** Where the events of one listener go. `send` returns the bytes that it has not read yet. */
export interface Listener {
  send(chunk: Uint8Array): number;
  end(): void;
}

interface Followed {
  thread: string;
  /** What all its listeners have been sent; undefined until it is read. */
  version: number | undefined;
  listeners: Set<Listener>;
  /** Listeners, with those that are still being sent what they missed. */
  users: number;
  /** Tasks run one after another, so that no event is sent twice or lost. */
  work: Promise<void>;
}

export class LiveStreams {
  private followed = new Map<string, Followed>();
  private addresses = new Map<string, number>();
  private count = 0;
  private closed = false;
  private stops: (() => void)[];

  constructor(
    private database: Database,
    private site: number,
    changes: ChangeFeed,
  ) {
    const timers = [
      setInterval(() => this.sendHeartbeat(), heartbeat).unref(),
      setInterval(() => void this.pollVersions().catch(() => undefined), pollInterval).unref(),
    ];
    this.stops = [
      changes.subscribe((which, thread) => {
        const followed = which === site ? this.followed.get(thread) : undefined;
        if (followed) this.inTurn(followed, () => this.sendChanges(followed));
      }),
      () => timers.forEach(clearInterval),
    ];
  }

  /**
   * Sends what happens in a thread after version `since`, or from now on, until the returned function is called.
   *
   * @throws Problem where there are too many listeners already
   */
  follow(thread: string, since: number | undefined, address: string, listener: Listener): () => void {
    const fromAddress = this.addresses.get(address) ?? 0;
    if (this.closed || this.count >= maxListeners) throw new Problem('unavailable', 'Too many listen already.', { retryAfter: 30 });
    if (fromAddress >= maxFromOneAddress) throw new Problem('too-many', 'Too many connections from this address.', { retryAfter: 30 });
    this.addresses.set(address, fromAddress + 1);
    this.count++;
    const followed = this.followed.get(thread) ?? { thread, version: undefined, listeners: new Set(), users: 0, work: Promise.resolve() };
    this.followed.set(thread, followed);
    followed.users++;
    let left = false;
    this.inTurn(followed, async () => {
      try {
        if (followed.version === undefined) followed.version = await this.versionOf(thread);
        else await this.sendChanges(followed);
        if (left) return;
        listener.send(encoder.encode(`retry: 3000\nid: ${followed.version}\n\n`));
        // A version from the future: a backup was restored, or the client made it up. It gets events from now on.
        if (since !== undefined)
          await this.changes(
            thread,
            since,
            (chunk) => {
              if (!left) listener.send(chunk);
            },
            followed.version,
          );
        if (!left) followed.listeners.add(listener);
      } catch {
        listener.end();
      }
    });
    return () => {
      if (left) return;
      left = true;
      this.count--;
      const rest = this.addresses.get(address)! - 1;
      if (rest) this.addresses.set(address, rest);
      else this.addresses.delete(address);
      followed.listeners.delete(listener);
      if (--followed.users === 0) this.followed.delete(thread);
    };
  }

  close(): void {
    this.closed = true;
    for (const stop of this.stops) stop();
    for (const { listeners } of this.followed.values()) for (const listener of [...listeners]) listener.end();
  }

  private inTurn(followed: Followed, task: () => Promise<void>): void {
    // The next task begins where a failed one stopped.
    followed.work = followed.work.then(task).catch(() => undefined);
  }

  private async sendChanges(followed: Followed): Promise<void> {
    if (followed.version === undefined || followed.users === 0) return;
    followed.version = await this.changes(followed.thread, followed.version, (chunk) => this.broadcast(followed.listeners, chunk));
  }

  private broadcast(listeners: Set<Listener>, chunk: Uint8Array): void {
    for (const listener of [...listeners]) if (listener.send(chunk) > maxUnread) listener.end();
  }

  private sendHeartbeat(): void {
    for (const { listeners } of this.followed.values()) this.broadcast(listeners, heartbeatMessage);
  }

  private async pollVersions(): Promise<void> {
    const keys = [...this.followed.keys()];
    for (let at = 0; at < keys.length; at += 500) {
      const rows = await this.database
        .selectFrom('threads')
        .select(['key', 'version'])
        .where('site', '=', this.site)
        .where('key', 'in', keys.slice(at, at + 500))
        .execute();
      for (const { key, version } of rows) {
        const followed = this.followed.get(key);
        if (followed?.version === undefined || followed.version >= version) continue;
        this.inTurn(followed, async () => {
          await this.sendChanges(followed);
          // Changes without a comment: the thread's title, or that it was closed.
          followed.version = Math.max(followed.version!, version);
        });
      }
    }
  }

  private async versionOf(thread: string): Promise<number> {
    return (
      (await this.database.selectFrom('threads').select('version').where('site', '=', this.site).where('key', '=', thread).executeTakeFirst())?.version ?? 0
    );
  }

  /** Sends the comments whose public state changed after `since`, up to `until`, in that order, and returns the last version. */
  private async changes(thread: string, since: number, send: (chunk: Uint8Array) => void, until = Number.MAX_SAFE_INTEGER): Promise<number> {
    for (let from = since; ;) {
      const rows = await this.database
        .selectFrom('comments')
        .innerJoin('threads', 'threads.id', 'comments.thread')
        .leftJoin('comments as above', 'above.seq', 'comments.parent')
        .select([...prefixedReadColumns, 'comments.version', 'comments.shown', 'above.id as parentId'])
        .where('threads.site', '=', this.site)
        .where('threads.key', '=', thread)
        .where('comments.version', '>', from)
        .where('comments.version', '<=', until)
        .orderBy('comments.version')
        .limit(slice)
        .execute();
      const text = (await addAuthorNotes(this.database, rows)).map((row) => eventOf(row, since)).join('');
      if (text) send(encoder.encode(text));
      from = rows.at(-1)?.version ?? from;
      if (rows.length < slice) return from;
      await yieldToRequests();
    }
  }
}

/** An event for a client that knows the thread as of version `since`. */
function eventOf(
  { parentId, version, shown, ...row }: Row & AuthorNote & { parentId: string | null; version: number; shown: number | null },
  since: number,
): string {
  const knows = shown !== null && shown <= since;
  const gone = row.status !== 'published';
  // Published and removed in between.
  if (gone && !knows) return '';
  const type: (typeof liveEventTypes)[number] = gone ? 'deleted' : knows ? 'changed' : 'created';
  return `event: ${type}\nid: ${version}\ndata: ${JSON.stringify(toServedComment(gone ? { ...row, status: 'deleted' } : row, parentId ?? undefined))}\n\n`;
}

/** A response body that follows a thread; `follow` starts, and returns the function that stops. */
export function streamOf(follow: (listener: Listener) => () => void): ReadableStream<Uint8Array> {
  let stop: (() => void) | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = follow({
          send(chunk) {
            controller.enqueue(chunk);
            return -(controller.desiredSize ?? 0);
          },
          end() {
            stop?.();
            try {
              controller.close();
            } catch {
              /* closed by the reader already */
            }
          },
        });
      },
      cancel() {
        stop?.();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
}
