import { type AggregateKind, aggregateOf, STREAMS } from '@holdfast/contracts';
import { type MsgHdrs, headers } from '@nats-io/transport-node';
import type { Random } from '../random.ts';
import { delivered, type Message, type SimulatedNats } from './nats.ts';
import { Process, type VirtualTime } from './time.ts';

/** A message of a stream. */
export interface Stored extends Message {
  readonly sequence: number;
  /** Virtual ms. */
  readonly at: number;
}

/** A request as an instance of a service gets it. */
export interface Delivery {
  readonly message: Stored;
  /** 1 for the first. */
  readonly deliveries: number;
  readonly ack: () => void;
  readonly nak: (delayMs: number) => void;
}

interface Pending {
  readonly message: Stored;
  deliveries: number;
  /** Ends what is waited for: the acknowledgement of the last delivery, or the next one. */
  stop: () => void;
}

/** The durable that all instances of a service share. */
interface Durable {
  readonly pending: Map<number, Pending>;
  readonly members: Map<SimulatedNats, (delivery: Delivery) => void>;
}

/** Somebody who reads the log in order. */
interface Reader {
  next: number;
  readonly take: (message: Stored, pending: number) => void;
}

/** Ms, as the services' consumers have it. */
const ACK_WAIT_MS = 15_000;
const SYNC_EVERY_MS = 2_000;
const EPOCH = 'simulated';

/**
 * nats-server as Holdfast uses it: the log, synced before it is acknowledged; the commands, which are not synced; the consumers of both;
 * core subjects. `process-safe` syncs the log now and then, like everybody's default.
 */
