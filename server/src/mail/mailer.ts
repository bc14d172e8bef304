/**
 * The emails that accounts need, in the language of the browser that asked for them. They are written behind the answer, so that its time tells nothing.
 */

import { createTransport } from 'nodemailer';
import { mailboxOf } from '../accounts/email-address.js';
import { fill, translations, type Language } from '../words/translations.js';
import type { RateLimits } from '../http/rate-limits.js';
import type { Settings } from '../options.js';

/** `undefined`: nobody is to be written to. */
export type Email = { kind: 'confirm' | 'reset'; code: string } | { kind: 'taken' | 'changing' | 'newDevice' } | undefined;
type Kind = NonNullable<Email>['kind'];

/** Emails that are counted together in one mailbox: what strangers can ask for leaves room for a reset link and for warnings. */
const limitPools: Record<Kind, string> = { confirm: 'registration', taken: 'registration', reset: 'reset', changing: 'warning', newDevice: 'warning' };

export class Mailer {
  private readonly transport;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private settings: Settings,
    private limits: RateLimits,
  ) {
    // Their time-outs keep a server that does not answer from holding emails for ever.
    this.transport = createTransport(settings.smtpUrl, {
      from: settings.mailFrom,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    } as object);
  }

  send(to: string, language: Language, compose: () => Email | Promise<Email>): void {
    const work = this.deliver(to, language, compose)
      .catch((error: unknown) => {
        // Without the address: the log has no readers in it.
        this.settings.log?.({ level: 'error', error: `An email could not be sent: ${String((error as { code?: string }).code ?? 'unknown reason')}` });
      })
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  private async deliver(to: string, language: Language, compose: () => Email | Promise<Email>): Promise<void> {
    const email = await compose();
    if (!email) return;
    await this.limits.take('email', `${this.settings.base} ${mailboxOf(to)} ${limitPools[email.kind]}`);
    const { siteName: site, publicOrigin, base } = this.settings;
    const { subject, text } = translations[language].emails[email.kind];
    const link = 'code' in email ? `${publicOrigin}${base}/email/${email.kind}?code=${email.code}` : `${publicOrigin}${base}/moderation`;
    await this.transport.sendMail({
      to: { name: '', address: to },
      subject: `${site}: ${subject}`,
      text: fill(text, { site, link }),
      disableUrlAccess: true,
      disableFileAccess: true,
    });
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await Promise.allSettled(this.underWay);
    this.transport.close();
  }
}
