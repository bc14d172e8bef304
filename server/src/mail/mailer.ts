/**
 * The letters that accounts need: confirm your address, set a new password; in the language of the browser that asked for them. Written behind the answer,
 * so that its time tells nothing.
 */

import { createTransport } from 'nodemailer';
import { translations, type Language } from '../words/translations.js';
import type { Limits } from '../http/rate-limits.js';
import type { Settings } from '../options.js';

/** `undefined`: nobody is to be written to. */
export type Letter = { kind: 'confirm' | 'reset'; code: string } | { kind: 'taken' | 'changing' } | undefined;

export class Letters {
  private readonly transport;
  private readonly underWay = new Set<Promise<void>>();

  constructor(private settings: Settings, private limits: Limits) {
    // Their time-outs keep a server that does not answer from holding letters for ever.
    this.transport = createTransport(settings.smtpUrl, { from: settings.mailFrom, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 } as object);
  }

  write(to: string, language: Language, letter: () => Promise<Letter>): void {
    const work = this.send(to, language, letter).catch((error: unknown) => {
      // Without the address: the log has no readers in it.
      this.settings.log?.({ level: 'error', error: `A letter could not be sent: ${String((error as { code?: string }).code ?? 'unknown reason')}` });
    }).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  private async send(to: string, language: Language, letter: () => Promise<Letter>): Promise<void> {
    const what = await letter();
    if (!what) return;
    // Nobody's letter box is filled by others.
    await this.limits.take('letter', to);
    const { subject, text } = translations[language].emails[what.kind];
    const link = 'code' in what ? `${this.settings.publicOrigin}${this.settings.base}/letters/${what.kind}?code=${what.code}` : '';
    await this.transport.sendMail({ to: { name: '', address: to }, subject: `${this.settings.siteName}: ${subject}`, text: text.replace('SITE', this.settings.siteName).replace('LINK', () => link), disableUrlAccess: true, disableFileAccess: true });
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await Promise.allSettled(this.underWay);
    this.transport.close();
  }
}
