import type { en } from './en.js';

/**
 * A sentence with `{name}` places, or one sentence a plural category (CLDR: zero one two few many other), chosen by the
 * value given as `count`.
 */
export type Message = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { other: string });

export type Words = Record<string, Message>;

/** Everything a language needs: the words of each element; `writing` is the comment form. */
export type Translation = { [S in keyof typeof en]: { [Key in keyof (typeof en)[S]]: Message } };

export type Section = keyof Translation;

/** What a page may register: whole or in part; what is missing stays English. */
export type PartialTranslation = { [S in Section]?: Partial<Translation[S]> };
