import type { DeskAgent } from '../domain/desk.ts';
import type { Leases } from './leases.ts';

/** What the desk should be told of an agent. */
export interface Note {
  readonly type: 'NoteArrival' | 'NoteAbsence';
  readonly agentId: string;
}

/**
 * Where the desk and the leases differ. It compares what is, not what changed, so nothing that was missed stays missed.
 * Arrival counts at once; absence when it has lasted for the grace time, which a reload or a restarted gateway does not outlast.
 */
export function notesFor(
  workspace: string,
  agents: Iterable<Pick<DeskAgent, 'id' | 'present'>>,
  leases: Leases,
  now: number,
  graceMs: number,
): Note[] {
  const notes: Note[] = [];
  for (const { id: agentId, present } of agents) {
    const holder = { workspace, agentId };
    if (!present && leases.has(holder)) notes.push({ type: 'NoteArrival', agentId });
    if (present && leases.goneFor(holder, now) > graceMs) notes.push({ type: 'NoteAbsence', agentId });
  }
  return notes;
}
