import type { Considered } from '@holdfast/contracts';
import type { Decisions } from '../../api/api.ts';
import type { Words } from '../../words/words.ts';

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

/** What is needed to say it to somebody. */
export interface Telling {
  /** The id of the reader. */
  readonly me: string;
  /** How long it has been since an instant. */
  readonly lasted: (since: string) => string;
  readonly words: Words['about'];
}

/** Null when the desk never had the chat. `agentName` names agents as they are called today. */
export function whyOf({ decisions, waiting }: Decisions, telling: Telling): Why | null {
  const { me, lasted } = telling;
  const { why: say } = telling.words;
  if (waiting !== undefined) {
    const reason = decisions.find(({ type }) => type === 'ChatQueued')?.reason;
    const queued: Readonly<Record<string, string>> = say.queued;
    return {
      title: say.stillWaiting,
      lines: [
        say.place(waiting.position, lasted(waiting.since)),
        ...(reason === undefined ? [] : [say.since(queued[reason] ?? reason)]),
        waiting.considered.length === 0 ? say.nobodyThere : say.nobodyFree,
      ],
      considered: waiting.considered.map((line) => lineOf(line, telling)),
      more: 0,
    };
  }
  const assigned = decisions.find(({ type }) => type === 'ChatAssigned');
  if (assigned === undefined) return null;
  const released = decisions[0] !== assigned && decisions[0]?.type !== 'ChatAssigned';
  const whom = assigned.agentId === me ? null : (assigned.agentName ?? say.thisAgent);
  const { lines, isWeighed } = reasonOf(assigned, decisions[decisions.indexOf(assigned) + 1], whom, say);
  return {
    title: released ? say.wasWith(whom) : say.isWith(whom),
    lines,
    considered: isWeighed ? assigned.considered.map((line) => lineOf(line, telling)) : [],
    more: isWeighed ? Math.max(0, assigned.consideredTotal - assigned.considered.length) : 0,
  };
}

/** Who takes a chat, reopens it, or is passed it by name, was not weighed against others. `before`: the decision before this one. */
function reasonOf(
  assigned: Decision,
  before: Decision | undefined,
  whom: string | null,
  say: Words['about']['why'],
): { readonly lines: readonly string[]; readonly isWeighed: boolean } {
  if (assigned.kind === 'claimed') return { lines: [say.claimed(whom)], isWeighed: false };
  const queued = before?.type === 'ChatQueued' ? before.reason : undefined;
  const isMeant = before?.agentId === assigned.agentId;
  const weighed = assignedText(assigned, whom, say);
  if (queued === 'transfer')
    return isMeant
      ? { lines: [say.passedTo(whom)], isWeighed: false }
      : { lines: [say.passedOn, weighed], isWeighed: true };
  if (queued === 'reopened')
    return isMeant
      ? { lines: [say.reopenedBy(whom)], isWeighed: false }
      : { lines: [say.reopened, weighed], isWeighed: true };
  return { lines: [weighed], isWeighed: true };
}

/** `whom`: null for the reader. */
function assignedText({ considered }: Decision, whom: string | null, say: Words['about']['why']): string {
  const others = considered.filter(({ verdict }) => verdict !== 'chosen');
  const free = others.filter(({ verdict }) => verdict === 'busier' || verdict === 'less-idle');
  if (free.length > 0)
    return free.every(({ verdict }) => verdict === 'less-idle') ? say.longestIdle(whom) : say.leastBusy(whom);
  return others.length === 0 ? say.onlyOne(whom) : say.onlyFree(whom);
}

function lineOf({ agentId, agentName, load, capacity, verdict }: Considered, { me, words }: Telling): ConsideredLine {
  const { why, activity } = words;
  return {
    id: agentId,
    name: agentId === me ? activity.you : agentName,
    chosen: verdict === 'chosen',
    text: why.verdicts[verdict](why.holds(load, capacity)),
  };
}
