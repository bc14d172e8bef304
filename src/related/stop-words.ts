/**
 * What the ranking knows of a language: its stop words and its inflections. Without accents, as texts are compared.
 */

export interface LanguageRules {
  /** Words that say nothing about a text's subject, with spaces between them. */
  stop: string;
  /** What inflects a word, at its end or its start. What is left is the same for all its forms, which is all that matters here. */
  endings: RegExp;
}

/** By primary language tag. */
export const languageRules: Record<string, LanguageRules> = {
  ar: {
    stop: 'في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين ما لا لم لن أن إن كان كانت يكون هو هي هم هن نحن أنا أنت كما كل بعض أو ثم قد لقد حتى إذا لو كيف متى أين بين بعد قبل عند عندما غير أي أيضا أكثر أقل حيث منذ خلال ضد بل لكن ولكن ليس ليست فقط هناك هنا به بها له لها فيه فيها منه منها عليه عليها إليه إليها عنه عنها وقد وكان وكانت وهو وهي ولا وما وفي ومن وعلى وإن وأن',
    endings: /^(?:وال|بال|كال|فال|لل|ال)|(?:ات|ون|ين|ان|ها|هم|نا|ية|ه|ة|ي)$/g,
  },
  de: {
    stop: 'aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da dann das dass dem den der des die dies diese dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch fur gegen hab habe haben hat hatte hier ich ihm ihn ihr im in ist ja jede kann kein keine konnen man mehr mein mich mir mit nach nicht nichts noch nur ob oder ohne sehr sein seine sich sie sind so uber um und uns unter vom von vor war waren was weil wenn wer werden wie wieder wir wird zu zum zur zwischen',
    endings: /(?:heiten|keiten|ungen|heit|keit|ung|ern|end|em|en|er|es|st|e|n|s|t)$/,
  },
  en: {
    stop: 'about after all also an and any are as at be because been before being but by can could did do does for from had has have he her here him his how if in into is it its just like me more most my no not now of on one only or other our out over she so some such than that the their them then there these they this those to too up us very was we were what when where which while who why will with would you your',
    endings: /(?:ational|ations?|ments?|ings?|ness|ies|ied|ers?|est|ed|es|ly|s|e|y)$/,
  },
  es: {
    stop: 'al algo ante antes como con contra cual cuando de del desde donde durante el ella ellas ellos en entre era es esa ese eso esta estan este esto fue ha han hasta hay la las le les lo los mas me mi mis mucho muy nada ni no nos nosotros otro para pero poco por porque que quien se ser si sin sobre son su sus tambien tanto te tiene todo todos tu tus un una uno ya yo',
    endings: /(?:aciones|acion|amente|mente|idades|idad|ados?|adas?|idos?|idas?|ando|iendo|ar|er|ir|es|os|as|o|a|e|s)$/,
  },
  fr: {
    stop: 'ai au aux avec avoir ce ces cet cette comme dans de des du elle elles en est et ete etre eux fait il ils je la le les leur leurs lui ma mais me meme mes moi mon ne nos notre nous on ont ou par pas plus pour qu que qui sa sans se ses si son sont sur ta te tes toi ton tous tout tres tu un une vos votre vous',
    endings: /(?:ations?|ements?|ites?|euses?|eurs?|antes?|ants?|ees?|es|er|ez|ent|ions?|es|e|s|x)$/,
  },
  nl: {
    stop: 'aan al alle als altijd ben bij daar dan dat de der deze die dit doch doen door dus een en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je jij kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot uit uw van veel voor want waren was wat we wel werd wezen wie wij wil worden wordt ze zelf zich zij zijn zo zonder zou',
    endings: /(?:heden|ingen|heid|tjes|tje|jes|ing|ers|je|en|er|de|te|e|s|t)$/,
  },
  ru: {
    stop: 'без более бы был была были было быть вам вас весь во вот все всего всех вы где да даже для до его ее если есть еще же за здесь из или им их как ко когда кто ли либо мне может мы на надо наш не него нее нет ни них но ну об однако он она они оно от очень по под при со так также такои там те тем то того тоже тои только том ты уже хотя чего чеи чем что чтобы эта эти это этот',
    endings:
      /(?:иями|ями|ами|иях|ого|его|ому|ему|ыми|ими|ость|ости|ах|ях|ов|ев|еи|ои|ыи|ии|ая|яя|ое|ее|ые|ие|ую|юю|ом|ем|ам|ям|ть|ла|ли|ло|а|я|о|е|ы|и|у|ю|ь|и)$/,
  },
};
