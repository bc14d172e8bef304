import type comments from './en/comments.js';
import type conversation from './en/conversation.js';
import type foreign from './en/foreign.js';
import type post from './en/post.js';
import type related from './en/related.js';
import type textSize from './en/text-size.js';
import type writing from './en/writing.js';
import type writingAccount from './en/writing-account.js';
import type writingSending from './en/writing-sending.js';
import type youtube from './en/youtube.js';
import type youtubeDetails from './en/youtube-details.js';
import type youtubeFaces from './en/youtube-faces.js';

/**
 * A sentence with `{name}` places, or one sentence a plural category (CLDR: zero one two few many other), chosen by the
 * value given as `count`.
 */
export type Message = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { other: string });

export type Words = Record<string, Message>;

type Translated<English> = { [Key in keyof English]: Message };

/** Everything a language needs: the words of each element. */
export interface Translation {
  comments: Translated<typeof comments & typeof conversation & typeof foreign>;
  post: Translated<typeof post>;
  related: Translated<typeof related>;
  textSize: Translated<typeof textSize>;
  /** The comment form, beside `comments`: its English is loaded when someone writes. */
  writing: Translated<typeof writing & typeof writingAccount & typeof writingSending>;
  /** The card; what it seldom says beside it. */
  youtube: Translated<typeof youtube & typeof youtubeDetails & typeof youtubeFaces>;
}

export type Room = keyof Translation;

/** What a page may register: whole or in part; what is missing stays English. */
export type PartialTranslation = { [R in Room]?: Partial<Translation[R]> };
