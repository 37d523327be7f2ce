import type { failure as english } from '../en/failure.ts';

export const failure: typeof english = {
  unreachable: 'Der Server ist nicht erreichbar.',
  'catching-up': 'Dieser Teil des Servers holt gerade auf. Chats laufen weiter.',
  'signed-out': 'Sie sind abgemeldet.',
  'wrong-credentials': 'Diese E-Mail-Adresse und dieses Passwort gehören nicht zusammen.',
  'too-fast': 'Zu viele Versuche. Bitte warten Sie einen Moment.',
  'not-permitted': 'Das dürfen Sie nicht. Fragen Sie eine Administratorin oder einen Administrator.',
  'not-found': 'Das gibt es hier nicht.',
  failed: 'Der Server konnte nicht antworten.',
  tooFastFor: (wait) => `Zu viele Versuche. Versuchen Sie es in ${wait} noch einmal.`,
  again: 'Noch einmal versuchen',
  /** Whose name has not been read. */
  somebody: 'jemand aus dem Team',
  someTeam: 'ein Team',
};
