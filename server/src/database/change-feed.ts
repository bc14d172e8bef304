/** The word that a thread has changed: within this process at once, to others on the same PostgreSQL by NOTIFY. */

import pg from 'pg';

export type Changed = (site: number, thread: string) => void;

/** Notices are sent together, at most this often: PostgreSQL lets only one transaction that notifies commit at a time. */
const pause = 50;
const channel = 'blog_comments';

export class Changes {
  private listeners = new Set<Changed>();

  /** After the transaction: nobody hears of what may yet be undone. */
  tell(site: number, thread: string): void {
    for (const listener of this.listeners) listener(site, thread);
  }

  watch(listener: Changed): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> { /* nothing is open */ }
}

/**
 * A notice that is lost (a process killed between its commit and its notice, a connection that breaks) is made up for by whoever follows a thread and looks
 * now and then.
 */
export class SharedChanges extends Changes {
  private waiting = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private client: pg.Client | undefined;
  private closed = false;
  private readonly me = Math.random().toString(36).slice(2);

  constructor(private pool: pg.Pool, private config: pg.ClientConfig) {
    super();
    void this.listen();
  }

  override tell(site: number, thread: string): void {
    super.tell(site, thread);
    this.waiting.add(`${this.me} ${site} ${thread}`);
    this.timer ??= setTimeout(() => { this.timer = undefined; void this.send(); }, pause);
  }

  override async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.retry);
    await this.send();
    await this.client?.end().catch(() => undefined);
  }

  private async send(): Promise<void> {
    const notices = [...this.waiting];
    this.waiting.clear();
    if (notices.length) await this.pool.query('select pg_notify($1, notice) from unnest($2::text[]) as notice', [channel, notices]).catch(() => undefined);
  }

  private async listen(): Promise<void> {
    const client = this.client = new pg.Client(this.config);
    let again = () => {
      again = () => undefined;
      if (!this.closed) this.retry = setTimeout(() => void this.listen(), 1000);
    };
    client.on('error', () => { again(); void client.end().catch(() => undefined); });
    client.on('end', () => again());
    client.on('notification', ({ payload = '' }) => {
      const [, from, site, thread] = /^(\w+) (\d+) (.*)$/s.exec(payload) ?? [];
      if (thread !== undefined && from !== this.me) super.tell(Number(site), thread);
    });
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch {
      again();
    }
  }
}
