/** A mail server that keeps what it is sent. */

import { SMTPServer } from 'smtp-server';

export interface Mail {
  to: string;
  raw: string;
  text: string;
}
export interface MailCatcher {
  url: string;
  mails: Mail[];
  close(): Promise<void>;
}

export async function startMailCatcher(): Promise<MailCatcher> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      let text = '';
      stream.on('data', (data: Buffer) => {
        text += data;
      });
      stream.on('end', () => {
        // Quoted-printable, as far as most emails need it.
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), raw: text, text: text.replace(/=\r?\n/g, '').replace(/=3D/gi, '=') });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return { url: `smtp://127.0.0.1:${port}`, mails, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** The code in a link of an email. */
export const codeIn = ({ text }: Pick<Mail, 'text'>): string => /\?code=([\w-]+)/.exec(text)![1]!;
