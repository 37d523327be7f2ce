import type { Answer, Considered, DeskSnapshot } from '@holdfast/contracts';
import type { Folded } from '@holdfast/event-sourcing';
import { wantedOf, type DeskState } from '../domain/desk.ts';
import { look } from '../domain/routing.ts';
import { spreadEntries, spreadGet } from '../domain/spread-map.ts';

/** The desk as consoles show it. */
export function rosterOf({ v, state }: Pick<Folded<DeskState>, 'v' | 'state'>): Answer<typeof DeskSnapshot> {
  const agents = [...state.agents.values()].map(({ held, idleSince: _, teams, ...agent }) => ({
    ...agent,
    teams: [...teams],
    load: held.size,
  }));
  const chats = [...spreadEntries(state.chats)].flatMap(([session, chat]) =>
    chat.status === 'held' ? [{ session, ticket: chat.ticket, agentId: chat.agentId }] : [],
  );
  const queue = state.queue.flatMap((session) => {
    const chat = spreadGet(state.chats, session);
    if (chat?.status !== 'waiting') return [];
    const { ticket, siteId, teamId, since } = chat;
    return [{ session, ticket, siteId, since, ...(teamId === undefined ? {} : { teamId }) }];
  });
  const sites = [...state.sites].map(([siteId, teamId]) => ({ siteId, teamId }));
  return { v, agents, chats, queue, sites };
}

export interface Waiting {
  readonly since: string;
  /** Place in the queue of those who want the same team, from 1. */
  readonly position: number;
  readonly considered: Considered[];
}

/** Where a waiting chat stands and why nobody has it; undefined when it does not wait. */
export function waitingOf(state: DeskState, session: string): Waiting | undefined {
  const chat = spreadGet(state.chats, session);
  if (chat?.status !== 'waiting') return undefined;
  const wanted = wantedOf(state, chat);
  let position = 0;
  for (const other of state.queue) {
    const ahead = spreadGet(state.chats, other);
    if (ahead?.status === 'waiting' && wantedOf(state, ahead).teamId === wanted.teamId) position++;
    if (other === session) break;
  }
  return { since: chat.since, position, considered: look(state.agents.values(), wanted).considered };
}
