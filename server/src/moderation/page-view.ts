/** What every part of the moderators' page knows. */

import type { Context } from 'hono';
import type { queueQuery } from './schemas.js';
import type { Language, Words } from '../words/translations.js';

export interface PageView {
  context: Context;
  words: Words['moderation'];
  language: Language;
  base: string;
  /** What the page shows, as it stands in the URL: every link and form takes it along. */
  filter: Partial<Record<keyof typeof queueQuery.shape, string>>;
  /** Whether all on the page is chosen. */
  all: boolean;
}
