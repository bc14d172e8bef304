/** The words of this server's own pages. */

const en = {
  moderation: 'Moderation', logIn: 'Log in', logOut: 'Log out', email: 'E-mail address', password: 'Password', wrong: 'The e-mail address or the password is wrong.', tooMany: 'Too many attempts: wait a moment.',
  held: 'Waiting', published: 'Published', reported: 'Reported', rejected: 'Rejected', spam: 'Spam', threads: 'Threads', bans: 'Bans', rules: 'Rules',
  approve: 'Approve', hold: 'Hold', reject: 'Reject', markSpam: 'Spam', delete: 'Delete', deleteAll: 'Delete with replies', ban: 'Ban author', close: 'Close', open: 'Open again', unban: 'Lift ban', remove: 'Remove', add: 'Add',
  withChosen: 'With the chosen ones:', choose: 'Choose the comment by {name}', commentBy: 'Comment by {name}', guest: 'guest', banned: 'banned', reports: 'reports: {count}', none: 'Nothing here.', more: 'More',
  done: 'Done: {count}.', notThere: 'Not there any more: {count}.', failed: 'That could not be done: {reason}',
  thread: 'Thread', comments: 'Comments', address: 'An address, since {date}', account: 'Account', kind: 'What', word: 'Word', link: 'Link to', pattern: 'Word or host', then: 'Then', thenHold: 'wait', thenSpam: 'spam',
  closeThread: 'Close a thread by its key', newPassword: 'A new password', newPasswordLabel: 'New password (at least 8 characters)', save: 'Save', confirmTitle: 'Confirm your e-mail address', confirm: 'Confirm',
  confirmed: 'Your e-mail address is confirmed.', passwordSaved: 'The new password is set. Log in with it.', badCode: 'This link is not valid any more: ask for another letter.', shortPassword: 'The password needs at least 8 characters.',
};

const nl: typeof en = {
  moderation: 'Moderatie', logIn: 'Inloggen', logOut: 'Uitloggen', email: 'E-mailadres', password: 'Wachtwoord', wrong: 'Het e-mailadres of het wachtwoord klopt niet.', tooMany: 'Te veel pogingen: wacht even.',
  held: 'Wachtend', published: 'Geplaatst', reported: 'Gemeld', rejected: 'Afgewezen', spam: 'Spam', threads: 'Draden', bans: 'Uitgesloten', rules: 'Regels',
  approve: 'Goedkeuren', hold: 'Aanhouden', reject: 'Afwijzen', markSpam: 'Spam', delete: 'Verwijderen', deleteAll: 'Verwijderen met antwoorden', ban: 'Schrijver uitsluiten', close: 'Sluiten', open: 'Weer openen', unban: 'Weer toelaten', remove: 'Weghalen', add: 'Toevoegen',
  withChosen: 'Met de gekozen reacties:', choose: 'Kies de reactie van {name}', commentBy: 'Reactie van {name}', guest: 'gast', banned: 'uitgesloten', reports: 'meldingen: {count}', none: 'Hier is niets.', more: 'Meer',
  done: 'Gedaan: {count}.', notThere: 'Niet meer aanwezig: {count}.', failed: 'Dat lukte niet: {reason}',
  thread: 'Draad', comments: 'Reacties', address: 'Een adres, sinds {date}', account: 'Account', kind: 'Wat', word: 'Woord', link: 'Link naar', pattern: 'Woord of domein', then: 'Dan', thenHold: 'wachten', thenSpam: 'spam',
  closeThread: 'Sluit een draad op sleutel', newPassword: 'Een nieuw wachtwoord', newPasswordLabel: 'Nieuw wachtwoord (minstens 8 tekens)', save: 'Opslaan', confirmTitle: 'Bevestig je e-mailadres', confirm: 'Bevestigen',
  confirmed: 'Je e-mailadres is bevestigd.', passwordSaved: 'Het nieuwe wachtwoord is ingesteld. Log ermee in.', badCode: 'Deze link geldt niet meer: vraag om een nieuwe brief.', shortPassword: 'Het wachtwoord moet minstens 8 tekens hebben.',
};

