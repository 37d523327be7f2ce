import { type InboxRow, inboxAfter } from '@holdfast/contracts';
import { type SessionCommit } from '../outbound/session-commit.ts';
import { InboxView } from './inbox-view.ts';

/** Commits heard while the snapshot is on its way; beyond them the listening starts over. */
const HEARD_LIMIT = 20_000;

/** One page of the session service's inbox, and the stream position it is true at. */
export interface InboxPage {
  readonly rows: readonly InboxRow[];
  readonly more: boolean;
  readonly at: { readonly sequence: number; readonly caughtUp: boolean };
}

export interface InboxParts {
  /** Asks the session service. @throws while it does not answer */
  page(workspace: string, closed: boolean, after: string | undefined): Promise<InboxPage>;
  read(workspace: string, session: string): Promise<readonly SessionCommit[]>;
  /** The stream sequence of the last session commit that this process has seen; 0: none yet. */
  lastSeen(): number;
  delay(ms: number): Promise<void>;
  failed(error: unknown): void;
}

/**
 * The live inbox of one workspace: rows from the session service, true at some position of the stream, and every commit since
 * this process began to listen. A row knows its own `v`, so a commit that the snapshot has already changes nothing.
 */
export class WorkspaceInbox {
  readonly view: InboxView;
  readonly #workspace: string;
  readonly #parts: InboxParts;
  readonly #changed: () => void;
  /** Commits since `#since`, while the snapshot is on its way. */
  #heard: SessionCommit[] | null = [];
  #since: number;
  /** Sessions whose rows are being read, and whether they changed since the reading began. */
  readonly #reading = new Map<string, boolean>();
  #isEnded = false;

  constructor(
    workspace: string,
    parts: InboxParts,
    changed: () => void,
    siteTeam?: (siteId: string) => string | undefined,
  ) {
    this.view = new InboxView(siteTeam);
    this.#workspace = workspace;
    this.#parts = parts;
    this.#changed = changed;
    this.#since = parts.lastSeen();
  }

  /** Whether windows can be cut from it. */
  get isLoaded(): boolean {
    return this.#heard === null;
  }

  take(entry: SessionCommit): void {
    if (entry.commit.events.length === 0) return;
    if (this.#heard === null) {
      this.#fold(entry);
      return;
    }
    if (this.#heard.push(entry) <= HEARD_LIMIT) return;
    this.#heard = [];
    this.#since = entry.sequence;
  }

  end(): void {
    this.#isEnded = true;
  }

  /** Reads the snapshot, again and again until the service answers with one that leaves no gap before what was heard since. */
  async load(): Promise<void> {
    for (let pause = 50; !(await this.#hasSnapshot()); pause = Math.min(pause * 2, 2_000)) {
      if (this.#isEnded) return;
      await this.#parts.delay(pause);
    }
    const heard = this.#heard ?? [];
    this.#heard = null;
    for (const entry of heard) this.#fold(entry);
    this.#changed();
  }

  async #hasSnapshot(): Promise<boolean> {
    const since = this.#since;
    try {
      return (await this.#pages(false, since)) && (await this.#pages(true, since)) && since === this.#since;
    } catch (error) {
      this.#parts.failed(error);
      return false;
    }
  }

  async #pages(closed: boolean, since: number): Promise<boolean> {
    for (let after: string | undefined; ;) {
      const page = await this.#parts.page(this.#workspace, closed, after);
      // Having seen nothing yet, this process cannot tell how far the service should be: the service can.
      if (since === 0 ? !page.at.caughtUp : page.at.sequence < since) return false;
      for (const row of page.rows) this.view.put(row);
      after = page.rows.at(-1)?.session;
      if (!page.more || closed || after === undefined) return true;
    }
  }

  #fold(entry: SessionCommit): void {
    if (this.view.take(entry)) this.#changed();
    else void this.#readRow(entry.session);
  }

  /** A session the view does not hold (long closed, say) has changed: its row is folded from the log. */
  async #readRow(session: string): Promise<void> {
    const isUnderWay = this.#reading.has(session);
    this.#reading.set(session, isUnderWay);
    if (isUnderWay) return;
    const commits = await this.#parts.read(this.#workspace, session);
    const hasChanged = this.#reading.get(session) === true;
    this.#reading.delete(session);
    let row: InboxRow | null = null;
    for (const { commit } of commits) row = inboxAfter(row, session, commit);
    if (row === null || this.#isEnded) return;
    this.view.put(row);
    this.#changed();
    if (hasChanged) void this.#readRow(session);
  }
}
