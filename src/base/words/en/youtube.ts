/** English, and the list of what every language translates. */
export default {
  play: 'Play: {title}',
  /** What a film is called whose title nobody gave. */
  film: 'YouTube film',
  watch: 'Watch on YouTube',
} as const;