const de: typeof en = {
  moderation: 'Moderation', logIn: 'Anmelden', logOut: 'Abmelden', email: 'E-Mail-Adresse', password: 'Passwort', wrong: 'E-Mail-Adresse oder Passwort ist falsch.', tooMany: 'Zu viele Versuche: bitte kurz warten.',
  held: 'Wartend', published: 'Veröffentlicht', reported: 'Gemeldet', rejected: 'Abgelehnt', spam: 'Spam', threads: 'Themen', bans: 'Sperren', rules: 'Regeln',
  approve: 'Freigeben', hold: 'Zurückhalten', reject: 'Ablehnen', markSpam: 'Spam', delete: 'Löschen', deleteAll: 'Mit Antworten löschen', ban: 'Verfasser sperren', close: 'Schließen', open: 'Wieder öffnen', unban: 'Sperre aufheben', remove: 'Entfernen', add: 'Hinzufügen',
  withChosen: 'Mit den gewählten:', choose: 'Kommentar von {name} wählen', commentBy: 'Kommentar von {name}', guest: 'Gast', banned: 'gesperrt', reports: 'Meldungen: {count}', none: 'Hier ist nichts.', more: 'Mehr',
  done: 'Erledigt: {count}.', notThere: 'Nicht mehr da: {count}.', failed: 'Das ging nicht: {reason}',
  thread: 'Thema', comments: 'Kommentare', address: 'Eine Adresse, seit {date}', account: 'Konto', kind: 'Was', word: 'Wort', link: 'Link zu', pattern: 'Wort oder Domain', then: 'Dann', thenHold: 'warten', thenSpam: 'Spam',
  closeThread: 'Ein Thema nach Schlüssel schließen', newPassword: 'Ein neues Passwort', newPasswordLabel: 'Neues Passwort (mindestens 8 Zeichen)', save: 'Speichern', confirmTitle: 'E-Mail-Adresse bestätigen', confirm: 'Bestätigen',
  confirmed: 'Deine E-Mail-Adresse ist bestätigt.', passwordSaved: 'Das neue Passwort ist gesetzt. Melde dich damit an.', badCode: 'Dieser Link gilt nicht mehr: fordere einen neuen Brief an.', shortPassword: 'Das Passwort braucht mindestens 8 Zeichen.',
};

const fr: typeof en = {
  moderation: 'Modération', logIn: 'Se connecter', logOut: 'Se déconnecter', email: 'Adresse e-mail', password: 'Mot de passe', wrong: 'L’adresse e-mail ou le mot de passe est incorrect.', tooMany: 'Trop d’essais : attendez un moment.',
  held: 'En attente', published: 'Publiés', reported: 'Signalés', rejected: 'Refusés', spam: 'Indésirables', threads: 'Fils', bans: 'Exclusions', rules: 'Règles',
  approve: 'Approuver', hold: 'Retenir', reject: 'Refuser', markSpam: 'Indésirable', delete: 'Supprimer', deleteAll: 'Supprimer avec les réponses', ban: 'Exclure l’auteur', close: 'Fermer', open: 'Rouvrir', unban: 'Lever l’exclusion', remove: 'Enlever', add: 'Ajouter',
  withChosen: 'Pour les commentaires choisis :', choose: 'Choisir le commentaire de {name}', commentBy: 'Commentaire de {name}', guest: 'invité', banned: 'exclu', reports: 'signalements : {count}', none: 'Rien ici.', more: 'Plus',
  done: 'Fait : {count}.', notThere: 'Plus là : {count}.', failed: 'Impossible : {reason}',
  thread: 'Fil', comments: 'Commentaires', address: 'Une adresse, depuis le {date}', account: 'Compte', kind: 'Quoi', word: 'Mot', link: 'Lien vers', pattern: 'Mot ou domaine', then: 'Alors', thenHold: 'attendre', thenSpam: 'indésirable',
  closeThread: 'Fermer un fil par sa clé', newPassword: 'Un nouveau mot de passe', newPasswordLabel: 'Nouveau mot de passe (au moins 8 caractères)', save: 'Enregistrer', confirmTitle: 'Confirmez votre adresse e-mail', confirm: 'Confirmer',
  confirmed: 'Votre adresse e-mail est confirmée.', passwordSaved: 'Le nouveau mot de passe est enregistré. Connectez-vous avec lui.', badCode: 'Ce lien n’est plus valable : demandez une autre lettre.', shortPassword: 'Le mot de passe doit avoir au moins 8 caractères.',
};

export const translations = { en, nl, de, fr };
export const languages = Object.keys(translations) as (keyof typeof translations)[];
export type Words = typeof en;

export const fill = (words: string, given: Record<string, string | number>): string => words.replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole));
