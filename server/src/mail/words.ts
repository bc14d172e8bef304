/** The words of letters, and of the pages that their links lead to. SITE and LINK are filled in. */

import type { Language } from '../http/html-page.js';

const en = {
  letters: {
    confirm: ['Confirm your e-mail address', 'Somebody, we hope you, gave this address at SITE. To confirm that it is yours, open this page:\n\nLINK\n\nIf it was not you, do nothing: the address is not used.'],
    reset: ['A new password', 'Somebody, we hope you, forgot the password of an account at SITE. To set a new one, open this page within an hour:\n\nLINK\n\nIf it was not you, do nothing: the password stays as it is.'],
    taken: ['You have an account already', 'Somebody, we hope you, gave this address at SITE, where it has an account already. Log in with it, or ask there for a new password. If it was not you, do nothing.'],
    changing: ['Your e-mail address is being changed', 'Somebody, we hope you, asks to change the e-mail address of your account at SITE. If it was not you, set a new password there.'],
  },
  newPassword: 'A new password', newPasswordLabel: 'New password (at least 8 characters)', save: 'Save', confirmTitle: 'Confirm your e-mail address', confirm: 'Confirm',
  confirmed: 'Your e-mail address is confirmed.', passwordSaved: 'The new password is set. Log in with it.', badCode: 'This link is not valid any more: ask for another letter.', shortPassword: 'The password needs at least 8 characters.',
} as const;

type Texts<Shape> = { readonly [Name in keyof Shape]: Shape[Name] extends string ? string : Shape[Name] extends readonly string[] ? readonly [string, string] : Texts<Shape[Name]> };
type Words = Texts<typeof en>;

const nl: Words = {
  letters: {
    confirm: ['Bevestig je e-mailadres', 'Iemand, hopelijk jij, gaf dit adres op bij SITE. Open deze pagina om te bevestigen dat het van jou is:\n\nLINK\n\nWas jij het niet? Doe dan niets: het adres wordt niet gebruikt.'],
    reset: ['Een nieuw wachtwoord', 'Iemand, hopelijk jij, is het wachtwoord van een account bij SITE vergeten. Open deze pagina binnen een uur om een nieuw te kiezen:\n\nLINK\n\nWas jij het niet? Doe dan niets: het wachtwoord blijft zoals het is.'],
    taken: ['Je hebt al een account', 'Iemand, hopelijk jij, gaf dit adres op bij SITE, waar het al een account heeft. Log daarmee in, of vraag er een nieuw wachtwoord aan. Was jij het niet? Doe dan niets.'],
    changing: ['Je e-mailadres wordt veranderd', 'Iemand, hopelijk jij, wil het e-mailadres van je account bij SITE veranderen. Was jij het niet? Kies daar dan een nieuw wachtwoord.'],
  },
  newPassword: 'Een nieuw wachtwoord', newPasswordLabel: 'Nieuw wachtwoord (minstens 8 tekens)', save: 'Opslaan', confirmTitle: 'Bevestig je e-mailadres', confirm: 'Bevestigen',
  confirmed: 'Je e-mailadres is bevestigd.', passwordSaved: 'Het nieuwe wachtwoord is ingesteld. Log ermee in.', badCode: 'Deze link is niet meer geldig: vraag een nieuwe brief aan.', shortPassword: 'Het wachtwoord heeft minstens 8 tekens nodig.',
};

