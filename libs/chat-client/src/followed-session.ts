import type { PublicActor, SessionFrameEvent } from '@holdfast/contracts';
import { commandIdOf } from '@holdfast/contracts/validators';
import type { CommandResult } from './client-api.ts';
import type { Clock } from './clock.ts';
import type { Freshness, SessionStanding, SessionView, TypingActor } from './entries.ts';
import { type OlderPages, withPage } from './older-pages.ts';
import { type OutboxRow, type OutboxStore, UNCONFIRMED_AFTER_MS } from './outbox-store.ts';
import { Derived } from './readable.ts';
import { emptySession, extend, participant, type SessionState, type ShownRow, viewOf } from './session-view.ts';

/** What others do counts for this long after its last signal, in ms. */
const SIGNAL_LASTS_MS = { typing: 6_000, viewing: 30_000 } as const;

interface Present {
  readonly actor: TypingActor;
  readonly cancel: () => void;
}

export interface FollowedSessionPorts {
  readonly session: string;
  readonly clock: Clock;
  readonly store: OutboxStore;
  readonly me: () => PublicActor | undefined;
  readonly storeFailed: (cause: unknown) => void;
}

/** What one tab knows of a session: what the engine told, the outbox's rows for it, and who is doing what at this moment. */
export class FollowedSession {
  readonly view: Derived<SessionView>;
  readonly #ports: FollowedSessionPorts;
  readonly #listeners = new Set<(event: SessionFrameEvent) => void>();
  readonly #signals = { typing: new Map<string, Present>(), viewing: new Map<string, Present>() };
  readonly #watchers = new Set<() => void>();
  #state: SessionState = emptySession;
  #freshness: Freshness = 'syncing';
  #standing: SessionStanding | undefined;
  /** Whether it was current once: what comes after that is news. */
  #synced = false;
  #pages: OlderPages | null = null;
  #kept: readonly OutboxRow[] = [];
  /** Rows on their way into the store. */
  readonly #adding = new Map<string, OutboxRow>();
  /** Rows whose outcome is `stored` and whose event has not come yet. */
  readonly #stored = new Map<string, OutboxRow>();
  /** Settled commands that a read of the store, begun before, may still show. */
  readonly #gone = new Set<string>();
  #reading = false;
  #readAgain = false;
  #cancelDeadline: () => void = () => undefined;

