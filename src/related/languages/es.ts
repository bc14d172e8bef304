import type { LanguageRules } from '../terms.js';

/** Spanish, without accents. */
export default {
  stop: 'al algo ante antes como con contra cual cuando de del desde donde durante el ella ellas ellos en entre era es esa ese eso esta estan este esto fue ha han hasta hay la las le les lo los mas me mi mis mucho muy nada ni no nos nosotros otro para pero poco por porque que quien se ser si sin sobre son su sus tambien tanto te tiene todo todos tu tus un una uno ya yo',
  endings: /(?:aciones|acion|amente|mente|idades|idad|ados?|adas?|idos?|idas?|ando|iendo|ar|er|ir|es|os|as|o|a|e|s)$/,
} satisfies LanguageRules;
