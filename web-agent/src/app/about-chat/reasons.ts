import type { Considered } from '@holdfast/contracts';
import type { Decisions } from '../../api/api.ts';

/** Why a chat is with whom it is with, or why it still waits, in plain words. */
export interface Why {
  readonly title: string;
  readonly lines: readonly string[];
  readonly considered: readonly ConsideredLine[];
  /** Agents that were looked at and are not listed. */
  readonly more: number;
}
export interface ConsideredLine {
  readonly id: string;
  readonly name: string;
  readonly chosen: boolean;
  readonly text: string;
}

type Decision = Decisions['decisions'][number];

const QUEUED: Readonly<Record<string, string>> = {
  opened: 'the visitor opened it',
  reopened: 'it was reopened',
  returned: 'it was given back',
  'agent-offline': 'the agent went offline',
  transfer: 'it was passed on',
  'assignment-refused': 'an assignment came too late',
};

/** Null when the desk never had the chat. `agentName` names agents as they are called today. */
export function whyOf({ decisions, waiting }: Decisions, me: string, lasted: (since: string) => string): Why | null {
  if (waiting !== undefined) {
    const last = decisions.find(({ type }) => type === 'ChatQueued');
    const because = last?.reason === undefined ? [] : [`In the queue since ${QUEUED[last.reason] ?? last.reason}.`];
    return {
      title: 'Why is it still waiting?',
      lines: [
        waiting.position === 1
          ? `Next in the queue, for ${lasted(waiting.since)}.`
          : `Number ${waiting.position} in the queue, for ${lasted(waiting.since)}.`,
        ...because,
        waiting.considered.length === 0 ? 'Nobody is in its team.' : 'Nobody can take it by routing at the moment:',
      ],
      considered: waiting.considered.map((line) => lineOf(line, me)),
      more: 0,
    };
  }
  const assigned = decisions.find(({ type }) => type === 'ChatAssigned');
  if (assigned === undefined) return null;
  const released = decisions[0] !== assigned && decisions[0]?.type !== 'ChatAssigned';
  const whom = assigned.agentId === me ? 'you' : (assigned.agentName ?? 'this agent');
  return {
    title: released ? `Why was it with ${whom}?` : `Why is it with ${whom}?`,
    lines: [assignedText(assigned, whom)],
    // Who takes a chat was not weighed against others.
    considered: assigned.kind === 'claimed' ? [] : assigned.considered.map((line) => lineOf(line, me)),
    more: Math.max(0, assigned.consideredTotal - assigned.considered.length),
  };
}

function assignedText({ kind, considered, consideredTotal }: Decision, whom: string): string {
  if (kind === 'claimed') return whom === 'you' ? 'You took it yourself.' : `${whom} took it from the queue.`;
  const verb = whom === 'you' ? 'You were' : `${whom} was`;
  const others = considered.filter(({ verdict }) => verdict !== 'chosen');
  const free = others.filter(({ verdict }) => verdict === 'busier' || verdict === 'less-idle');
  if (free.some(({ verdict }) => verdict === 'less-idle') && free.every(({ verdict }) => verdict === 'less-idle'))
    return `${verb} as busy as the others who were free, and had been without a fresh chat for longest.`;
  if (free.length > 0) return `${verb} the least busy of ${consideredTotal} who were looked at.`;
  return others.length === 0 ? `${verb} the only one to ask.` : `${verb} the only one who could take it.`;
}

function lineOf({ agentId, agentName, load, capacity, verdict }: Considered, me: string): ConsideredLine {
  const holds = `${load} of ${capacity} chats`;
  const texts: Record<Considered['verdict'], string> = {
    chosen: `chosen, with ${holds} before`,
    busier: `busier: ${holds}`,
    'less-idle': `as busy, but had a chat more recently (${holds})`,
    'at-capacity': `full: ${holds}`,
    away: 'away',
    offline: 'offline',
    'other-team': 'in another team',
    'not-preferred': 'the chat was meant for somebody else',
    'gave-back': 'gave this chat away',
    inactive: 'account is not active',
  };
  return { id: agentId, name: agentId === me ? 'You' : agentName, chosen: verdict === 'chosen', text: texts[verdict] };
}
