/** English, and the list of what every language translates. */
export default {
  label: 'Related posts',
  recent: 'Recent posts',
  failed: 'Related posts could not be loaded.',
  retry: 'Try again',
  sharedTopics: { one: '{count} shared topic', other: '{count} shared topics' },
} as const;
