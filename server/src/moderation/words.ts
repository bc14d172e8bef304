/** The words of the moderators' page, in the languages of the elements. */

import type { Language } from '../http/html-page.js';

const en = {
  moderation: 'Moderation', logIn: 'Log in', logOut: 'Log out', email: 'E-mail address', password: 'Password', wrong: 'The e-mail address or the password is wrong.', tooMany: 'Too many attempts: wait a moment.',
  held: 'Waiting', published: 'Published', reported: 'Reported', rejected: 'Rejected', spam: 'Spam', threads: 'Threads', bans: 'Bans', rules: 'Rules',
  approve: 'Approve', hold: 'Hold', reject: 'Reject', markSpam: 'Spam', delete: 'Delete', deleteAll: 'Delete with replies', ban: 'Ban author', close: 'Close', open: 'Open again', unban: 'Lift ban', remove: 'Remove', add: 'Add',
  withChosen: 'With the chosen ones:', choose: 'Choose the comment by {name}', commentBy: 'Comment by {name}', guest: 'guest', banned: 'banned', reports: 'reports: {count}', none: 'Nothing here.', more: 'More',
  done: 'Done: {count}.', notThere: 'Not there any more: {count}.', failed: 'That could not be done: {reason}',
  comments: 'Comments', address: 'An address, since {date}', kind: 'What', word: 'Word', link: 'Link to', pattern: 'Word or host', then: 'Then', thenHold: 'wait', thenSpam: 'spam',
  closeThread: 'Close a thread by its key',
  nothingChosen: 'Nothing was chosen.', doesNotFit: 'What was filled in does not fit.', gone: 'It is not there any more.', chooseAll: 'Choose all on this page',
};

const nl: typeof en = {
  moderation: 'Moderatie', logIn: 'Inloggen', logOut: 'Uitloggen', email: 'E-mailadres', password: 'Wachtwoord', wrong: 'Het e-mailadres of het wachtwoord klopt niet.', tooMany: 'Te veel pogingen: wacht even.',
  held: 'Wachtend', published: 'Geplaatst', reported: 'Gemeld', rejected: 'Afgewezen', spam: 'Spam', threads: 'Draden', bans: 'Uitgesloten', rules: 'Regels',
  approve: 'Goedkeuren', hold: 'Aanhouden', reject: 'Afwijzen', markSpam: 'Spam', delete: 'Verwijderen', deleteAll: 'Verwijderen met antwoorden', ban: 'Schrijver uitsluiten', close: 'Sluiten', open: 'Weer openen', unban: 'Weer toelaten', remove: 'Weghalen', add: 'Toevoegen',
  withChosen: 'Met de gekozen reacties:', choose: 'Kies de reactie van {name}', commentBy: 'Reactie van {name}', guest: 'gast', banned: 'uitgesloten', reports: 'meldingen: {count}', none: 'Hier is niets.', more: 'Meer',
  done: 'Gedaan: {count}.', notThere: 'Niet meer aanwezig: {count}.', failed: 'Dat lukte niet: {reason}',
  comments: 'Reacties', address: 'Een adres, sinds {date}', kind: 'Wat', word: 'Woord', link: 'Link naar', pattern: 'Woord of domein', then: 'Dan', thenHold: 'wachten', thenSpam: 'spam',
  closeThread: 'Sluit een draad op sleutel',
  nothingChosen: 'Er was niets gekozen.', doesNotFit: 'Wat is ingevuld past niet.', gone: 'Het is er niet meer.', chooseAll: 'Kies alles op deze pagina',
};

