/**
 * A moderator's session: the cookie that `POST /moderation/session` sets on this server's own origin. A reader's token never makes a moderator.
 */

import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Accounts, Reader } from '../accounts/accounts.js';
import { deviceLifetime } from '../accounts/devices.js';
import type { LogIn } from '../accounts/log-in.js';
import type { Callers } from '../http/caller.js';
import { Problem } from '../http/problems.js';
import type { Settings } from '../options.js';

const cookie = 'blog-moderator';
/** Recognizes the browser at the next log-in. It gives no access. */
const deviceCookie = 'blog-device';

export class ModeratorSession {
  constructor(
    private accounts: Accounts,
    private callers: Callers,
    private settings: Settings,
    private logIns: LogIn,
  ) {}

  async moderatorOf(context: Context): Promise<Reader | undefined> {
    return this.accounts.readerOf(getCookie(context, cookie), 'moderator');
  }

  async requireModerator(context: Context): Promise<Reader> {
    const moderator = await this.moderatorOf(context);
    if (!moderator) throw new Problem('unauthorized', 'Log in as a moderator first.');
    await this.callers.limit(context, 'moderate', moderator.id);
    return moderator;
  }

  /**
   * What changes something comes from a page of this server's own, as the browser says it: by Sec-Fetch-Site, which no page can set, or, where there is none
   * (plain http), by an Origin that is the public one or this request's Host. A stranger's page cannot send another Host than that of the server it asks.
   */
  requireOwnPage(context: Context): void {
    const origin = context.req.header('Origin') ?? '';
    const site = context.req.header('Sec-Fetch-Site');
    const own =
      site !== undefined
        ? site === 'same-origin'
        : URL.canParse(origin) && (origin === this.settings.publicOrigin || new URL(origin).host === context.req.header('Host'));
    if (!own)
      throw new Problem('forbidden', `This takes requests of its own pages only: the Origin "${origin}" is another (behind a proxy, set PUBLIC_ORIGIN).`);
  }

  async logIn(context: Context, credentials: { email: string; password: string; code?: string | undefined }): Promise<void> {
    this.requireOwnPage(context);
    const { token, device } = await this.logIns.moderator(context, credentials, getCookie(context, deviceCookie));
    const options = { path: `${this.settings.base}/moderation`, httpOnly: true, sameSite: 'Strict', secure: this.isSecure(context) } as const;
    setCookie(context, cookie, token, options);
    setCookie(context, deviceCookie, device, { ...options, maxAge: deviceLifetime / 1000 });
  }

  /** Whether the page is https, by PUBLIC_ORIGIN or by the browser's Origin. */
  private isSecure(context: Context): boolean {
    return [this.settings.publicOrigin, context.req.header('Origin')].some((origin) => origin?.startsWith('https:'));
  }

  async logOut(context: Context): Promise<void> {
    this.requireOwnPage(context);
    const token = getCookie(context, cookie);
    if (token) await this.accounts.logOut(token);
    deleteCookie(context, cookie, { path: `${this.settings.base}/moderation` });
  }
}