  constructor(ports: FollowedSessionPorts) {
    this.#ports = ports;
    this.view = new Derived(() => this.#show());
  }

  get state(): SessionState {
    return this.#state;
  }

  onEvent(listener: (event: SessionFrameEvent) => void): () => void {
    const own = (event: SessionFrameEvent): void => listener(event);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Told when somebody may not know who looks at the session: they begin to look, or it is live (again). */
  onViewer(watcher: () => void): () => void {
    const own = (): void => watcher();
    this.#watchers.add(own);
    return () => this.#watchers.delete(own);
  }

  // ── what the engine tells ──────────────────────────────────────────────────────────────────────────────────────────

  /** The whole state; where it came as events beyond what was held, those are told one by one. */
  replaced(state: SessionState, freshness: Freshness, events: readonly SessionFrameEvent[]): void {
    const held = this.#state.n;
    const first = !this.#synced;
    this.#state = state;
    this.#becomes(freshness);
    if (!first) this.#announce(events.filter(({ n }) => n > held));
    else for (const event of events) this.#stored.delete(commandIdOf(event));
    // What is stored and not among the events is further up than they reach.
    if (state.older) this.#stored.clear();
    this.view.changed();
  }

  /** False when the events do not follow what is held here: the whole is needed. */
  extended(events: readonly SessionFrameEvent[], state: SessionState | undefined): boolean {
    if (state === undefined && events[0]?.n !== this.#state.n + 1) return false;
    this.#state = state ?? extend(this.#state, events);
    this.#announce(events);
    this.view.changed();
    return true;
  }

  fresh(freshness: Freshness): void {
    if (this.#freshness === freshness) return;
    this.#becomes(freshness);
    this.view.changed();
  }

  #becomes(freshness: Freshness): void {
    const before = this.#freshness;
    this.#freshness = freshness;
    if (freshness !== 'live') {
      // What is live again will be told anew.
      this.#standing = undefined;
      return;
    }
    this.#synced = true;
    if (before !== 'live') this.#watch();
  }

  #watch(): void {
    for (const watcher of this.#watchers) watcher();
  }

  stands(standing: SessionStanding): void {
    this.#standing = standing;
    this.view.changed();
  }

  signal(from: PublicActor, kind: 'typing' | 'viewing', on: boolean, internal?: true): void {
    const isNew = on && !this.#signals[kind].has(participant(from));
    this.#silence(kind, participant(from));
    if (on) {
      const cancel = this.#ports.clock.after(SIGNAL_LASTS_MS[kind], () => this.signal(from, kind, false));
      const actor = internal === undefined ? from : { ...from, internal };
      this.#signals[kind].set(participant(from), { actor, cancel });
    }
    this.view.changed();
    if (isNew && kind === 'viewing' && from.kind === 'agent') this.#watch();
  }

  settled(result: CommandResult): void {
    const { commandId, kind } = result;
    const row = this.#kept.find(({ id }) => id === commandId) ?? this.#adding.get(commandId);
    if (kind === 'stored' && row?.type === 'PostMessage' && this.#isToCome(commandId)) this.#stored.set(commandId, row);
    // Of the other kinds some stay, as the store will say.
    if (kind === 'stored') this.#gone.add(commandId);
    this.view.changed();
  }

  /** Whether the event of a stored command is still on its way here. Where a part of the history is not held, it may as well be there. */
  #isToCome(commandId: string): boolean {
    const { entries, older } = this.#state;
    return !older && entries.findLast(({ id }) => id === commandId) === undefined;
  }

  // ── the outbox's rows ──────────────────────────────────────────────────────────────────────────────────────────────

  /** Shows a row at once, before the store has it. */
  adding(row: OutboxRow): void {
    this.#adding.set(row.id, row);
    this.view.changed();
  }

  /** Shows a row that went nowhere, not even into the store. */
  turnedDown(row: OutboxRow, reason: string): void {
    if (row.type !== 'PostMessage') this.#adding.delete(row.id);
    else this.#adding.set(row.id, { ...row, state: 'failed', reason });
    this.view.changed();
  }

  /** The row is over, whatever the store still shows for a moment. */
  forget(id: string): void {
    this.#adding.delete(id);
    this.#gone.add(id);
    this.view.changed();
  }

  row(id: string): OutboxRow | undefined {
    return this.#adding.get(id) ?? this.#kept.find((row) => row.id === id);
  }

  /** Reads the store again; one read at a time. */
  async reread(): Promise<void> {
    this.#readAgain = true;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#takeReadAgain()) {
        const gone = [...this.#gone];
        this.#kept = await this.#ports.store.rows(this.#ports.session);
        const ids = new Set(this.#kept.map(({ id }) => id));
        for (const id of gone) if (!ids.has(id)) this.#gone.delete(id);
        for (const [id, row] of this.#adding) if (ids.has(id) && row.state === 'waiting') this.#adding.delete(id);
      }
    } catch (cause) {
      this.#ports.storeFailed(cause);
    } finally {
      this.#reading = false;
    }
    this.view.changed();
  }

  prepend(events: readonly SessionFrameEvent[], older: boolean): void {
    this.#pages = withPage(this.#pages, events, older);
    this.view.changed();
  }

  stop(): void {
    this.#cancelDeadline();
    for (const kind of ['typing', 'viewing'] as const)
      for (const id of [...this.#signals[kind].keys()]) this.#silence(kind, id);
  }

  #takeReadAgain(): boolean {
    const again = this.#readAgain;
    this.#readAgain = false;
    return again;
  }

  #announce(events: readonly SessionFrameEvent[]): void {
    for (const event of events) {
      this.#stored.delete(commandIdOf(event));
      // Whoever has sent is no longer typing.
      if (event.type === 'MessagePosted') this.#silence('typing', participant(event.actor));
      for (const listener of this.#listeners) listener(event);
    }
  }

  #silence(kind: 'typing' | 'viewing', id: string): void {
    this.#signals[kind].get(id)?.cancel();
    this.#signals[kind].delete(id);
  }

  #show(): SessionView {
    const { session, clock, store, me } = this.#ports;
    const rows = this.#rows();
    this.#lookAgainAtDeadline(rows);
    return viewOf(this.#state, {
      session,
      me: me(),
      freshness: this.#freshness,
      pages: this.#pages,
      rows,
      now: clock.now(),
      typing: [...this.#signals.typing.values()].map(({ actor }) => actor),
      viewing: [...this.#signals.viewing.values()].map(({ actor }) => actor),
      kept: store.kept,
      standing: this.#standing,
    });
  }

  #rows(): ShownRow[] {
    const kept = this.#kept.filter(({ id }) => !this.#gone.has(id) && !this.#stored.has(id) && !this.#adding.has(id));
    const adding = [...this.#adding.values()].filter(({ id }) => !this.#gone.has(id) && !this.#stored.has(id));
    return [...[...this.#stored.values()].map((row) => ({ ...row, stored: true })), ...kept, ...adding];
  }

  /** A clock becomes "not confirmed yet" by time alone. */
  #lookAgainAtDeadline(rows: readonly ShownRow[]): void {
    this.#cancelDeadline();
    const now = this.#ports.clock.now();
    const deadlines = rows.map(({ at }) => at + UNCONFIRMED_AFTER_MS).filter((deadline) => deadline > now);
    if (deadlines.length === 0) return;
    this.#cancelDeadline = this.#ports.clock.after(Math.min(...deadlines) - now, () => this.view.changed());
  }
}
