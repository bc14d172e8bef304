/**
 * What other servers answer, said by the test: `executeServerCommand('answer', { path, type, body, status })` makes
 * `/answers/<path>` answer so. `base64` instead of `body` for bytes; `item` goes `times` times in the place of `{items}`, its
 * number in that of `{index}`; `hold: true` waits for the command `release` with that path;
 * `is-waiting` says whether a request does.
 */
const answers = new Map();
const held = new Map();
const early = new Set();

export async function answersMiddleware(context, next) {
  if (!context.path.startsWith('/answers/')) return next();
  const path = context.path.slice('/answers/'.length);
  const answer = answers.get(path);
  if (!answer) {
    context.status = 404;
    context.body = 'Not here';
    return;
  }
  if (answer.hold && !early.delete(path)) await new Promise((resolve) => held.set(path, resolve));
  context.status = answer.status ?? 200;
  context.set('Cache-Control', 'no-store');
  if (answer.location) context.set('Location', answer.location);
  const { body = '', item, times, between = '' } = answer;
  const text = item ? body.replace('{items}', () => Array.from({ length: times }, (_, index) => item.replaceAll('{index}', index)).join(between)) : body;
  context.body = answer.base64 ? Buffer.from(answer.base64, 'base64') : Buffer.from(text);
  if (answer.type) context.response.set('Content-Type', answer.type);
  else context.response.remove('Content-Type');
}

export const answerCommands = {
  name: 'answers',
  executeCommand({ command, payload }) {
    if (command === 'answer') {
      answers.set(payload.path, payload);
      return true;
    }
    if (command === 'is-waiting') return held.has(payload);
    if (command === 'release') {
      held.get(payload)?.();
      // The request may still be under way.
      if (!held.delete(payload)) early.add(payload);
      return true;
    }
    return undefined;
  },
};
