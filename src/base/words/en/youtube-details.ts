/** English of the line with source, date and length. */
export default {
  /** Between source and date, and before a length that is said. */
  comma: ', ',
  minutes: '({time} min.)',
} as const;
