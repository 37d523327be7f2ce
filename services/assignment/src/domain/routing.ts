import { CONSIDERED_LIMIT, type Availability, type Considered, type Verdict } from '@holdfast/contracts';

/*
 * The policy: who gets a chat, and why not the others.
 * Among the agents of the team who are there and have room: the preferred one, else the least busy, else the longest idle.
 */

/** An agent as the policy looks at them. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly teams: readonly string[];
  readonly capacity: number;
  readonly active: boolean;
  readonly availability: Availability;
  readonly present: boolean;
  /** The chats they hold; their number is the load. */
  readonly held: { readonly size: number };
  /** The desk's `v` since which nothing came to them or went from them: lower is longer idle. */
  readonly idleSince: number;
}

/** What a chat asks of the one who answers it. Without a team everybody may. */
export interface Wanted {
  readonly teamId?: string | undefined;
  readonly preferAgentId?: string | undefined;
  readonly avoidAgentId?: string | undefined;
}

export interface Look {
  readonly chosen: Candidate | undefined;
  readonly considered: Considered[];
  readonly consideredTotal: number;
}

/** Whether automatic routing may give this agent anything at all. */
export const hasRoom = (agent: Candidate): boolean =>
  agent.active && agent.present && agent.availability === 'online' && agent.held.size < agent.capacity;

/** Why this agent cannot get the chat, whoever else is there; null when they can. */
export function obstacle(agent: Candidate, wanted: Wanted): Verdict | null {
  const preferred = agent.id === wanted.preferAgentId;
  if (!agent.active) return 'inactive';
  if (wanted.teamId !== undefined && !preferred && !agent.teams.includes(wanted.teamId)) return 'other-team';
  if (!agent.present || agent.availability === 'offline') return 'offline';
  if (agent.availability === 'away') return 'away';
  if (agent.id === wanted.avoidAgentId && !preferred) return 'gave-back';
  if (agent.held.size >= agent.capacity) return 'at-capacity';
  return null;
}

/** Negative when `a` comes before `b`. The id settles what nothing else does, so that every fold chooses alike. */
const order = (a: Candidate, b: Candidate): number =>
  a.held.size - b.held.size || a.idleSince - b.idleSince || (a.id < b.id ? -1 : 1);

/** The agent who gets the chat, or undefined while nobody can. */
export function choose(agents: Iterable<Candidate>, wanted: Wanted): Candidate | undefined {
  let best: Candidate | undefined;
  for (const agent of agents) {
    if (obstacle(agent, wanted) !== null) continue;
    if (agent.id === wanted.preferAgentId) return agent;
    if (best === undefined || order(agent, best) < 0) best = agent;
  }
  return best;
}

/** In the order in which a reader wants them: the chosen one, who was near, who could not. */
const RANK: readonly Verdict[] = [
  'chosen',
  'not-preferred',
  'less-idle',
  'busier',
  'gave-back',
  'at-capacity',
  'away',
  'offline',
  'other-team',
  'inactive',
];

/** The choice with its reasons: a line for each agent, the most telling `CONSIDERED_LIMIT` of them. */
export function look(agents: Iterable<Candidate>, wanted: Wanted): Look {
  const all = [...agents];
  const chosen = choose(all, wanted);
  const verdicts = all.map((agent) => ({ agent, verdict: verdictOf(agent, wanted, chosen) }));
  verdicts.sort((a, b) => RANK.indexOf(a.verdict) - RANK.indexOf(b.verdict) || order(a.agent, b.agent));
  return { chosen, considered: verdicts.slice(0, CONSIDERED_LIMIT).map(line), consideredTotal: all.length };
}

function verdictOf(agent: Candidate, wanted: Wanted, chosen: Candidate | undefined): Verdict {
  if (agent === chosen) return 'chosen';
  const reason = obstacle(agent, wanted);
  if (reason !== null) return reason;
  if (chosen?.id === wanted.preferAgentId) return 'not-preferred';
  return agent.held.size === chosen?.held.size ? 'less-idle' : 'busier';
}

const line = ({ agent, verdict }: { agent: Candidate; verdict: Verdict }): Considered => ({
  agentId: agent.id,
  agentName: agent.name,
  load: agent.held.size,
  capacity: agent.capacity,
  verdict,
});
