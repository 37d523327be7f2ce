import { type ClientFrame, INBOX_WINDOWS_LIMIT } from '@holdfast/contracts';
import { type Connection } from '../connection/connection.ts';
import { type SessionCommit } from '../outbound/session-commit.ts';
import { type HeldRoster, type Rosters } from '../roster/rosters.ts';
import { Coalesced } from './coalesced.ts';
import { InboxWindow } from './inbox-window.ts';
import { type InboxParts, WorkspaceInbox } from './workspace-inbox.ts';

/** Frames of one kind to one console: at most 4 a second. */
const INTERVAL_MS = 250;
/** How long a workspace's inbox is kept without a console: reloading a page should not read them again. */
const KEPT_MS = 60_000;

export interface ConsolesParts extends InboxParts {
  readonly rosters: Rosters;
  readonly presence: { arrived(workspace: string, agent: string): void; left(workspace: string, agent: string): void };
  now(): number;
}

/** What the consoles of one workspace share, and what each of them watches. */
interface Desk {
  readonly inbox: WorkspaceInbox;
  readonly held: HeldRoster;
  /** By their names; the one asked for last stands last. */
  readonly windows: Map<Connection, Map<string, InboxWindow>>;
  readonly showInbox: Coalesced;
  readonly showRoster: Coalesced;
  emptySince: number;
}

/** The consoles connected here, by workspace: their inbox windows, the roster, and whose presence they prove. */
export class Consoles {
  readonly #parts: ConsolesParts;
  readonly #desks = new Map<string, Desk>();

  constructor(parts: ConsolesParts) {
    this.#parts = parts;
  }

  joined(connection: Connection): void {
    if (connection.audience !== 'staff') return;
    const desk = this.#desk(connection.workspace);
    const isFirst = !this.#has(desk, connection.personId);
    desk.windows.set(connection, new Map());
    if (isFirst) this.#parts.presence.arrived(connection.workspace, connection.personId);
    const roster = desk.held.roster.frame;
    if (roster !== null) connection.send(roster, 1);
  }

  left(connection: Connection): void {
    const desk = this.#desks.get(connection.workspace);
    if (desk?.windows.delete(connection) !== true) return;
    if (desk.windows.size === 0) desk.emptySince = this.#parts.now();
    if (!this.#has(desk, connection.personId)) this.#parts.presence.left(connection.workspace, connection.personId);
  }

  watch(connection: Connection, watched: Extract<ClientFrame, { t: 'watch-inbox' }>): void {
    const desk = this.#desks.get(connection.workspace);
    const windows = desk?.windows.get(connection);
    if (desk === undefined || windows === undefined) return;
    const window = new InboxWindow(watched);
    windows.delete(watched.window);
    windows.set(watched.window, window);
    const [oldest = ''] = windows.keys();
    if (windows.size > INBOX_WINDOWS_LIMIT) windows.delete(oldest);
    this.#show(desk, connection, [window]);
  }

  unwatch(connection: Connection, window: string): void {
    this.#desks.get(connection.workspace)?.windows.get(connection)?.delete(window);
  }

  takeSession(entry: SessionCommit): void {
    this.#desks.get(entry.workspace)?.inbox.take(entry);
  }

  sweep(now: number): void {
    for (const [workspace, desk] of this.#desks) {
      if (desk.windows.size === 0 && now - desk.emptySince > KEPT_MS) this.#end(workspace, desk);
    }
  }

  /** Drops all views, for another epoch or for good. */
  clear(): void {
    for (const [workspace, desk] of this.#desks) this.#end(workspace, desk);
  }

  #desk(workspace: string): Desk {
    const known = this.#desks.get(workspace);
    if (known !== undefined) return known;
    const showInbox = new Coalesced(() => {
      for (const [connection, windows] of desk.windows) this.#show(desk, connection, windows.values());
    }, INTERVAL_MS);
    const showRoster = new Coalesced(() => {
      const frame = desk.held.roster.frame;
      if (frame !== null) for (const connection of desk.windows.keys()) connection.send(frame, 1);
    }, INTERVAL_MS);
    const desk: Desk = {
      inbox: new WorkspaceInbox(
        workspace,
        this.#parts,
        () => showInbox.ask(),
        (siteId) => desk.held.roster.siteTeam(siteId),
      ),
      held: this.#parts.rosters.hold(workspace, ({ agents, sites }) => {
        if (agents) showRoster.ask();
        if (!agents && !sites) return;
        desk.inbox.view.teamsChanged();
        showInbox.ask();
      }),
      windows: new Map(),
      showInbox,
      showRoster,
      emptySince: 0,
    };
    this.#desks.set(workspace, desk);
    void desk.inbox.load();
    return desk;
  }

  #show(desk: Desk, connection: Connection, windows: Iterable<InboxWindow>): void {
    if (!desk.inbox.isLoaded) return;
    const reader = { id: connection.personId, teams: desk.held.roster.teamsOf(connection.personId) };
    for (const window of windows) {
      const changes = window.changes(desk.inbox.view, reader);
      if (changes !== null) connection.send(JSON.stringify(changes), 1);
    }
  }

  #has(desk: Desk, agent: string): boolean {
    for (const connection of desk.windows.keys()) if (connection.personId === agent) return true;
    return false;
  }

  #end(workspace: string, desk: Desk): void {
    desk.inbox.end();
    desk.held.release();
    desk.showInbox.end();
    desk.showRoster.end();
    this.#desks.delete(workspace);
  }
}
