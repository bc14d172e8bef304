/** English of the first view, and the list of what every language translates; en/conversation.ts has the rest. */
export default {
  count: { one: '{count} comment', other: '{count} comments' },
  none: 'No comments yet',
  countNone: 'Comment',
  title: 'Comments',
  loading: 'Loading the comments …',
  errorOffline: 'The comments could not be loaded. Check your connection.',
  errorServer: 'The comments could not be loaded just now.',
  errorThread: 'There are no comments here: this page does not say which post it is about.',
  retry: 'Try again',
  commentBy: 'Comment by {name}',
  replyBy: 'Reply by {name} to {to}',
  anonymous: 'Anonymous',
  held: 'Waiting for approval. Only you can see it.',
  edited: 'edited',
  deleted: 'This comment was deleted.',
  now: 'just now',
} as const;