const de: Words = {
  letters: {
    confirm: ['Bestätige deine E-Mail-Adresse', 'Jemand, hoffentlich du, hat diese Adresse bei SITE angegeben. Um zu bestätigen, dass es deine ist, öffne diese Seite:\n\nLINK\n\nWarst du es nicht, dann tu nichts: Die Adresse wird nicht verwendet.'],
    reset: ['Ein neues Passwort', 'Jemand, hoffentlich du, hat das Passwort eines Kontos bei SITE vergessen. Um ein neues zu setzen, öffne diese Seite innerhalb einer Stunde:\n\nLINK\n\nWarst du es nicht, dann tu nichts: Das Passwort bleibt, wie es ist.'],
    taken: ['Du hast schon ein Konto', 'Jemand, hoffentlich du, hat diese Adresse bei SITE angegeben, wo sie schon ein Konto hat. Melde dich damit an oder fordere dort ein neues Passwort an. Warst du es nicht, dann tu nichts.'],
    changing: ['Deine E-Mail-Adresse wird geändert', 'Jemand, hoffentlich du, möchte die E-Mail-Adresse deines Kontos bei SITE ändern. Warst du es nicht, dann setze dort ein neues Passwort.'],
  },
  newPassword: 'Ein neues Passwort', newPasswordLabel: 'Neues Passwort (mindestens 8 Zeichen)', save: 'Speichern', confirmTitle: 'E-Mail-Adresse bestätigen', confirm: 'Bestätigen',
  confirmed: 'Deine E-Mail-Adresse ist bestätigt.', passwordSaved: 'Das neue Passwort ist gesetzt. Melde dich damit an.', badCode: 'Dieser Link gilt nicht mehr: fordere einen neuen Brief an.', shortPassword: 'Das Passwort braucht mindestens 8 Zeichen.',
};

const fr: Words = {
  letters: {
    confirm: ['Confirmez votre adresse e-mail', 'Quelqu’un, vous sans doute, a donné cette adresse sur SITE. Pour confirmer qu’elle est à vous, ouvrez cette page :\n\nLINK\n\nSi ce n’était pas vous, ne faites rien : l’adresse n’est pas utilisée.'],
    reset: ['Un nouveau mot de passe', 'Quelqu’un, vous sans doute, a oublié le mot de passe d’un compte sur SITE. Pour en choisir un nouveau, ouvrez cette page dans l’heure :\n\nLINK\n\nSi ce n’était pas vous, ne faites rien : le mot de passe reste le même.'],
    taken: ['Vous avez déjà un compte', 'Quelqu’un, vous sans doute, a donné cette adresse sur SITE, où elle a déjà un compte. Connectez-vous avec elle, ou demandez-y un nouveau mot de passe. Si ce n’était pas vous, ne faites rien.'],
    changing: ['Votre adresse e-mail va changer', 'Quelqu’un, vous sans doute, demande à changer l’adresse e-mail de votre compte sur SITE. Si ce n’était pas vous, choisissez-y un nouveau mot de passe.'],
  },
  newPassword: 'Un nouveau mot de passe', newPasswordLabel: 'Nouveau mot de passe (au moins 8 caractères)', save: 'Enregistrer', confirmTitle: 'Confirmez votre adresse e-mail', confirm: 'Confirmer',
  confirmed: 'Votre adresse e-mail est confirmée.', passwordSaved: 'Le nouveau mot de passe est enregistré. Connectez-vous avec lui.', badCode: 'Ce lien n’est plus valable : demandez une autre lettre.', shortPassword: 'Le mot de passe doit avoir au moins 8 caractères.',
};

const es: Words = {
  letters: {
    confirm: ['Confirma tu correo electrónico', 'Alguien, esperamos que tú, dio esta dirección en SITE. Para confirmar que es tuya, abre esta página:\n\nLINK\n\nSi no fuiste tú, no hagas nada: la dirección no se usa.'],
    reset: ['Una contraseña nueva', 'Alguien, esperamos que tú, olvidó la contraseña de una cuenta en SITE. Para elegir otra, abre esta página antes de una hora:\n\nLINK\n\nSi no fuiste tú, no hagas nada: la contraseña sigue igual.'],
    taken: ['Ya tienes una cuenta', 'Alguien, esperamos que tú, dio esta dirección en SITE, donde ya tiene una cuenta. Inicia sesión con ella o pide allí una contraseña nueva. Si no fuiste tú, no hagas nada.'],
    changing: ['Tu correo electrónico va a cambiar', 'Alguien, esperamos que tú, pide cambiar el correo electrónico de tu cuenta en SITE. Si no fuiste tú, elige allí una contraseña nueva.'],
  },
  newPassword: 'Una contraseña nueva', newPasswordLabel: 'Contraseña nueva (al menos 8 caracteres)', save: 'Guardar', confirmTitle: 'Confirma tu correo electrónico', confirm: 'Confirmar',
  confirmed: 'Tu correo electrónico está confirmado.', passwordSaved: 'La contraseña nueva está guardada. Inicia sesión con ella.', badCode: 'Este enlace ya no es válido: pide otra carta.', shortPassword: 'La contraseña necesita al menos 8 caracteres.',
};