const de: typeof en = {
  moderation: 'Moderation', logIn: 'Anmelden', logOut: 'Abmelden', email: 'E-Mail-Adresse', password: 'Passwort', wrong: 'E-Mail-Adresse oder Passwort ist falsch.', tooMany: 'Zu viele Versuche: bitte kurz warten.',
  held: 'Wartend', published: 'Veröffentlicht', reported: 'Gemeldet', rejected: 'Abgelehnt', spam: 'Spam', threads: 'Themen', bans: 'Sperren', rules: 'Regeln',
  approve: 'Freigeben', hold: 'Zurückhalten', reject: 'Ablehnen', markSpam: 'Spam', delete: 'Löschen', deleteAll: 'Mit Antworten löschen', ban: 'Verfasser sperren', close: 'Schließen', open: 'Wieder öffnen', unban: 'Sperre aufheben', remove: 'Entfernen', add: 'Hinzufügen',
  withChosen: 'Mit den gewählten:', choose: 'Kommentar von {name} wählen', commentBy: 'Kommentar von {name}', guest: 'Gast', banned: 'gesperrt', reports: 'Meldungen: {count}', none: 'Hier ist nichts.', more: 'Mehr',
  done: 'Erledigt: {count}.', notThere: 'Nicht mehr da: {count}.', failed: 'Das ging nicht: {reason}',
  comments: 'Kommentare', address: 'Eine Adresse, seit {date}', kind: 'Was', word: 'Wort', link: 'Link zu', pattern: 'Wort oder Domain', then: 'Dann', thenHold: 'warten', thenSpam: 'Spam',
  closeThread: 'Ein Thema nach Schlüssel schließen',
  nothingChosen: 'Nichts war gewählt.', doesNotFit: 'Die Eingabe passt nicht.', gone: 'Es ist nicht mehr da.', chooseAll: 'Alle auf dieser Seite wählen',
};

const fr: typeof en = {
  moderation: 'Modération', logIn: 'Se connecter', logOut: 'Se déconnecter', email: 'Adresse e-mail', password: 'Mot de passe', wrong: 'L’adresse e-mail ou le mot de passe est incorrect.', tooMany: 'Trop d’essais : attendez un moment.',
  held: 'En attente', published: 'Publiés', reported: 'Signalés', rejected: 'Refusés', spam: 'Indésirables', threads: 'Fils', bans: 'Exclusions', rules: 'Règles',
  approve: 'Approuver', hold: 'Retenir', reject: 'Refuser', markSpam: 'Indésirable', delete: 'Supprimer', deleteAll: 'Supprimer avec les réponses', ban: 'Exclure l’auteur', close: 'Fermer', open: 'Rouvrir', unban: 'Lever l’exclusion', remove: 'Enlever', add: 'Ajouter',
  withChosen: 'Pour les commentaires choisis :', choose: 'Choisir le commentaire de {name}', commentBy: 'Commentaire de {name}', guest: 'invité', banned: 'exclu', reports: 'signalements : {count}', none: 'Rien ici.', more: 'Plus',
  done: 'Fait : {count}.', notThere: 'Plus là : {count}.', failed: 'Impossible : {reason}',
  comments: 'Commentaires', address: 'Une adresse, depuis le {date}', kind: 'Quoi', word: 'Mot', link: 'Lien vers', pattern: 'Mot ou domaine', then: 'Alors', thenHold: 'attendre', thenSpam: 'indésirable',
  closeThread: 'Fermer un fil par sa clé',
  nothingChosen: 'Rien n’était choisi.', doesNotFit: 'La saisie ne convient pas.', gone: 'Ce n’est plus là.', chooseAll: 'Tout choisir sur cette page',
};

const es: typeof en = {
  moderation: 'Moderación', logIn: 'Iniciar sesión', logOut: 'Cerrar sesión', email: 'Correo electrónico', password: 'Contraseña', wrong: 'El correo electrónico o la contraseña no son correctos.', tooMany: 'Demasiados intentos: espera un momento.',
  held: 'En espera', published: 'Publicados', reported: 'Denunciados', rejected: 'Rechazados', spam: 'Spam', threads: 'Hilos', bans: 'Expulsiones', rules: 'Reglas',
  approve: 'Aprobar', hold: 'Retener', reject: 'Rechazar', markSpam: 'Spam', delete: 'Eliminar', deleteAll: 'Eliminar con las respuestas', ban: 'Expulsar al autor', close: 'Cerrar', open: 'Volver a abrir', unban: 'Readmitir', remove: 'Quitar', add: 'Añadir',
  withChosen: 'Con los elegidos:', choose: 'Elegir el comentario de {name}', commentBy: 'Comentario de {name}', guest: 'invitado', banned: 'expulsado', reports: 'denuncias: {count}', none: 'Aquí no hay nada.', more: 'Más',
  done: 'Hecho: {count}.', notThere: 'Ya no están: {count}.', failed: 'No se pudo hacer: {reason}',
  comments: 'Comentarios', address: 'Una dirección, desde el {date}', kind: 'Qué', word: 'Palabra', link: 'Enlace a', pattern: 'Palabra o dominio', then: 'Entonces', thenHold: 'esperar', thenSpam: 'spam',
  closeThread: 'Cerrar un hilo por su clave',
  nothingChosen: 'No se eligió nada.', doesNotFit: 'Lo que se escribió no sirve.', gone: 'Ya no está.', chooseAll: 'Elegir todo en esta página',
};

