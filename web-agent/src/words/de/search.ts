import type { search as english } from '../en/search.ts';

export const search: typeof english = {
  title: 'Suche',
  open: 'Nachrichten und Besucher suchen',
  placeholder: 'Nachrichten und Besucher suchen',
  more: 'finden nachschlagen kunde',
  close: 'Suche schließen',
  clear: 'Leeren',
  messages: 'Nachrichten',
  visitors: 'Besucher',
  recent: 'Letzte Suchen',
  forget: 'Vergessen',
  hint: 'Suchen Sie nach Wörtern einer Nachricht oder nach Besuchern mit Namen, E‑Mail‑Adresse oder Kundennummer.',
  searching: 'Suche läuft …',
  found: (n) => (n === 1 ? '1 Treffer' : `${n} Treffer`),
  nothing: (query) => `Nichts gefunden für „${query}“.`,
  nothingHint: 'Jedes Wort muss vorkommen; vom letzten genügt der Anfang.',
  behind: 'Die Suche holt gerade auf: Die neuesten Nachrichten können fehlen.',
  partial: (group, why) => `${group}: ${why}`,
  chats: (n) => (n === 1 ? '1 Chat' : `${n} Chats`),
  from: (who) => `${who}:`,
  keys: { move: 'bewegt', open: 'öffnet', close: 'schließt' },
};
