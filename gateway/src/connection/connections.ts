import { CLOSE, type Revocation } from '@holdfast/contracts';
import { type AgentIdentity } from '../identity/identity.ts';
import { type Connection } from './connection.ts';

/** All connections of this process, and what happens to many of them at once. */
export class Connections {
  readonly #all = new Set<Connection>();

  get size(): number {
    return this.#all.size;
  }

  add(connection: Connection): void {
    this.#all.add(connection);
  }

  delete(connection: Connection): void {
    this.#all.delete(connection);
  }

  /** One pass over everybody instead of timers for each. */
  tick(now: number): void {
    for (const connection of this.#all) connection.tick(now);
  }

  /** Tells everybody that the gateway goes down, and spreads their return over the window. */
  drain(windowMs: number): void {
    for (const connection of this.#all) connection.leave('drain', CLOSE.drain, [0, windowMs]);
  }

  /** What clients hold is of another history. */
  changeEpoch(): void {
    for (const connection of this.#all) connection.leave('epoch', CLOSE.drain, [0, 1_000]);
  }

  revoke({ workspace, agentId, family }: Revocation): void {
    this.#leaveWhere(workspace, agentId, (identity) => family === undefined || identity.family === family);
  }

  /** The agent is not, or not as, their tokens say. */
  changed(workspace: string, agentId: string, role: AgentIdentity['role'], active: boolean): void {
    this.#leaveWhere(workspace, agentId, (identity) => !active || identity.role !== role);
  }

  #leaveWhere(workspace: string, agentId: string, applies: (identity: AgentIdentity) => boolean): void {
    for (const connection of this.#all) {
      if (!connection.isOpen) continue;
      const { identity } = connection;
      const isTheirs = identity.kind === 'agent' && identity.workspace === workspace && identity.id === agentId;
      if (isTheirs && applies(identity)) connection.leave('revoked', CLOSE.unauthenticated, [0, 1_000]);
    }
  }
}