const ru: typeof en = {
  moderation: 'Модерация', logIn: 'Войти', logOut: 'Выйти', email: 'Электронная почта', password: 'Пароль', wrong: 'Неверный адрес почты или пароль.', tooMany: 'Слишком много попыток: подождите немного.',
  held: 'Ожидают', published: 'Опубликованные', reported: 'С жалобами', rejected: 'Отклонённые', spam: 'Спам', threads: 'Обсуждения', bans: 'Блокировки', rules: 'Правила',
  approve: 'Одобрить', hold: 'Придержать', reject: 'Отклонить', markSpam: 'Спам', delete: 'Удалить', deleteAll: 'Удалить с ответами', ban: 'Заблокировать автора', close: 'Закрыть', open: 'Открыть снова', unban: 'Разблокировать', remove: 'Убрать', add: 'Добавить',
  withChosen: 'С выбранными:', choose: 'Выбрать комментарий, автор — {name}', commentBy: 'Комментарий, автор — {name}', guest: 'гость', banned: 'заблокирован', reports: 'жалобы: {count}', none: 'Здесь ничего нет.', more: 'Ещё',
  done: 'Сделано: {count}.', notThere: 'Больше нет: {count}.', failed: 'Не получилось: {reason}',
  comments: 'Комментарии', address: 'Адрес, с {date}', kind: 'Что', word: 'Слово', link: 'Ссылка на', pattern: 'Слово или домен', then: 'Тогда', thenHold: 'ждать', thenSpam: 'спам',
  closeThread: 'Закрыть обсуждение по ключу',
  nothingChosen: 'Ничего не выбрано.', doesNotFit: 'Введённое не подходит.', gone: 'Этого больше нет.', chooseAll: 'Выбрать всё на странице',
};

const ar: typeof en = {
  moderation: 'الإشراف', logIn: 'تسجيل الدخول', logOut: 'تسجيل الخروج', email: 'البريد الإلكتروني', password: 'كلمة المرور', wrong: 'البريد الإلكتروني أو كلمة المرور غير صحيحة.', tooMany: 'محاولات كثيرة: انتظر قليلًا.',
  held: 'بالانتظار', published: 'منشورة', reported: 'مبلَّغ عنها', rejected: 'مرفوضة', spam: 'رسائل مزعجة', threads: 'النقاشات', bans: 'المحظورون', rules: 'القواعد',
  approve: 'قبول', hold: 'تعليق', reject: 'رفض', markSpam: 'مزعج', delete: 'حذف', deleteAll: 'حذف مع الردود', ban: 'حظر الكاتب', close: 'إغلاق', open: 'إعادة فتح', unban: 'رفع الحظر', remove: 'إزالة', add: 'إضافة',
  withChosen: 'للتعليقات المختارة:', choose: 'اختيار تعليق {name}', commentBy: 'تعليق من {name}', guest: 'زائر', banned: 'محظور', reports: 'البلاغات: {count}', none: 'لا شيء هنا.', more: 'المزيد',
  done: 'تمّ: {count}.', notThere: 'لم تعد موجودة: {count}.', failed: 'تعذّر ذلك: {reason}',
  comments: 'التعليقات', address: 'عنوان، منذ {date}', kind: 'النوع', word: 'كلمة', link: 'رابط إلى', pattern: 'كلمة أو نطاق', then: 'عندئذٍ', thenHold: 'انتظار', thenSpam: 'مزعج',
  closeThread: 'إغلاق نقاش بمفتاحه',
  nothingChosen: 'لم يُختر شيء.', doesNotFit: 'ما أُدخل غير مناسب.', gone: 'لم يعد موجودًا.', chooseAll: 'اختيار كل ما في هذه الصفحة',
};

export const translations: Record<Language, typeof en> = { en, nl, de, fr, es, ru, ar };
export type Words = typeof en;

export const fill = (words: string, given: Record<string, string | number>): string => words.replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole));
