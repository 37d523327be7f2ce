import type { Msg, MsgHdrs, NatsConnection, Status } from '@nats-io/transport-node';
import type { Random } from '../random.ts';
import type { Broker } from './broker.ts';
import type { Process, VirtualTime } from './time.ts';
import { Wire } from './wire.ts';

/** What is published, or delivered. */
export interface Message {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs | undefined;
  readonly reply?: string | undefined;
}

type Callback = (error: null, message: Msg) => void;

/** Between two tries to connect, ms: as `connectNats` has it. */
const RETRY_MS = { least: 100, most: 250 };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A process's connection to the simulated nats-server: as much of the client as Holdfast's libraries use of it. What is published while
 * it is broken goes out after the reconnection; what was under way when it broke is gone.
 */
export class SimulatedNats {
  readonly process: Process;
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #broker: Broker;
  readonly #subscriptions = new Map<string, Callback>();
  readonly #watchers = new Set<(status: Status) => void>();
  readonly #openings: (() => void)[] = [];
  readonly #losses: (() => void)[] = [];
  #outbound: (() => void)[] = [];
  #wire: Wire | null = null;
  #refusedUntil = 0;
  #wasConnected = false;

  constructor(time: VirtualTime, random: Random, broker: Broker, process: Process) {
    this.#time = time;
    this.#random = random;
    this.#broker = broker;
    this.process = process;
    this.#connect();
  }

  /** For the libraries, which use no more of it than is here. */
  get connection(): NatsConnection {
    return this as unknown as NatsConnection;
  }

  get wire(): Wire | null {
    return this.#wire;
  }

  /** Now, where it is connected, and at each reconnection. */
  onOpen(opened: () => void): void {
    this.#openings.push(opened);
    if (this.#wire !== null) opened();
  }

  onLost(lost: () => void): void {
    this.#losses.push(lost);
  }

  /** Something that only nats-server knows how to answer: done there in the order of what is published. */
  ask(done: () => void): void {
    const send = (): void => this.#wire?.send('up', this.#broker.process, done);
    if (this.#wire === null) this.#outbound.push(send);
    else send();
  }

  /** From nats-server to this process. */
  tell(told: () => void): void {
    this.#wire?.send('down', this.process, told);
  }

  /** The connection breaks, and none is made for so long. */
  break(refuseForMs = 0): void {
    this.#refusedUntil = Math.max(this.#refusedUntil, this.#time.now + refuseForMs);
    if (this.#wire === null) return;
    this.#wire.break();
    this.#wire = null;
    this.#broker.left(this);
    this.#time.after(this.#random.next(), this.process, () => {
      for (const watcher of this.#watchers) watcher({ type: 'disconnect', server: 'simulated' });
      for (const lost of this.#losses) lost();
      this.#retry();
    });
  }

  /** Whether it listens to a subject. */
  listener(subject: string): Callback | undefined {
    return (
      this.#subscriptions.get(subject) ?? this.#subscriptions.get(`${subject.slice(0, subject.lastIndexOf('.'))}.*`)
    );
  }

  // ── NatsConnection ─────────────────────────────────────────────────────────────────────────────────────────────────

  publish(subject: string, payload: Uint8Array | string = '', more: { reply?: string; headers?: MsgHdrs } = {}): void {
    const data = typeof payload === 'string' ? encoder.encode(payload) : payload;
    this.ask(() => this.#broker.take(this, { subject, data, ...more }));
  }

  subscribe(subject: string, { callback }: { callback: Callback }): { unsubscribe: () => void } {
    this.#subscriptions.set(subject, callback);
    return { unsubscribe: () => void this.#subscriptions.delete(subject) };
  }

  async *status(): AsyncGenerator<Status> {
    const queue: Status[] = [];
    let wake = (): void => undefined;
    this.#watchers.add((status) => {
      queue.push(status);
      wake();
    });
    for (;;) {
      const next = queue.shift();
      if (next !== undefined) yield next;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  closed(): Promise<void> {
    return new Promise(() => undefined);
  }

  isClosed(): boolean {
    return false;
  }

  isDraining(): boolean {
    return false;
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  #connect(): void {
    if (!this.#broker.isUp || this.#time.now < this.#refusedUntil) {
      this.#retry();
      return;
    }
    this.#wire = new Wire(this.#time, this.#random);
    this.#broker.joined(this);
    const outbound = this.#outbound;
    this.#outbound = [];
    for (const send of outbound) send();
    if (this.#wasConnected) for (const watcher of this.#watchers) watcher({ type: 'reconnect', server: 'simulated' });
    this.#wasConnected = true;
    for (const opened of this.#openings) opened();
  }

  #retry(): void {
    this.#time.after(this.#random.between(RETRY_MS.least, RETRY_MS.most), this.process, () => this.#connect());
  }
}

/** A message as a subscription gets it. */
export const delivered = (message: Message): Msg =>
  ({
    ...message,
    json: () => JSON.parse(decoder.decode(message.data)) as unknown,
    string: () => decoder.decode(message.data),
  }) as unknown as Msg;
