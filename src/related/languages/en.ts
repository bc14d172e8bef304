import type { LanguageRules } from '../terms.js';

/** English, without accents. */
export default {
  stop: 'about after all also an and any are as at be because been before being but by can could did do does for from had has have he her here him his how if in into is it its just like me more most my no not now of on one only or other our out over she so some such than that the their them then there these they this those to too up us very was we were what when where which while who why will with would you your',
  endings: /(?:ational|ations?|ments?|ings?|ness|ies|ied|ers?|est|ed|es|ly|s|e|y)$/,
} satisfies LanguageRules;
