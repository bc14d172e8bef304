/** Announces that a thread has changed: within this process at once, to others on the same PostgreSQL by NOTIFY. */

import pg from 'pg';

export type ChangeListener = (site: number, thread: string) => void;

/** Milliseconds in which notices are collected and then sent together: PostgreSQL lets only one transaction that notifies commit at a time. */
const pause = 50;
const channel = 'blog_comments';

export class ChangeFeed {
  private listeners = new Set<ChangeListener>();

  /** Called after the commit: what may yet be rolled back is not announced. */
  publish(site: number, thread: string): void {
    for (const listener of this.listeners) listener(site, thread);
  }

  subscribe(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * A notice can be lost: the process is killed between commit and notice, or a connection breaks. Live streams therefore also poll (comments/live.ts).
 */
export class PostgresChangeFeed extends ChangeFeed {
  private waiting = new Set<string>();
  /** The last NOTIFY; never fails. */
  private sending = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private client: pg.Client | undefined;
  private closed = false;
  private readonly processId = Math.random().toString(36).slice(2);

  constructor(
    private pool: pg.Pool,
    private config: pg.ClientConfig,
  ) {
    super();
    this.connect();
  }

  override publish(site: number, thread: string): void {
    super.publish(site, thread);
    this.waiting.add(`${this.processId} ${site} ${thread}`);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.sending = this.sending.then(() => this.send());
    }, pause);
  }

  override async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.retry);
    await this.sending;
    await this.send();
    await this.client?.end().catch(() => undefined);
  }

  private async send(): Promise<void> {
    const notices = [...this.waiting];
    this.waiting.clear();
    if (notices.length) await this.pool.query('select pg_notify($1, notice) from unnest($2::text[]) as notice', [channel, notices]).catch(() => undefined);
  }

  /** Listens on a connection of its own. When that breaks or cannot be made, it tries again a second later. */
  private connect(): void {
    const client = (this.client = new pg.Client(this.config));
    let reconnect = () => {
      reconnect = () => undefined;
      if (!this.closed) this.retry = setTimeout(() => this.connect(), 1000);
    };
    client.on('error', () => {
      reconnect();
      client.end().catch(() => undefined);
    });
    client.on('end', () => reconnect());
    client.on('notification', ({ payload = '' }) => {
      const [, from, site, thread] = /^(\w+) (\d+) (.*)$/s.exec(payload) ?? [];
      if (thread !== undefined && from !== this.processId) super.publish(Number(site), thread);
    });
    client
      .connect()
      .then(() => client.query(`listen ${channel}`))
      .catch(() => reconnect());
  }
}
