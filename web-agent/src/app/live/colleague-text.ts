import type { RosterAgent } from '@holdfast/contracts';
import type { Standing } from '../../look/standing-dot.ts';
import { words } from '../../words/words.ts';

const ORDER: Record<Standing, number> = { online: 0, full: 1, away: 2, offline: 3 };

/** Where a colleague stands, and how to say it: availability, and chats held of those they may hold. */
export function standingOf(agent: RosterAgent): { readonly state: Standing; readonly text: string } {
  const state = stateOf(agent);
  const said = words().actions.colleague;
  const load = said.load(agent.load, agent.capacity);
  switch (state) {
    case 'online':
      return { state, text: load };
    case 'full':
      return { state, text: said.full(load) };
    case 'away':
      return { state, text: agent.load === 0 ? said.away : said.awayWith(load) };
    case 'offline':
      return { state, text: agent.load === 0 ? said.offline : said.offlineWith(load) };
  }
}

function stateOf({ present, availability, load, capacity }: RosterAgent): Standing {
  if (!present || availability === 'offline') return 'offline';
  if (availability === 'away') return 'away';
  return load >= capacity ? 'full' : 'online';
}

/** Who can take a chat comes first; then by name. */
export const byAvailability = (a: RosterAgent, b: RosterAgent): number =>
  ORDER[stateOf(a)] - ORDER[stateOf(b)] || a.name.localeCompare(b.name);
