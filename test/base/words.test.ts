import { expect } from '@open-wc/testing';
import { en } from '../../src/base/words/en.js';
import ar from '../../src/base/words/ar.js';
import de from '../../src/base/words/de.js';
import es from '../../src/base/words/es.js';
import fr from '../../src/base/words/fr.js';
import nl from '../../src/base/words/nl.js';
import ru from '../../src/base/words/ru.js';
import type { Message, Words } from '../../src/base/words/translation.js';

const english: Record<string, Words> = en;
const languages = { nl, de, fr, es, ru, ar } as unknown as Record<string, Record<string, Words>>;

const sentences = (message: Message) => (typeof message === 'string' ? [message] : Object.values(message));
const places = (sentence: string) => new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));

for (const [lang, translation] of Object.entries(languages)) {
  describe(`The words in ${lang}`, () => {
    for (const [room, words] of Object.entries(english)) {
      it(`are complete for ${room}, and nothing else`, () => {
        expect(Object.keys(translation[room]!).sort()).to.deep.equal(Object.keys(words).sort());
      });

      it(`have the places of the English for ${room}, and are not empty`, () => {
        for (const [key, message] of Object.entries(words)) {
          const wanted = new Set(sentences(message).flatMap((sentence) => [...places(sentence)]));
          for (const sentence of sentences(translation[room]![key]!)) {
            expect(sentence.trim(), `${room}.${key}`).to.not.equal('');
            // A plural form may leave the number out ("one comment"), and nothing else.
            for (const place of places(sentence)) expect([...wanted], `${room}.${key}`).to.include(place);
            for (const place of wanted) if (place !== 'count') expect([...places(sentence)], `${room}.${key}: ${sentence}`).to.include(place);
          }
        }
      });

      it(`have every plural form that the language needs for ${room}`, () => {
        const needed = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
        for (const [key, message] of Object.entries(translation[room]!)) {
          if (typeof message === 'string') continue;
          // "many" in Spanish and French is for millions: "other" serves.
          for (const category of needed)
            if (!(category === 'many' && /^(es|fr)$/.test(lang))) expect(Object.keys(message), `${room}.${key}`).to.include(category);
        }
      });
    }
  });
}
