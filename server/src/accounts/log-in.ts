/** Logging in over HTTP: limits, known devices, the second factor, and a log line of what failed. */

import type { Context } from 'hono';
import type { Callers } from '../http/caller.js';
import { languageOf } from '../http/language.js';
import type { Mailer } from '../mail/mailer.js';
import type { Settings } from '../options.js';
import { Problem } from '../http/problems.js';
import type { Accounts, Reader } from './accounts.js';
import type { Devices } from './devices.js';
import type { LoginGuard } from './login-guard.js';
import { sha256 } from './passwords.js';
import type { SecondFactor } from './second-factor.js';

interface Credentials {
  email: string;
  password: string;
}
interface Parts {
  accounts: Accounts;
  devices: Devices;
  secondFactor: SecondFactor;
  guard: LoginGuard;
  callers: Callers;
  settings: Settings;
  site: number;
  mailer?: Mailer | undefined;
}

export class LogIn {
  constructor(private parts: Parts) {}

  async reader(context: Context, { device: given, ...credentials }: Credentials & { device?: string | undefined }) {
    const { accounts, callers, devices } = this.parts;
    const session = await this.withLimits(context, credentials.email, given, () => accounts.logIn(credentials, callers.hashQueueCallerOf(context)));
    return { ...session, device: await devices.remember(given, session.account.id) };
  }

  /** A session for the moderator's cookie, and the token that the browser keeps to be known by. A new device is told by email. */
  async moderator(
    context: Context,
    { code, ...credentials }: Credentials & { code?: string | undefined },
    given: string | undefined,
  ): Promise<{ token: string; device: string }> {
    const { accounts, callers, devices, secondFactor, mailer } = this.parts;
    const moderator = await this.withLimits(context, credentials.email, given, async () => {
      const found = await accounts.identifyModerator(credentials, callers.hashQueueCallerOf(context));
      await secondFactor.check(found.id, code);
      return found;
    });
    const isKnown = await devices.isKnown(given, moderator.id);
    const device = await devices.remember(given, moderator.id);
    if (!isKnown) mailer?.send(moderator.email, languageOf(context), () => ({ kind: 'newDevice' }));
    return { token: (await accounts.startSession(moderator, 'moderator')).token, device };
  }

  /**
   * Whoever is logged in shows again that they know the password.
   *
   * @throws Problem `fields: { currentPassword }`
   */
  async requirePassword(context: Context, { id, email, external }: Reader, password: string | undefined, session: string): Promise<void> {
    if (external) throw new Problem('forbidden', 'This account is kept by the site that you logged in with: change it there.');
    if (password === undefined) throw new Problem('invalid', 'The present password is needed.', { fields: { currentPassword: 'missing' } });
    const { accounts, callers, guard } = this.parts;
    await callers.limit(context, 'login', id);
    await guard.count(email, () => accounts.checkPresentPassword(id, password, callers.hashQueueCallerOf(context)), sha256(session));
  }

  /** The same with a code of the second factor, counted with the passwords. */
  requireCode<Result>({ id, email }: Reader, check: () => Promise<Result>): Promise<Result> {
    return this.parts.guard.count(email, check, `code ${id}`);
  }

  /** Account and address together are limited, then the account whatever the address. */
  private async withLimits<Result>(context: Context, email: string, device: string | undefined, check: () => Promise<Result>): Promise<Result> {
    const { callers, devices, guard, site } = this.parts;
    try {
      await callers.limit(context, 'login', email);
      const known = (await devices.isKnownFor(device, site, email)) ? sha256(device!) : undefined;
      return await guard.count(email, check, known);
    } catch (error) {
      this.logFailure(context, error);
      throw error;
    }
  }

  private logFailure(context: Context, error: unknown): void {
    if (!(error instanceof Problem) || !['unauthorized', 'too-many'].includes(error.code)) return;
    const { callers, settings } = this.parts;
    settings.log?.({
      level: 'warn',
      event: 'login-failed',
      route: new URL(context.req.url).pathname,
      reason: error.code === 'too-many' ? 'limit' : 'wrong',
      ...(settings.logAddresses === 'on' && { address: callers.plainAddressOf(context) }),
    });
  }
}
