import type { LanguageRules } from '../terms.js';

/** German, without accents. */
export default {
  stop: 'aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da dann das dass dem den der des die dies diese dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch fur gegen hab habe haben hat hatte hier ich ihm ihn ihr im in ist ja jede kann kein keine konnen man mehr mein mich mir mit nach nicht nichts noch nur ob oder ohne sehr sein seine sich sie sind so uber um und uns unter vom von vor war waren was weil wenn wer werden wie wieder wir wird zu zum zur zwischen',
  endings: /(?:heiten|keiten|ungen|heit|keit|ung|ern|end|em|en|er|es|st|e|n|s|t)$/,
} satisfies LanguageRules;
