/** Names that pass for others', names that nobody sees, addresses that end an attribute, and votes for oneself. */

import { openDatabase } from '../src/database/open.js';
import { Client, key, makeModerator } from '../test/support.js';
import type { Attack, Target } from './attack.js';

interface Author {
  name: string;
  url?: string;
  role?: string;
  formerly?: string;
}

const guest = (name: string, url?: string) => ({ text: key(), secret: key(), author: { name, ...(url && { url }) } });

/** The owner, with a comment of hers: an account that moderates, as the command makes it. */
async function owner({ client, database: place }: Target, name: string): Promise<Client> {
  const { credentials } = await makeModerator({ client, database: place });
  const own = new Client(client.base, (await client.ask('POST', '/sessions', credentials)).body.token);
  const { status } = await own.ask('PATCH', '/accounts/me', { name });
  if (status !== 200) {
    // Whatever the routes say: the name is the owner's.
    const { database, close } = await openDatabase(place, { lock: false });
    await database.updateTable('accounts').set({ name }).where('moderator', '=', 1).execute();
    await close();
  }
  await own.comment({ text: 'The first one is mine' });
  return own;
}

/** The names under which comments stand in public, beside the owner's own. */
const published = async (client: Client): Promise<Author[]> =>
  (await client.page('thread=/a&limit=100')).body.comments.map(({ author }: { author: Author }) => author);

const open = { rateLimits: 'off' as const, siteName: 'The Harbour' };

export const attacks: Attack[] = [
  {
    name: 'a guest, or a new account, takes the name of the owner, of the site, or a title, in letters that look like it',
    options: open,
    async play(target) {
      const { client } = target;
      await owner(target, 'Nienke de Boer');
      const through: string[] = [];
      for (const name of [
        'Nienke de Boer',
        'nienke  DE boer',
        'Niеnkе de Bоer',
        'Νienke de Boer',
        'Nіеnke dе Воеr',
        '𝐍𝐢𝐞𝐧𝐤𝐞 𝐝𝐞 𝐁𝐨𝐞𝐫',
        'Nienke\u3164de\u00adBoer',
        'Nienkë de Boer',
        'Nienke de B0er',
        'ɴɪᴇɴᴋᴇ ᴅᴇ ʙᴏᴇʀ',
        '✔ Nienke de Boer ✔',
        'Nien\u200cke de Boer',
        'Moderator',
        'Мoderator',
        'M\u034foderator',
        'ADMIN',
        'Модератор',
        'المشرف',
        'The Harbour',
        'Тhe Harbour',
      ]) {
        const asGuest = await client.comment(guest(name));
        const account = await client.ask('POST', '/accounts', { name, email: `${key()}@example.org`, password: 'Xq7-vanilla-brook' });
        const asMember = account.status === 201 ? await new Client(client.base, account.body.token).comment({ text: key() }) : undefined;
        if (asGuest.body.status === 'published') through.push(`guest ${name}`);
        if (asMember?.body.status === 'published') through.push(`member ${name}`);
        const renaming = await client.reader('Eve');
        await renaming.ask('PATCH', '/accounts/me', { name });
        const renamed = await renaming.comment({ text: key() });
        if (renamed.body.status === 'published' && renamed.body.author.name !== 'Eve') through.push(`renamed ${name}`);
      }
      return through.length ? `published as ${through.join(', ')}` : undefined;
    },
  },
  {
    name: 'a guest takes a reader’s name, as it is or in letters that look like it',
    options: open,
    async play({ client }) {
      await (await client.reader('Anna')).comment({ text: 'Mine' });
      const through: string[] = [];
      for (const name of ['Anna', 'ANNA', 'Аnna', 'Annа', 'An\u2060na', 'Ａｎｎａ']) {
        if ((await client.comment(guest(name))).body.status === 'published') through.push(name);
      }
      return through.length ? `published as ${through.join(', ')}` : undefined;
    },
  },
  {
    name: 'a name is nothing to see, or runs over the lines around it',
    options: open,
    async play({ client }) {
      for (const name of [
        '\u3164',
        '\uffa0',
        '\u115f\u1160',
        '\u{e0041}\u{e0042}',
        '\u034f',
        '\u2800',
        'a'.concat('\u0301\u0302\u0303'.repeat(26)),
        '\u200d\u200c',
        'B\u3164ob',
        'B\u200dob',
        'B\ufe0fob',
        '\u0300Bob',
        '\u00ad',
        '\ue000',
      ])
        await client.comment(guest(name));
      const bad = (await published(client)).filter(
        ({ name }) => name === '' || /[\u034f\u115f\u1160\u2800\u3164\uffa0\ufe0f\u200c\u200d\u00ad\ue000\u{e0000}-\u{e0fff}]|\p{M}{5}|^\p{M}/u.test(name),
      );
      return bad.length
        ? `${bad.length} names: ${bad
            .map(({ name }) => JSON.stringify(name))
            .join(', ')
            .slice(0, 300)}`
        : undefined;
    },
  },
  {
    name: 'nobody can tell the owner from a guest, nor see that a name was another yesterday',
    options: open,
    async play(target) {
      const { client } = target;
      await owner(target, 'Nienke');
      await client.comment(guest('Bob'));
      const ada = await client.reader('Ada');
      await ada.comment({ text: 'Said as Ada' });
      await ada.ask('PATCH', '/accounts/me', { name: 'Somebody else' });
      const [own, bob, renamed] = (await published(client)) as [Author, Author, Author];
      if (own.role !== 'moderator' || bob.role !== 'guest') return `roles are ${String(own.role)} and ${String(bob.role)}`;
      return renamed.formerly === 'Ada' ? undefined : 'the name of before is gone without a trace';
    },
  },
  {
    name: 'an author’s address ends the attribute it is printed in, or turns text around',
    options: open,
    async play({ client }) {
      for (const url of [
        'https://a.example/"onmouseover="alert(1)',
        "https://a.example/'onmouseover='alert(1)",
        'https://a.example/\u202egpj.exe',
        'https://a.example/ onclick=alert(1)',
        'https://a.example/<b>`x`',
        'https:\\\\a.example\\x',
        'https://a.example/\tx',
        'https://a.example/#"\'\\',
      ]) {
        await client.comment(guest('Bob', url));
      }
      const bad = (await published(client)).filter(({ url = '' }) => /[^\x21-\x7e]|["'<>`\\]/.test(url));
      return bad.length ? bad.map(({ url }) => url).join('  ') : undefined;
    },
  },
  {
    name: 'a reader votes for a comment of their own',
    options: open,
    async play({ client }) {
      const ada = await client.reader('Ada');
      const { id } = (await ada.comment({})).body;
      const { status, body } = await ada.ask('PUT', `/${id}/vote`);
      return status === 200 ? `it has ${body.votes} votes` : undefined;
    },
  },
];
