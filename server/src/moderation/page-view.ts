/** The state of the moderators' page that all its parts draw from. */

import type { Context } from 'hono';
import type { queueQuery } from './schemas.js';
import type { Language, Words } from '../words/translations.js';

export interface PageView {
  context: Context;
  words: Words['moderation'];
  language: Language;
  base: string;
  /** The filter in the URL: every link and form keeps it. */
  filter: Partial<Record<keyof typeof queueQuery.shape, string>>;
  /** Whether all comments on the page are selected. */
  all: boolean;
}
