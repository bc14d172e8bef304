/** Why a post could not be had: a sentence for developers that says what was expected, what came and what to do. */
export class SourceError extends Error {
  /** Which sentence the reader gets: a key of the post's words. */
  readonly words: 'error' | 'errorOffline' | 'errorMissing' | 'errorUnreadable';

  constructor(message: string, words: SourceError['words'] = 'errorUnreadable', options?: ErrorOptions) {
    super(message, options);
    this.name = 'SourceError';
    this.words = words;
  }
}
