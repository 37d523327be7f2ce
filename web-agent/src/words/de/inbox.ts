import type { inbox as english } from '../en/inbox.ts';

const plural = new Intl.PluralRules('de');

export const inbox: typeof english = {
  names: {
    mine: 'Meine',
    mentions: 'Erwähnt',
    waiting: 'Wartend',
    team: 'Team',
    all: 'Alle',
    closed: 'Beendet',
  },
  list: 'Chats',
  loading: 'Chats werden geladen',
  chats: (n, text) => (plural.select(n) === 'one' ? `${text} Chat` : `${text} Chats`),
  sort: 'Reihenfolge der Liste',
  sorts: { newest: 'Neueste', oldest: 'Älteste', waiting: 'Längste Wartezeit' },
  filter: 'Filtern',
  narrow: 'Liste einschränken',
  narrowedBy: 'Die Liste ist eingeschränkt auf',
  remove: (what) => `Nicht mehr nur: ${what}`,
  widen: 'Alle zeigen',
  parts: { team: 'Team', site: 'Website', assignee: 'Bei', label: 'Label' },
  unread: 'ungelesen',
  onlyUnread: 'Ungelesen',
  you: 'Ihnen',
  withYou: 'Sie',
  nothingYet: 'Noch nichts geschrieben',
  kinds: { note: 'Notiz:', reply: 'Antwort:' },
  waiting: 'wartet',
  isClosed: 'Beendet',
  rated: (score) => `Bewertet mit ${score} von 5`,
  snoozed: (until) => (until === '' ? 'Zurückgestellt' : `Zurückgestellt bis ${until}`),
  draft: 'Entwurf',
  mentionsYou: 'erwähnt Sie',
  dismiss: 'Erwähnung abhaken',
  dismissIn: (visitor) => `Erwähnung im Chat mit ${visitor} abhaken`,
  fresh: (n, text) => (plural.select(n) === 'one' ? `${text} neuer Chat` : `${text} neue Chats`),
  empty: {
    mine: {
      title: 'Sie haben keinen Chat',
      text: 'Chats kommen zu Ihnen, solange Sie online sind. Sie können auch einen nehmen, der wartet.',
    },
    mentions: {
      title: 'Keine Notiz erwähnt Sie',
      text: 'Schreibt jemand @ und Ihren Namen in eine Notiz, steht der Chat hier, bis Sie dort schreiben oder die Erwähnung abhaken.',
    },
    waiting: {
      title: 'Niemand wartet',
      text: 'Um alle wird sich gekümmert. Neue Chats, für die niemand frei ist, erscheinen hier.',
    },
    team: {
      title: 'Keine offenen Chats in Ihren Teams',
      text: 'Chats Ihrer Teams erscheinen hier, egal bei wem sie sind.',
    },
    all: {
      title: 'Keine offenen Chats',
      text: 'Sie erscheinen hier, sobald jemand im Widget auf Ihrer Website schreibt.',
    },
    closed: {
      title: 'Noch kein Chat wurde beendet',
      text: 'Beendete Chats bleiben hier und können wieder geöffnet werden.',
    },
  },
  teamless:
    'Sie sind in keinem Team: Chats kommen nur von Kolleginnen und Kollegen. Sie können auch einen nehmen, der wartet.',
  emptyNarrowed: {
    title: 'So einen Chat gibt es nicht',
    text: 'In dieser Ansicht passt nichts zu allem, worauf die Liste eingeschränkt ist.',
  },
  showWaiting: (n, text) =>
    plural.select(n) === 'one' ? 'Den wartenden Chat zeigen' : `Die ${text} wartenden Chats zeigen`,
  showAll: 'Alle offenen Chats zeigen',
  offline: { title: 'Keine Verbindung', text: 'Die Chats erscheinen, sobald sie wieder da ist.' },
};
