/** The line that says how long the post takes. */
import { readText } from './article.js';
import type { Start } from './enhancement.js';
import { minutesToRead } from './reading-time.js';

export const start: Start = ({ root, say }) => {
  const line = root.querySelector('.reading-time')!;
  return {
    update(article) {
      const count = minutesToRead(readText(article));
      const text = count ? say('readingTime', { count }) : '';
      if (line.textContent !== text) line.textContent = text;
    },
    stop: () => undefined,
  };
};
