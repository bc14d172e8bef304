import type { LanguageRules } from '../terms.js';

/** French, without accents. */
export default {
  stop: 'ai au aux avec avoir ce ces cet cette comme dans de des du elle elles en est et ete etre eux fait il ils je la le les leur leurs lui ma mais me meme mes moi mon ne nos notre nous on ont ou par pas plus pour qu que qui sa sans se ses si son sont sur ta te tes toi ton tous tout tres tu un une vos votre vous',
  endings: /(?:ations?|ements?|ites?|euses?|eurs?|antes?|ants?|ees?|es|er|ez|ent|ions?|es|e|s|x)$/,
} satisfies LanguageRules;
