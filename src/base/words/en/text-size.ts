/** English, and the list of what every language translates. */
export default {
} as const;
