import type { Commit, SessionEvent } from '@holdfast/contracts';
import type { History, Violation } from './history.ts';

/** One agent for each chat and no more chats than they may get, at every prefix of the desk's log and of each session's. */
export function judgeDesk({ desk, sessions, observed }: History): Violation[] {
  const violations: Violation[] = [];
  const found = (rule: string, detail: string): void => void violations.push({ rule, detail });
  const capacity = new Map<string, number>();
  const load = new Map<string, number>();
  const holder = new Map<string, string>();
  for (const event of desk.flatMap(({ events }) => events))
    switch (event.type) {
      case 'AgentRegistered':
        capacity.set(event.data.agentId, event.data.capacity);
        break;
      case 'ChatAssigned': {
        const { session, agentId, kind } = event.data;
        const held = holder.get(session);
        if (held !== undefined) found('F-AGENT-1', `the desk gave ${session} to ${agentId} while ${held} had it`);
        const now = (load.get(agentId) ?? 0) + 1;
        // A claim is the agent's own choice.
        if (kind === 'automatic' && now > (capacity.get(agentId) ?? 0))
          found('F-CAPACITY-1', `the desk gave ${agentId} chat number ${String(now)} by itself`);
        holder.set(session, agentId);
        load.set(agentId, now);
        break;
      }
      case 'ChatReleased': {
        const { session, agentId } = event.data;
        if (holder.get(session) !== agentId)
          found('F-AGENT-1', `the desk took ${session} from ${agentId}, who had it not`);
        holder.delete(session);
        load.set(agentId, (load.get(agentId) ?? 0) - 1);
        break;
      }
      default:
      // Neither gives nor takes a chat.
    }
  for (const { id, commits } of sessions) {
    const assignee = assigneeOf(commits, (detail) => {
      found('F-AGENT-1', `session ${id}: ${detail}`);
    });
    const held = holder.get(id) ?? null;
    if (assignee !== held)
      found('F-AGENT-2', `session ${id} has ${assignee ?? 'nobody'}, and the desk says ${held ?? 'nobody'}`);
    for (const seen of observed)
      if (seen.session === id && seen.assignee !== assignee)
        found(
          'F-AGENT-3',
          `${seen.device} is shown ${seen.assignee ?? 'nobody'} in ${id}, who is with ${assignee ?? 'nobody'}`,
        );
  }
  return violations;
}

/** Who has the session at the end of its log. Tells of an agent who was assigned while another one was. */
export function assigneeOf(
  commits: readonly Pick<Commit<SessionEvent>, 'events'>[],
  tell: (detail: string) => void = () => undefined,
): string | null {
  let assignee: string | null = null;
  for (const event of commits.flatMap(({ events }) => events))
    switch (event.type) {
      case 'AgentAssigned':
        if (assignee !== null) tell(`${event.data.agentId} was assigned while ${assignee} was (v ${String(event.v)})`);
        assignee = event.data.agentId;
        break;
      case 'AgentUnassigned':
      case 'TransferRequested':
      case 'SessionReopened':
      case 'SessionClosed':
      case 'SessionErased':
        assignee = null;
        break;
      default:
      // Says nothing of who has it.
    }
  return assignee;
}
