import {
  type Commit,
  type DeskEvent,
  type DeskRoster,
  emptyRoster,
  type Queued,
  type RosterAgent,
  rosterAfter,
} from '@holdfast/contracts';
import { RecentWaits } from './recent-waits.ts';

/** The desk as the assignment service has it. */
export interface DeskState {
  readonly v: number;
  readonly agents: readonly RosterAgent[];
  readonly chats: readonly { session: string; ticket: number; agentId: string }[];
  readonly queue: readonly ({ session: string } & Queued)[];
  readonly sites: readonly { siteId: string; teamId: string }[];
}

/** What of a desk changed; who waits may have changed in any case. */
export interface RosterChange {
  readonly agents: boolean;
  readonly sites: boolean;
}

export interface RosterParts {
  /** @throws while the assignment service does not answer */
  desk(workspace: string): Promise<DeskState>;
  delay(ms: number): Promise<void>;
  failed(error: unknown): void;
}

/** The agents of one workspace as its desk has them: a snapshot, and every event of the desk since. */
export class WorkspaceRoster {
  /** Waits that ended since this began to listen. */
  readonly waits = new RecentWaits();
  readonly #workspace: string;
  readonly #parts: RosterParts;
  readonly #changed: (change: RosterChange) => void;
  #roster: DeskRoster = emptyRoster;
  #v = 0;
  #heard: Commit<DeskEvent>[] | null = [];
  #frame: string | undefined;
  #isEnded = false;

  constructor(workspace: string, parts: RosterParts, changed: (change: RosterChange) => void) {
    this.#workspace = workspace;
    this.#parts = parts;
    this.#changed = changed;
  }

  /** The desk as it is, or null before it is known. */
  get roster(): DeskRoster | null {
    return this.#heard === null ? this.#roster : null;
  }

  /** The whole roster as a frame, or null before it is known. */
  get frame(): string | null {
    if (this.#heard !== null) return null;
    return (this.#frame ??= JSON.stringify({ t: 'roster', agents: [...this.#roster.agents.values()] }));
  }

  /** The teams of an agent; none before they are known. */
  teamsOf(agent: string): readonly string[] {
    return this.#roster.agents.get(agent)?.teams ?? [];
  }

  /** The team whose agents answer a site's chats, unless those name another. */
  siteTeam(siteId: string): string | undefined {
    return this.#roster.sites.get(siteId);
  }

  take(commit: Commit<DeskEvent>): void {
    if (commit.events.length === 0) return;
    if (this.#heard !== null) this.#heard.push(commit);
    else if (commit.v - commit.events.length > this.#v) void this.load();
    else this.#fold(commit);
  }

  end(): void {
    this.#isEnded = true;
  }

  /** Reads the desk until it is at least where listening began; then what was heard extends it. */
  async load(): Promise<void> {
    this.#heard = [];
    for (let pause = 50; ; pause = Math.min(pause * 2, 2_000)) {
      try {
        const { v, agents, chats, queue, sites } = await this.#parts.desk(this.#workspace);
        const heard = this.#heard ?? [];
        const first = heard[0]?.events[0];
        if (first === undefined || first.v <= v + 1) {
          this.#heard = null;
          this.#v = v;
          this.#roster = {
            agents: new Map(agents.map((agent) => [agent.id, agent])),
            chats: new Map(chats.map(({ session, ticket, agentId }) => [session, { ticket, agentId }])),
            queue: new Map(queue.map(({ session, ...queued }) => [session, queued])),
            sites: new Map(sites.map(({ siteId, teamId }) => [siteId, teamId])),
          };
          for (const commit of heard) this.#fold(commit);
          break;
        }
      } catch (error) {
        this.#parts.failed(error);
      }
      if (this.#isEnded) return;
      await this.#parts.delay(pause);
    }
    this.#frame = undefined;
    this.#changed({ agents: true, sites: true });
  }

  #fold(commit: Commit<DeskEvent>): void {
    const before = this.#roster;
    for (const event of commit.events) {
      if (event.v <= this.#v) continue;
      this.#roster = rosterAfter(this.#roster, event);
      this.#v = event.v;
      if (event.type !== 'ChatAssigned') continue;
      this.waits.note(event.data.teamId, Date.parse(commit.at) - Date.parse(event.data.since));
    }
    if (this.#roster === before) return;
    const change = { agents: this.#roster.agents !== before.agents, sites: this.#roster.sites !== before.sites };
    if (change.agents) this.#frame = undefined;
    this.#changed(change);
  }
}
