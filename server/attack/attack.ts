/** What an attack is, and what it is played against: a server of its own, with mail that is caught. */

import type { ServerOptions } from '../src/index.js';
import type { MailCatcher } from '../test/mail-catcher.js';
import type { Running } from '../test/support.js';

export interface Target extends Running {
  /** The mail that the server sent. Empty unless the attack asks for `mail`. */
  mail: MailCatcher;
}

export interface Attack {
  /** One sentence: what the attacker tries. */
  name: string;
  /** The server's settings; limits are on unless they say otherwise. */
  options?: ServerOptions;
  /** The server sends mail, into a catcher. */
  withMail?: boolean;
  /** @returns what got through, in a few words; nothing when the server held */
  play(target: Target): Promise<string | undefined>;
}
