import type { Actor, AggregateRef } from '@holdfast/contracts';
import { decideRequest, fold, type Folded, unfolded } from '@holdfast/event-sourcing';
import { type Command, session, type SessionState } from '../domain/session.ts';
import type { Step } from './read-model.ts';

export const ada: Actor = { kind: 'visitor', id: 'ada', name: 'Ada' };
export const eve: Actor = { kind: 'visitor', id: 'eve' };
export const ben: Actor = { kind: 'agent', id: 'ben', name: 'Ben', role: 'agent' };
export const root: Actor = { kind: 'agent', id: 'root', name: 'Root', role: 'admin' };
export const desk: Actor = { kind: 'system', id: 'desk' };

/** A log in memory, made by the real decider: what the stream would hold. */
export class Sessions {
  readonly log: Step[] = [];
  readonly #folded = new Map<string, Folded<SessionState>>();

  /** One command is one commit here. */
  ask(actor: Actor, workspace: string, id: string, type: Command['type'], data: object): Step {
    const ref: AggregateRef = { workspace, kind: 'session', id };
    const sequence = this.log.length + 1;
    const before = this.#folded.get(`${workspace}.${id}`) ?? unfolded(session);
    const at = new Date(Date.UTC(2026, 0, 1) + sequence * 1_000).toISOString();
    const command = { id: `c${String(sequence)}`, type, data } as Command;
    const request = { id: `r${String(sequence)}`, at, actor, correlationId: 'x', commands: [command] };
    const { commit } = decideRequest(session, before, request, { commitId: `k${String(sequence)}` });
    if (commit === null) throw new Error('a known command');
    this.#folded.set(`${workspace}.${id}`, fold(session, before, { commit, sequence }));
    const step = { ref, commit, sequence };
    this.log.push(step);
    return step;
  }

  /** Opens with a greeting, is assigned and answered. */
  conversation(workspace: string, id: string, visitor: Actor, text: string): void {
    this.ask(visitor, workspace, id, 'OpenSession', {
      siteId: 'site',
      visitor: visitor.kind === 'visitor' && visitor.name !== undefined ? { name: visitor.name } : {},
    });
    this.ask(visitor, workspace, id, 'PostMessage', { text, visibility: 'public' });
    this.ask(desk, workspace, id, 'AssignAgent', { ticket: 1, agentId: 'ben', agentName: 'Ben', decisionId: 'd/1' });
    this.ask(ben, workspace, id, 'PostMessage', { text: `secret note on ${id}`, visibility: 'internal' });
    this.ask(ben, workspace, id, 'PostMessage', { text: 'How may I help?', visibility: 'public' });
    this.ask(visitor, workspace, id, 'MarkReceipts', { delivered: 9, read: 9 });
  }
}
