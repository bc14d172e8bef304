/** The words of a text, as far as they say what it is about. */

/** Words that say nothing about a text's subject, by language. */
const stopWords: Record<string, string> = {
  en: 'a about after all also an and any are as at be because been before being but by can could did do does for from had has have he her here him his how i if in into is it its just like me more most my no not now of on one only or other our out over s she so some such t than that the their them then there these they this those to too up us very was we were what when where which while who why will with would you your',
  nl: 'aan al alle als altijd ben bij daar dan dat de der deze die dit doch doen door dus een en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je jij kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u uit uw van veel voor want waren was wat we wel werd wezen wie wij wil worden wordt ze zelf zich zij zijn zo zonder zou',
  de: 'aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da dann das dass dem den der des die dies diese dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch für gegen hab habe haben hat hatte hier ich ihm ihn ihr im in ist ja jede kann kein keine können man mehr mein mich mir mit nach nicht nichts noch nur ob oder ohne sehr sein seine sich sie sind so über um und uns unter vom von vor war waren was weil wenn wer werden wie wieder wir wird zu zum zur zwischen',
  fr: 'à ai au aux avec avoir c ce ces cet cette comme d dans de des du elle elles en est et été être eux fait il ils j je l la le les leur leurs lui ma mais me même mes moi mon n ne nos notre nous on ont ou où par pas plus pour qu que qui s sa sans se ses si son sont sur t ta te tes toi ton tous tout très tu un une vos votre vous y',
  es: 'a al algo ante antes como con contra cual cuando de del desde donde durante e el ella ellas ellos en entre era es esa ese eso esta está están este esto fue ha han hasta hay la las le les lo los más me mi mis mucho muy nada ni no nos nosotros o otro para pero poco por porque que qué quien se ser si sí sin sobre son su sus también tanto te tiene todo todos tu tus un una uno y ya yo',
  ru: 'а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее если есть еще же за здесь и из или им их к как ко когда кто ли либо мне может мы на надо наш не него нее нет ни них но ну о об однако он она они оно от очень по под при с со так также такой там те тем то того тоже той только том ты у уже хотя чего чей чем что чтобы эта эти это этот я',
};

/** Endings that inflect a word, longest first. What is cut off is the same for all forms, which is all that matters here. */
const endings: Record<string, RegExp> = {
  en: /(?:ational|ations?|ments?|ings?|ness|ies|ied|ers?|est|ed|es|ly|s)$/,
  nl: /(?:heden|ingen|heid|tjes|tje|jes|ing|ers|je|en|er|de|te|e|s|t)$/,
  de: /(?:heiten|keiten|ungen|heit|keit|ung|ern|end|em|en|er|es|st|e|n|s|t)$/,
  fr: /(?:ations?|ements?|ités?|euses?|eurs?|antes?|ants?|ées?|és|er|ez|ent|ions?|es|e|s|x)$/,
  es: /(?:aciones|ación|amente|mente|idades|idad|ados?|adas?|idos?|idas?|ando|iendo|ar|er|ir|es|os|as|o|a|e|s)$/,
  ru: /(?:иями|ями|ами|иях|ого|его|ому|ему|ыми|ими|ость|ости|ах|ях|ов|ев|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ую|юю|ом|ем|ам|ям|ть|ла|ли|ло|а|я|о|е|ы|и|у|ю|ь|й)$/,
};

const stops = new Map<string, Set<string>>();
const segmenters = new Map<string, Intl.Segmenter>();
/** Scripts written without spaces between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** The terms of a text in order, stems of its words; without those that say nothing. */
export function termsOf(text: string, lang: string): string[] {
  const primary = lang.toLowerCase().split('-')[0]!;
  let stop = stops.get(primary);
  if (!stop) stops.set(primary, stop = new Set((stopWords[primary] ?? '').split(' ')));
  const terms: string[] = [];
  for (const word of wordsOf(text.normalize('NFKC').toLowerCase(), primary)) {
    if (stop.has(word) || (word.length < 2 && !unspaced.test(word))) continue;
    terms.push(stemOf(word, primary));
  }
  return terms;
}

function wordsOf(text: string, lang: string): string[] {
  if (!unspaced.test(text)) return text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  let segmenter = segmenters.get(lang);
  if (!segmenter) segmenters.set(lang, segmenter = new Intl.Segmenter(lang, { granularity: 'word' }));
  return [...segmenter.segment(text)].flatMap(({ isWordLike, segment }) => (isWordLike ? [segment] : []));
}

function stemOf(word: string, lang: string): string {
  if (word.length < 5) return word;
  const stem = word.replace(endings[lang] ?? /$/, '');
  // A stem must keep enough of the word to mean it; doubled letters come from inflection (bakken, bak).
  return stem.length < 3 ? word : stem.replace(/([^aeiou])\1$/, '$1').replace(/([aeou])\1(?=[^aeiou]$)/, '$1');
}
