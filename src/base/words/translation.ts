import type { en } from './en.js';

/**
 * A sentence with `{name}` placeholders, or one sentence per plural category (CLDR: zero, one, two, few, many, other),
 * picked by the value given as `count`.
 */
export type Message = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { other: string });

export type Words = Record<string, Message>;

/** A complete translation, by element; `writing` is the comment form. */
export type Translation = { [S in keyof typeof en]: { [Key in keyof (typeof en)[S]]: Message } };

export type Section = keyof Translation;

/** What a page may register. Sentences that are left out stay English. */
export type PartialTranslation = { [S in Section]?: Partial<Translation[S]> };
