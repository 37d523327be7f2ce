const plural = new Intl.PluralRules('en');

export const inbox = {
  names: {
    mine: 'Mine',
    mentions: 'Mentions',
    waiting: 'Waiting',
    team: 'Team',
    all: 'All',
    closed: 'Closed',
  },
  list: 'Chats',
  loading: 'Loading chats',
  chats: (n: number, text: string) => (plural.select(n) === 'one' ? `${text} chat` : `${text} chats`),
  sort: 'Order of the list',
  sorts: { newest: 'Newest', oldest: 'Oldest', waiting: 'Longest wait' },
  filter: 'Filter',
  narrow: 'Narrow the list',
  narrowedBy: 'The list is narrowed to',
  remove: (what: string) => `No longer only: ${what}`,
  widen: 'Show all of them',
  parts: { team: 'Team', site: 'Site', assignee: 'With', label: 'Label' },
  unread: 'unread',
  you: 'You',
  withYou: 'You',
  nothingYet: 'Nothing written yet',
  kinds: { note: 'Note:', reply: 'Reply:' },
  waiting: 'waiting',
  isClosed: 'Closed',
  snoozed: (until: string) => (until === '' ? 'Snoozed' : `Snoozed until ${until}`),
  draft: 'Draft',
  callsYou: 'calls you',
  fresh: (n: number, text: string) => (plural.select(n) === 'one' ? `${text} new chat` : `${text} new chats`),
  empty: {
    mine: {
      title: 'No chat is yours',
      text: 'Chats come to you while you are online. You can also take one that waits.',
    },
    mentions: {
      title: 'No note calls you',
      text: 'When a colleague writes @ and your name in a note, the chat is here until you answer.',
    },
    waiting: {
      title: 'Nobody is waiting',
      text: 'Every visitor has somebody. New chats that find no free agent appear here.',
    },
    team: {
      title: 'No open chats in your teams',
      text: 'Chats of the teams that you are in appear here, whoever has them.',
    },
    all: { title: 'No open chats', text: 'They appear here as soon as a visitor writes in the widget on your site.' },
    closed: { title: 'No chat has been closed yet', text: 'Closed chats are kept here, and can be opened again.' },
  },
  emptyNarrowed: { title: 'No chat is like that', text: 'Nothing in this view has all that the list is narrowed to.' },
  showWaiting: (n: number, text: string) =>
    plural.select(n) === 'one' ? `Show the one that waits` : `Show the ${text} that wait`,
  showAll: 'Show all open chats',
  offline: { title: 'No connection', text: 'The chats are shown as soon as it is back.' },
};
