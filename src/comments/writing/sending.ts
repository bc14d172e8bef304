/** What a form needs to send: loaded at the first key pressed, so that it is here when the reader is done, network or not. */

export { prepare } from './prepare.js';
export { problemsOf } from './problems.js';
export { resumePendingSends, send } from './send-queue.js';
export { askLogIn, logOut } from './way-in.js';