export class Broker {
  process = new Process('nats-server');
  isUp = true;
  /** While true, every third command comes in twice, as from a sender that did not hear of the first time. */
  doubles = false;
  log: Stored[] = [];
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #syncs: boolean;
  readonly #links = new Set<SimulatedNats>();
  #lastOf = new Map<string, number>();
  #synced = 0;
  /** One at a time: what is being written to the log. */
  #writing: { readonly messages: readonly Message[]; readonly done: (sequence: number) => void } | null = null;
  #unwritten: (() => void)[] = [];
  #batches = new Map<string, Message[]>();
  readonly #readers = new Map<SimulatedNats, Reader>();
  #commands: Stored[] = [];
  #commandIds = new Set<string>();
  readonly #durables: Record<'session' | 'desk', Durable> = {
    session: { pending: new Map(), members: new Map() },
    desk: { pending: new Map(), members: new Map() },
  };
  /** Of the durable that the process manager reads the log by. */
  readonly #ordered = { floor: 0, delivered: 0 };

  constructor(time: VirtualTime, random: Random, { syncs }: { readonly syncs: boolean }) {
    this.#time = time;
    this.#random = random;
    this.#syncs = syncs;
    if (!syncs) this.#syncLater();
  }

  // ── connections ────────────────────────────────────────────────────────────────────────────────────────────────────

  joined(nats: SimulatedNats): void {
    this.#links.add(nats);
  }

  left(nats: SimulatedNats): void {
    this.#links.delete(nats);
    this.#readers.delete(nats);
    for (const { members } of Object.values(this.#durables)) members.delete(nats);
  }

  /** `kill -9`: what was being written may be there. */
  kill(): void {
    this.#end();
    const writing = this.#writing;
    this.#writing = null;
    if (writing !== null && this.#random.chance(0.5)) this.#store(writing.messages);
  }

  /** The power goes: what was not synced may be gone, the last first. */
  cutPower(): void {
    this.kill();
    this.log = this.log.slice(0, this.#random.between(this.#synced, this.log.length));
    this.#lastOf = new Map(this.log.map(({ subject, sequence }) => [subject, sequence]));
    this.#commands = this.#commands.slice(0, this.#random.between(0, this.#commands.length));
    this.#commandIds = new Set(this.#commands.map(idOf));
    const end = this.#commands.length;
    for (const { pending } of Object.values(this.#durables))
      for (const sequence of [...pending.keys()]) if (sequence > end) pending.delete(sequence);
    // The place of a consumer is written now and then, too.
    this.#ordered.floor = this.#random.between(0, Math.min(this.#ordered.floor, this.log.length));
  }

  start(): void {
    this.process = new Process('nats-server');
    this.isUp = true;
    if (!this.#syncs) this.#syncLater();
    for (const durable of Object.values(this.#durables))
      for (const pending of durable.pending.values())
        this.#wait(durable, pending, this.#random.between(0, ACK_WAIT_MS));
  }

  #end(): void {
    this.isUp = false;
    this.process.isDead = true;
    this.#unwritten = [];
    this.#batches.clear();
    for (const nats of [...this.#links]) nats.break();
  }

  // ── what comes in ──────────────────────────────────────────────────────────────────────────────────────────────────

  take(from: SimulatedNats, message: Message): void {
    const { subject } = message;
    if (subject.startsWith('evt.')) this.#event(message);
    else if (subject.startsWith('cmd.')) this.#command(message);
    else if (subject.startsWith('dlq.')) this.#answer(message, { stream: STREAMS.deadLetters, seq: 1 });
    else if (subject.startsWith(`$JS.API.DIRECT.GET.${STREAMS.events}`)) this.#get(from, message);
    else if (subject === `$JS.API.STREAM.INFO.${STREAMS.events}`)
      this.#answer(message, {
        config: { metadata: { 'holdfast.epoch': EPOCH } },
        state: { last_seq: this.log.length },
      });
    else this.#route(message);
  }

  #route(message: Message): void {
    for (const nats of this.#links) {
      const listener = nats.listener(message.subject);
      if (listener !== undefined) nats.tell(() => listener(null, delivered(message)));
    }
  }

  #answer({ reply }: Message, answer: object): void {
    if (reply !== undefined) this.#route({ subject: reply, data: encode(answer), headers: headers() });
  }

  // ── the log ────────────────────────────────────────────────────────────────────────────────────────────────────────

  #event(message: Message): void {
    const batch = message.headers?.get('Nats-Batch-Id') ?? '';
    if (batch === '') {
      this.#queue([message], message);
      return;
    }
    const messages = [...(this.#batches.get(batch) ?? []), message];
    this.#batches.set(batch, messages);
    if (message.headers?.get('Nats-Batch-Commit') !== '1') return;
    this.#batches.delete(batch);
    if (messages.length === Number(message.headers.get('Nats-Batch-Sequence'))) this.#queue(messages, message);
    else this.#answer(message, refusal(10_176, 'batch publish is incomplete'));
  }

  /** All or none of them are stored, and the sender of the last one is told. */
  #queue(messages: readonly Message[], asked: Message): void {
    this.#unwritten.push(() => {
      const unexpected = messages.find(
        ({ subject, headers: own }) =>
          Number(own?.get('Nats-Expected-Last-Subject-Sequence')) !== (this.#lastOf.get(subject) ?? 0),
      );
      if (unexpected !== undefined) {
        const last = this.#lastOf.get(unexpected.subject) ?? 0;
        this.#answer(asked, refusal(10_071, `wrong last sequence: ${String(last)}`));
        this.#writeNext();
        return;
      }
      const count = messages.length === 1 ? {} : { count: messages.length };
      this.#writing = {
        messages,
        done: (seq) => this.#answer(asked, { stream: STREAMS.events, seq, ...count }),
      };
      this.#time.after(this.#syncs ? 0.2 + this.#random.next() : 0.02, this.process, () => this.#written());
    });
    if (this.#unwritten.length === 1 && this.#writing === null) this.#writeNext();
  }

  #writeNext(): void {
    this.#unwritten.shift()?.();
  }

  #written(): void {
    const writing = this.#writing;
    this.#writing = null;
    if (writing === null) return;
    writing.done(this.#store(writing.messages));
    for (const reader of this.#readers.values()) this.#deliver(reader);
    this.#writeNext();
  }

  #store(messages: readonly Message[]): number {
    for (const message of messages) {
      const sequence = this.log.length + 1;
      this.log.push({ ...message, sequence, at: this.#time.now });
      this.#lastOf.set(message.subject, sequence);
    }
    if (this.#syncs) this.#synced = this.log.length;
    return this.log.length;
  }

  #syncLater(): void {
    this.#time.after(SYNC_EVERY_MS, this.process, () => {
      this.#synced = this.log.length;
      this.#syncLater();
    });
  }

  /** From a sequence on, everything there is and everything that comes. */
  follow(nats: SimulatedNats, from: number, take: Reader['take']): void {
    const reader: Reader = { next: from, take };
    this.#readers.set(nats, reader);
    this.#deliver(reader);
  }

  /** The durable of one who reads in strict order: it begins behind what was acknowledged. */
  followOrdered(
    nats: SimulatedNats,
    reader: {
      readonly opened: (delivered: number) => void;
      readonly take: (message: Stored, delivery: number) => void;
    },
  ): void {
    const before = this.#ordered.delivered;
    nats.tell(() => reader.opened(before));
    this.follow(nats, this.#ordered.floor + 1, (message) => {
      const delivery = ++this.#ordered.delivered;
      nats.tell(() => reader.take(message, delivery));
    });
  }

  acknowledgeOrdered(sequence: number): void {
    this.#ordered.floor = Math.max(this.#ordered.floor, sequence);
  }

  /** The first sequence that is not older than an instant. */
  firstSince(at: number): number {
    const first = this.log.findIndex((stored) => stored.at >= at);
    return (first === -1 ? this.log.length : first) + 1;
  }

  #deliver(reader: Reader): void {
    for (; reader.next <= this.log.length; reader.next++) {
      const message = this.log[reader.next - 1];
      if (message !== undefined) reader.take(message, this.log.length - reader.next);
    }
  }

  #get(nats: SimulatedNats, { subject, data, reply }: Message): void {
    if (reply === undefined) return;
    const tell = (own: MsgHdrs, body: Uint8Array = new Uint8Array()): void => {
      const message = { subject: reply, data: body, headers: own };
      nats.tell(() => nats.listener(reply)?.(null, delivered(message)));
    };
    const send = (stored: Stored | undefined): void => {
      if (stored === undefined) {
        tell(headers(404, 'Message Not Found'));
        return;
      }
      const own = headers();
      own.set('Nats-Subject', stored.subject);
      own.set('Nats-Sequence', String(stored.sequence));
      tell(own, stored.data);
    };
    const last = subject.slice(`$JS.API.DIRECT.GET.${STREAMS.events}.`.length);
    if (last !== '') {
      send(this.log[(this.#lastOf.get(last) ?? 0) - 1]);
      return;
    }
    const query = JSON.parse(new TextDecoder().decode(data)) as { seq: number; next_by_subj?: string; batch?: number };
    if (query.next_by_subj === undefined) {
      send(this.log[query.seq - 1]);
      return;
    }
    const found = this.log.filter((stored) => stored.sequence >= query.seq && stored.subject === query.next_by_subj);
    if (found.length === 0) {
      send(undefined);
      return;
    }
    const page = found.slice(0, query.batch);
    for (const stored of page) send(stored);
    const end = headers(204, 'EOB');
    end.set('Nats-Num-Pending', String(found.length - page.length));
    tell(end);
  }

  // ── commands ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #command(message: Message): void {
    const isKnown = this.#commandIds.has(idOf(message));
    if (!isKnown) this.#enter(message);
    if (!isKnown && this.doubles && this.#commands.length % 3 === 0) this.#enter(message);
    this.#answer(message, {
      stream: STREAMS.commands,
      seq: this.#commands.length,
      ...(isKnown ? { duplicate: true } : {}),
    });
  }

  #enter(message: Message): void {
    const stored = { ...message, sequence: this.#commands.length + 1, at: this.#time.now };
    this.#commands.push(stored);
    this.#commandIds.add(idOf(message));
    const durable = this.#durables[aggregateOf(message.subject)?.kind === 'desk' ? 'desk' : 'session'];
    const pending: Pending = { message: stored, deliveries: 0, stop: () => undefined };
    durable.pending.set(stored.sequence, pending);
    this.#hand(durable, pending);
  }

  /** An instance of the service takes its share of the requests from now on. */
  join(kind: Exclude<AggregateKind, 'workspace'>, nats: SimulatedNats, take: (delivery: Delivery) => void): void {
    const durable = this.#durables[kind];
    durable.members.set(nats, take);
    for (const pending of durable.pending.values()) if (pending.deliveries === 0) this.#hand(durable, pending);
  }

  #hand(durable: Durable, pending: Pending): void {
    const members = [...durable.members];
    if (members.length === 0) return;
    const [nats, take] = this.#random.pick(members);
    const deliveries = ++pending.deliveries;
    const { message } = pending;
    const settle = (work: () => void): void =>
      nats.ask(() => {
        if (durable.pending.get(message.sequence) === pending) work();
      });
    this.#wait(durable, pending, ACK_WAIT_MS);
    nats.tell(() =>
      take({
        message,
        deliveries,
        ack: () =>
          settle(() => {
            pending.stop();
            durable.pending.delete(message.sequence);
          }),
        nak: (delayMs) => settle(() => this.#wait(durable, pending, delayMs)),
      }),
    );
  }

  #wait(durable: Durable, pending: Pending, ms: number): void {
    pending.stop();
    const due = this.#time.after(ms, this.process, () => {
      if (durable.members.size === 0) pending.deliveries = 0;
      else this.#hand(durable, pending);
    });
    pending.stop = () => due.cancel();
  }
}

const encoder = new TextEncoder();
const encode = (value: object): Uint8Array => encoder.encode(JSON.stringify(value));
const idOf = ({ headers: own }: Message): string => own?.get('Nats-Msg-Id') ?? '';
const refusal = (err_code: number, description: string): object => ({ error: { code: 400, err_code, description } });
