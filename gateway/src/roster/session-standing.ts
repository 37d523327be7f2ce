import { type DeskRoster, type QueuePlace, type Standing } from '@holdfast/contracts';

/** What standings are made of, worked out once for all sessions of a workspace. */
export interface DeskView {
  readonly roster: DeskRoster;
  readonly places: ReadonlyMap<string, QueuePlace>;
  /** Per team, whether anybody is there who could answer. */
  readonly open: (team: string | undefined) => boolean;
  readonly expectedWaitMs: (team: string | undefined) => number | undefined;
}

/** Whether anybody is there for a team: who has all hands full counts, since they will answer next. */
export function openTeams({ agents }: Pick<DeskRoster, 'agents'>): (team: string | undefined) => boolean {
  const teams = new Set<string>();
  let isAnybodyThere = false;
  for (const agent of agents.values()) {
    if (!agent.active || !isHere(agent)) continue;
    isAnybodyThere = true;
    for (const team of agent.teams) teams.add(team);
  }
  return (team) => (team === undefined ? isAnybodyThere : teams.has(team));
}

const isHere = ({ present, availability }: { present: boolean; availability: string }): boolean =>
  present && availability === 'online';

/** How a session stands; `session` undefined: one that is not there (for this visitor), which would go to `team`. */
export function standingOf(
  { roster, places, open, expectedWaitMs }: DeskView,
  session: string | undefined,
  team: string | undefined,
): Omit<Standing, 't' | 'session'> {
  const held = session === undefined ? undefined : roster.chats.get(session);
  if (held !== undefined) {
    const agent = roster.agents.get(held.agentId);
    // Who is offline and has a chat took it since: they answer this one, though no others come to them.
    const here = agent !== undefined && agent.active && agent.present && agent.availability !== 'away';
    return { open: here || open(team), agent: { id: held.agentId, here } };
  }
  const place = session === undefined ? undefined : places.get(session);
  const asked = place === undefined ? team : place.team;
  const isOpen = open(asked);
  // While nobody is there, what waits took before says nothing.
  const wait = isOpen ? expectedWaitMs(asked) : undefined;
  return {
    open: isOpen,
    ...(place === undefined ? {} : { position: place.position }),
    ...(wait === undefined ? {} : { expectedWaitMs: wait }),
  };
}
