import type { inbox as english } from '../en/inbox.ts';

export const inbox: typeof english = {
  names: {
    mine: 'Meine',
    mentions: 'Erwähnt',
    waiting: 'Wartend',
    team: 'Team',
    all: 'Alle',
    closed: 'Beendet',
  },
};
