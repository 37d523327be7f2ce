import type { connection as english } from '../en/connection.ts';

export const connection: typeof english = {
  title: 'Verbindung',
  incompatible:
    'Der Server spricht eine andere Version dieser Seite. Laden Sie sie neu; was Sie geschrieben haben, bleibt.',
  reload: 'Neu laden',
  catchingUp: 'Verbunden. Wird auf den neuesten Stand gebracht …',
  reconnecting: 'Keine Verbindung. Wird wieder verbunden …',
  next: (time) => `Keine Verbindung. Nächster Versuch in ${time}.`,
  offline: 'Dieses Gerät ist offline.',
  kept: 'Was Sie senden, bleibt hier und geht hinaus, sobald sie wieder da ist.',
  back: 'Wieder verbunden.',
  tryNow: 'Jetzt versuchen',
};
