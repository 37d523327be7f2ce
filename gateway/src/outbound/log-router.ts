import {
  type AggregateRef,
  type Commit,
  type DeskEvent,
  type SessionEvent,
  type WorkspaceEvent,
} from '@holdfast/contracts';
import { type Connections } from '../connection/connections.ts';
import { type Sites } from '../identity/sites.ts';
import { type Consoles } from '../inbox/consoles.ts';
import { type Rosters } from '../roster/rosters.ts';
import { type Standings } from '../roster/standings.ts';
import { type Position } from './position.ts';
import { SessionCommit } from './session-commit.ts';
import { type SessionFeed } from './session-feed.ts';
import { type Settling } from './settling.ts';

export interface RouterParts {
  readonly feed: SessionFeed;
  readonly consoles: Pick<Consoles, 'takeSession' | 'clear'>;
  readonly rosters: Pick<Rosters, 'take' | 'clear'>;
  readonly standings: Pick<Standings, 'clear'>;
  readonly settling: Settling;
  readonly connections: Connections;
  readonly sites: Pick<Sites, 'forget' | 'clear'>;
  readonly position: Position;
}

/** Brings each commit of the log to the parts it concerns, in the log's order. */
export class LogRouter {
  readonly #parts: RouterParts;
  #lastSession = 0;

  constructor(parts: RouterParts) {
    this.#parts = parts;
  }

  /** The stream sequence of the last session commit; 0: none was seen. */
  get lastSession(): number {
    return this.#lastSession;
  }

  take(ref: AggregateRef, commit: Commit, sequence: number): void {
    const { feed, consoles, rosters, settling, position } = this.#parts;
    switch (ref.kind) {
      case 'session': {
        const entry = new SessionCommit(ref.workspace, ref.id, sequence, commit as Commit<SessionEvent>);
        this.#lastSession = sequence;
        feed.take(entry);
        consoles.takeSession(entry);
        break;
      }
      case 'desk':
        rosters.take(ref.workspace, commit as Commit<DeskEvent>);
        settling.settle(ref, commit.actor, commit.outcomes);
        break;
      case 'workspace':
        this.#workspace(ref.workspace, (commit as Commit<WorkspaceEvent>).events);
        settling.settle(ref, commit.actor, commit.outcomes);
        break;
    }
    position.advance(sequence);
  }

  /** Forgets everything, for another epoch. */
  clear(): void {
    const { feed, consoles, rosters, standings, connections, position, sites } = this.#parts;
    connections.changeEpoch();
    feed.clear();
    consoles.clear();
    standings.clear();
    rosters.clear();
    sites.clear();
    position.reset();
    this.#lastSession = 0;
  }

  /** Access changes are applied where the log has them, before anything later is shown. */
  #workspace(workspace: string, events: Commit<WorkspaceEvent>['events']): void {
    for (const event of events) {
      if (event.type === 'AgentSaved') {
        this.#parts.connections.changed(workspace, event.data.agentId, event.data.role, event.data.active);
      } else if (event.type === 'SiteSaved') this.#parts.sites.forget(event.data.siteId);
    }
  }
}