const ru: Words = {
  letters: {
    confirm: ['Подтвердите адрес почты', 'Кто-то, надеемся, вы, указал этот адрес на сайте SITE. Чтобы подтвердить, что он ваш, откройте эту страницу:\n\nLINK\n\nЕсли это были не вы, ничего не делайте: адрес не используется.'],
    reset: ['Новый пароль', 'Кто-то, надеемся, вы, забыл пароль учётной записи на сайте SITE. Чтобы задать новый, откройте эту страницу в течение часа:\n\nLINK\n\nЕсли это были не вы, ничего не делайте: пароль останется прежним.'],
    taken: ['У вас уже есть учётная запись', 'Кто-то, надеемся, вы, указал этот адрес на сайте SITE, где у него уже есть учётная запись. Войдите с ним или запросите там новый пароль. Если это были не вы, ничего не делайте.'],
    changing: ['Ваш адрес почты меняют', 'Кто-то, надеемся, вы, хочет изменить адрес почты вашей учётной записи на сайте SITE. Если это были не вы, задайте там новый пароль.'],
  },
  newPassword: 'Новый пароль', newPasswordLabel: 'Новый пароль (не менее 8 символов)', save: 'Сохранить', confirmTitle: 'Подтвердите адрес почты', confirm: 'Подтвердить',
  confirmed: 'Адрес почты подтверждён.', passwordSaved: 'Новый пароль задан. Войдите с ним.', badCode: 'Эта ссылка больше не действует: запросите новое письмо.', shortPassword: 'В пароле должно быть не менее 8 символов.',
};

const ar: Words = {
  letters: {
    confirm: ['أكّد بريدك الإلكتروني', 'أدخل شخصٌ ما، نرجو أنه أنت، هذا العنوان في SITE. لتأكيد أنه لك افتح هذه الصفحة:\n\nLINK\n\nإن لم تكن أنت فلا تفعل شيئًا: لن يُستخدم العنوان.'],
    reset: ['كلمة مرور جديدة', 'نسي شخصٌ ما، نرجو أنه أنت، كلمة مرور حساب في SITE. لاختيار كلمة جديدة افتح هذه الصفحة خلال ساعة:\n\nLINK\n\nإن لم تكن أنت فلا تفعل شيئًا: تبقى كلمة المرور كما هي.'],
    taken: ['لديك حساب بالفعل', 'أدخل شخصٌ ما، نرجو أنه أنت، هذا العنوان في SITE حيث له حساب بالفعل. سجّل الدخول به أو اطلب هناك كلمة مرور جديدة. إن لم تكن أنت فلا تفعل شيئًا.'],
    changing: ['يجري تغيير بريدك الإلكتروني', 'يطلب شخصٌ ما، نرجو أنه أنت، تغيير البريد الإلكتروني لحسابك في SITE. إن لم تكن أنت فاختر هناك كلمة مرور جديدة.'],
  },
  newPassword: 'كلمة مرور جديدة', newPasswordLabel: 'كلمة المرور الجديدة (8 أحرف على الأقل)', save: 'حفظ', confirmTitle: 'أكّد بريدك الإلكتروني', confirm: 'تأكيد',
  confirmed: 'تم تأكيد بريدك الإلكتروني.', passwordSaved: 'حُفظت كلمة المرور الجديدة. سجّل الدخول بها.', badCode: 'لم يعد هذا الرابط صالحًا: اطلب رسالة أخرى.', shortPassword: 'يجب ألا تقل كلمة المرور عن 8 أحرف.',
};

export const letterWords: Record<Language, Words> = { en, nl, de, fr, es, ru, ar };
