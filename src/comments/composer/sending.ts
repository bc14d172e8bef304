/** What a form needs to send: loaded at the first key pressed, so that it is here when the reader is done, network or not. */

export { prepare } from './new-comment.js';
export { problemsOf } from './new-comment.js';
export { resumePendingSends, send } from './outbox.js';
export { askLogIn, logOut } from './sign-in.js';
