/** Limits that the box and the server share, and the checks they share. Lengths are in code points. Knows no DOM. */

/** Comments of a page (or replies of a comment) in one request: the most, and without `limit`. */
export const maxPageSize = 100;
export const defaultPageSize = 20;
/** Threads in one request for counts. */
export const maxCountedThreads = 100;

/** Where the server's options say nothing else. */
export const defaultMaxLength = 10_000;
export const maxNameLength = 80;
export const passwordLength = { min: 8, max: 200 };
export const maxThreadKeyLength = 1000;
export const maxTitleLength = 300;

/** As a reader counts: a letter outside the Basic Multilingual Plane is one. */
export const lengthOf = (text: string): number => [...text].length;

/** The first characters of a text; never half of one. */
export const cut = (text: string, length: number): string => [...text].slice(0, length).join('');

/** A comment's key and a guest's secret: 128 random bits. */
export const randomKeyPattern = /^[0-9a-f]{32}$/;

/** Control characters other than tab and line feed; and overrides, embeddings and isolates, which reverse the text around them. (The marks LRM, RLM and ALM do no harm.) */
const controlCharacters = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

export const removeControlCharacters = (text: string): string => text.replace(controlCharacters, '');
