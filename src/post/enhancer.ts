/** Starts, updates and stops the enhancements that an article needs or its element asks for. */

import { loadOnce } from '../base/load-once.js';
import { warn } from '../base/warn.js';
import { enhancementNames, type EnhancedElement, type Enhancement, type EnhancementHost, type EnhancementName, type Start } from './enhancement.js';

const loadEnhancements = loadOnce(() => import('./enhancements.js'));

export class Enhancer {
  private running = new Map<EnhancementName, Enhancement>();
  private article: Element | undefined;

  /** @param host made when the first enhancement starts */
  constructor(
    private element: EnhancedElement,
    private host: () => EnhancementHost,
  ) {}

  /** @param done called when the article is ready; also when enhancements could not be loaded, since the text is there without them */
  update(article: Element, done: () => void): void {
    this.article = article;
    const wanted = enhancementNames.filter((name) => isWanted(name, article, this.element));
    for (const [name, enhancement] of this.running) {
      if (wanted.includes(name)) enhancement.update(article);
      else {
        enhancement.stop();
        this.running.delete(name);
      }
    }
    const isComplete = wanted.every((name) => this.running.has(name));
    const ready = isComplete ? Promise.resolve() : loadEnhancements().then(({ enhancements }) => this.startMissing(enhancements));
    ready
      .catch((error: unknown) => {
        // The next change in the page tries again.
        warn(`blog-post: enhancements could not be loaded (${String(error)})`);
      })
      .finally(done)
      .catch(reportError);
  }

  stop(): void {
    this.article = undefined;
    for (const enhancement of this.running.values()) enhancement.stop();
    this.running.clear();
  }

  /** By what is wanted now: the element may have changed while they loaded. */
  private startMissing(enhancements: Record<EnhancementName, Start>): void {
    const { article } = this;
    if (!article) return;
    for (const name of enhancementNames) {
      if (this.running.has(name) || !isWanted(name, article, this.element)) continue;
      const enhancement = enhancements[name](this.host());
      this.running.set(name, enhancement);
      enhancement.update(article);
    }
  }
}

function isWanted(name: EnhancementName, article: Element, element: EnhancedElement): boolean {
  if (name === 'videos') return /youtu/.test(article.textContent ?? '') || article.querySelector('a[href*="youtu"], iframe, blog-youtube') !== null;
  if (name === 'tables') return article.querySelector('table') !== null;
  return element[name];
}
