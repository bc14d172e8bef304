/** The languages of the server, one file and one line each. */

export { en } from './en.js';
export { nl } from './nl.js';
export { de } from './de.js';
export { fr } from './fr.js';
export { es } from './es.js';
export { ru } from './ru.js';
export { ar } from './ar.js';
