import { type Commit, type DeskEvent } from '@holdfast/contracts';
import { type RosterChange, type RosterParts, WorkspaceRoster } from './workspace-roster.ts';

/** How long a roster is kept when nobody looks: reloading a page should not read it again. */
const KEPT_MS = 60_000;

interface Shared {
  readonly roster: WorkspaceRoster;
  readonly listeners: Set<(change: RosterChange) => void>;
  unusedSince: number;
}

/** Somebody's hold on a roster. */
export interface HeldRoster {
  readonly roster: WorkspaceRoster;
  release(): void;
}

/** One roster per workspace, shared by its consoles and its visitors. */
export class Rosters {
  readonly #parts: RosterParts & { now(): number };
  readonly #byWorkspace = new Map<string, Shared>();

  constructor(parts: RosterParts & { now(): number }) {
    this.#parts = parts;
  }

  /** Keeps the roster while held, and calls `changed` when it is known and after each change. */
  hold(workspace: string, changed: (change: RosterChange) => void): HeldRoster {
    const shared = this.#shared(workspace);
    const listener = (change: RosterChange) => changed(change);
    shared.listeners.add(listener);
    const release = () => {
      if (shared.listeners.delete(listener) && shared.listeners.size === 0) shared.unusedSince = this.#parts.now();
    };
    return { roster: shared.roster, release };
  }

  take(workspace: string, commit: Commit<DeskEvent>): void {
    this.#byWorkspace.get(workspace)?.roster.take(commit);
  }

  sweep(now: number): void {
    for (const [workspace, { roster, listeners, unusedSince }] of this.#byWorkspace) {
      if (listeners.size > 0 || now - unusedSince <= KEPT_MS) continue;
      roster.end();
      this.#byWorkspace.delete(workspace);
    }
  }

  /** Drops all of them, for another epoch or for good. */
  clear(): void {
    for (const { roster } of this.#byWorkspace.values()) roster.end();
    this.#byWorkspace.clear();
  }

  #shared(workspace: string): Shared {
    const known = this.#byWorkspace.get(workspace);
    if (known !== undefined) return known;
    const listeners = new Set<(change: RosterChange) => void>();
    const roster = new WorkspaceRoster(workspace, this.#parts, (change) => {
      for (const listener of listeners) listener(change);
    });
    const shared: Shared = { roster, listeners, unusedSince: 0 };
    this.#byWorkspace.set(workspace, shared);
    void roster.load();
    return shared;
  }
}
