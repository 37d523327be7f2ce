export const inbox = {
  names: {
    mine: 'Mine',
    mentions: 'Mentions',
    waiting: 'Waiting',
    team: 'Team',
    all: 'All',
    closed: 'Closed',
  },
};
