import type { LanguageRules } from '../terms.js';

/** Dutch, without accents. */
export default {
  stop: 'aan al alle als altijd ben bij daar dan dat de der deze die dit doch doen door dus een en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je jij kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot uit uw van veel voor want waren was wat we wel werd wezen wie wij wil worden wordt ze zelf zich zij zijn zo zonder zou',
  endings: /(?:heden|ingen|heid|tjes|tje|jes|ing|ers|je|en|er|de|te|e|s|t)$/,
} satisfies LanguageRules;
