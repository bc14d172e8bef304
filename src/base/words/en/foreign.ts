/** English for what only foreign stores tell, loaded with the first text of theirs; part of `comments` in every language. */
export default {
  warning: 'Content warning: {text}',
  sensitive: 'Sensitive content',
  unavailable: 'This post cannot be shown here.',
} as const;
