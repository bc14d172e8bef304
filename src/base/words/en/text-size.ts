/** English, and the list of what every language translates. */
export default {
  /** The name of the group of buttons. */
  group: 'Text size',
  decrease: 'Smaller text',
  reset: 'Normal text size',
  increase: 'Larger text',
  /** Said after each press; `{percent}` comes with its sign. */
  now: 'Text size {percent}',
  failed: 'That did not work. Try again.',
} as const;
