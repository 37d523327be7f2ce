import { setTimeout as delay } from 'node:timers/promises';
import {
  PRESENCE_BUCKET,
  STREAMS,
  aggregateOf,
  eventFilter,
  type Actor,
  type CommandRequest,
} from '@holdfast/contracts';
import { describeError, linkOf, managerOf, publishCommand } from '@holdfast/jetstream';
import { Kvm, type KvWatchEntry } from '@nats-io/kv';
import type { NatsConnection, QueuedIterator } from '@nats-io/transport-node';
import { v7 as uuid } from 'uuid';
import type { DeskLoop } from '../commands/desk-loop.ts';
import type { Log } from '../logging.ts';
import { deskOf } from '../process/reactions.ts';
import { notesFor, type Note } from './attendance.ts';
import { Leases, type LeaseHolder } from './leases.ts';

const PRESENCE_ACTOR: Actor = { kind: 'system', id: 'presence' };
/** As the bucket's own age; gateways renew every 10 s. */
const LEASE_MS = 30_000;
/** Between two looks at everybody. A change of a lease is looked at when it comes. */
const LOOK_MS = 1_000;
/** A note whose outcome does not show in the desk by then is sent again. */
const NOTE_AGAIN_MS = 3_000;

/** Watches the leases of agents and tells the desk who has come and who is gone. Any number of instances may: notes are idempotent. */
export class PresenceWatch {
  readonly #nc: NatsConnection;
  readonly #loop: Pick<DeskLoop, 'state'>;
  readonly #log: Log;
  readonly #graceMs: number;
  readonly #stopping = new AbortController();
  readonly #workspaces = new Set<string>();
  readonly #noted = new Map<string, number>();
  #leases = new Leases(LEASE_MS, 0);
  #watching = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(nc: NatsConnection, loop: Pick<DeskLoop, 'state'>, log: Log, graceMs: number) {
    this.#nc = nc;
    this.#loop = loop;
    this.#log = log;
    this.#graceMs = graceMs;
  }

  get watching(): boolean {
    return this.#watching;
  }

  start(): void {
    this.#leases = new Leases(LEASE_MS, performance.now());
    this.#running = Promise.all([this.#watch(), this.#look()]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Watches anew after every reconnection: what ended meanwhile is not told, and expires here. */
  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted && !this.#nc.isClosed()) {
      try {
        const bucket = await new Kvm(this.#nc).open(PRESENCE_BUCKET, { bindOnly: true });
        const entries: QueuedIterator<KvWatchEntry> = await bucket.watch();
        const stop = (): void => entries.stop();
        const forget = linkOf(this.#nc).onReconnect(stop);
        signal.addEventListener('abort', stop, { once: true });
        this.#watching = true;
        try {
          for await (const entry of entries) this.#note(entry);
        } finally {
          forget();
          signal.removeEventListener('abort', stop);
          stop();
        }
      } catch (error) {
        this.#log.warn({ event: 'presence-not-watched', reason: describeError(error) });
        await rest(LOOK_MS, signal);
      }
      this.#watching = false;
    }
  }

  #note({ key, operation }: KvWatchEntry): void {
    const [workspace, agentId] = key.split('.');
    if (workspace === undefined || agentId === undefined) return;
    const holder: LeaseHolder = { workspace, agentId };
    const had = this.#leases.has(holder);
    if (operation === 'PUT') this.#leases.put(holder, performance.now());
    else this.#leases.end(holder, performance.now());
    this.#workspaces.add(workspace);
    if (!had && operation === 'PUT') void this.#compare(workspace);
  }

  async #look(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted && !(await this.#findDesks())) await rest(LOOK_MS, signal);
    while (!signal.aborted) {
      this.#leases.expire(performance.now());
      for (const workspace of this.#workspaces) await this.#compare(workspace);
      await rest(LOOK_MS, signal);
    }
  }

  /** Whoever was there before this process began may be gone without ever having a lease here. */
  async #findDesks(): Promise<boolean> {
    try {
      const jsm = await managerOf(this.#nc);
      const { state } = await jsm.streams.info(STREAMS.events, { subjects_filter: eventFilter('desk') });
      for (const subject of Object.keys(state.subjects ?? {})) {
        const ref = aggregateOf(subject);
        if (ref !== null) this.#workspaces.add(ref.workspace);
      }
      return true;
    } catch (error) {
      this.#log.warn({ event: 'desks-not-listed', reason: describeError(error) });
      return false;
    }
  }

  async #compare(workspace: string): Promise<void> {
    try {
      const { state } = await this.#loop.state(deskOf(workspace));
      const notes = notesFor(workspace, state.agents.values(), this.#leases, performance.now(), this.#graceMs);
      for (const note of notes) await this.#tell(workspace, note);
    } catch (error) {
      this.#log.warn({ event: 'presence-not-compared', workspace, reason: describeError(error) });
    }
  }

  async #tell(workspace: string, { type, agentId }: Note): Promise<void> {
    const now = performance.now();
    const key = `${workspace}.${agentId}.${type}`;
    if (now - (this.#noted.get(key) ?? -Infinity) < NOTE_AGAIN_MS) return;
    this.#noted.set(key, now);
    const [id, command] = [uuid(), uuid()];
    const request: CommandRequest = {
      id,
      at: new Date().toISOString(),
      actor: PRESENCE_ACTOR,
      correlationId: id,
      commands: [{ id: command, type, data: { agentId } }],
    };
    await publishCommand(this.#nc, deskOf(workspace), request, { signal: this.#stopping.signal });
    this.#log.info({ event: 'presence-told', workspace, agentId, type });
  }
}

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);
