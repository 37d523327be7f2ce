import { type SessionCommit, sessionKey } from './session-commit.ts';
import { ownerOf } from './standing.ts';

/** Sessions whose owners are remembered; beyond it the least lately asked for is read again. */
const REMEMBERED = 200_000;

/** Whose session it is: a visitor's, nobody's (`erased`), or not in the log. */
export type Owner = { readonly visitorId: string } | 'erased' | 'absent';

/** Whose a session is never changes, so it is remembered. Absence is not: it ends. */
export class Owners {
  readonly #known = new Map<string, string>();
  readonly #read: (workspace: string, session: string) => Promise<readonly SessionCommit[]>;

  constructor(read: (workspace: string, session: string) => Promise<readonly SessionCommit[]>) {
    this.#read = read;
  }

  /** What is known without asking the log. */
  known(key: string): string | undefined {
    return this.#known.get(key);
  }

  async of(workspace: string, session: string): Promise<Owner> {
    const key = sessionKey(workspace, session);
    const known = this.#known.get(key);
    if (known !== undefined) return { visitorId: known };
    const commits = await this.#read(workspace, session);
    this.learn(key, commits);
    const owner = ownerOf(commits);
    if (owner !== undefined) return { visitorId: owner };
    return commits.some(({ commit }) => commit.events.length > 0) ? 'erased' : 'absent';
  }

  /** Only its owner can have stored anything in a session as a visitor, so any such commit tells whose it is. */
  learn(key: string, commits: readonly SessionCommit[]): void {
    const stored = commits.find(({ commit }) => commit.actor.kind === 'visitor' && commit.events.length > 0);
    const owner = stored?.commit.actor.id ?? ownerOf(commits);
    if (owner === undefined) return;
    this.#known.delete(key);
    this.#known.set(key, owner);
    if (this.#known.size > REMEMBERED) for (const oldest of this.#known.keys()) return void this.#known.delete(oldest);
  }

  clear(): void {
    this.#known.clear();
  }
}
