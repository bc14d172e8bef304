/** Language files that come when a test wants it. */
import { languageFiles } from '../../src/base/languages.js';

/** Holds back the file of a language that is built in; call it before an element asks for that language. */
export function delayLanguage(tag: string): { arrive(): void; fail(): void } {
  const load = languageFiles.get(tag);
  if (!load) throw new Error(`${tag} is not built in`);
  let arrive = (): void => undefined;
  let fail = (): void => undefined;
  const file = new Promise<Awaited<ReturnType<typeof load>>>((resolve, reject) => {
    arrive = () => load().then(resolve, reject);
    fail = () => reject(new TypeError('Failed to fetch dynamically imported module'));
  });
  languageFiles.set(tag, () => file);
  return { arrive: () => arrive(), fail: () => fail() };
}
