import { HEADERS } from '@holdfast/contracts';
import { headers, type MsgHdrs, type NatsConnection, nuid } from '@nats-io/transport-node';
import { AppendPace } from './append-pace.ts';
import { Rejected, StorageFull, Unavailable } from './errors.ts';
import { NO_ROOM, publishUntilAnswered, type PublishAnswer } from './publish-until-answered.ts';
import { NO_ANSWER, Replies } from './replies.ts';

/** `certain`: the message was sent once, so it is somebody else's that stands in its place. */
export type AppendAnswer =
  | { readonly kind: 'appended'; readonly sequence: number }
  | { readonly kind: 'conflict'; readonly certain: boolean; readonly last: number };

export interface AppendQueueOptions {
  /** Gives up everything unanswered when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Fewer waiting appends than this never go as a batch. */
  readonly batchFrom?: number;
  /** The most messages of one batch; the server allows 1,000. */
  readonly batchLimit?: number;
  /** How many single appends are under way at once. */
  readonly singlesAtOnce?: number;
  /** Is told of each message's way: how many went together, and how it ended. */
  readonly onSent?: (messages: number, result: 'appended' | 'refused' | 'unanswered') => void;
}

interface Waiting {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly types: string;
  readonly expected: number;
  readonly resolve: (answer: AppendAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Bytes of one batch; its parts must fit the server's buffers while they wait for the last one. */
const BATCH_BYTES = 512 * 1024;
const WRONG_LAST_SEQUENCE = 10_071;

/**
 * The one way into the log. Every message carries the expected last sequence of its own literal subject.
 *
 * Group commit: the server syncs once per message, or once per atomic batch, so many waiting messages share one.
 * One batch is open at a time; a subject is in it once. A refused batch names no culprit and an unanswered one may be stored:
 * in both cases its messages are sent singly, where their own expectation decides.
 */
export class AppendQueue {
  readonly #nc: NatsConnection;
  readonly #pace: AppendPace;
  readonly #options: Required<Omit<AppendQueueOptions, 'signal' | 'onSent'>> &
    Pick<AppendQueueOptions, 'signal' | 'onSent'>;
  #waiting: Waiting[] = [];
  #singles = 0;
  #batchOpen = false;
  #pumpDue = false;

  constructor(nc: NatsConnection, options: AppendQueueOptions = {}) {
    this.#nc = nc;
    this.#options = { batchFrom: 6, batchLimit: 128, singlesAtOnce: 8, ...options };
    this.#pace = new AppendPace(this.#options.batchFrom);
  }

  /** @throws Unavailable, StorageFull, Rejected */
  append(subject: string, payload: Uint8Array, types: string, expected: number): Promise<AppendAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ subject, payload, types, expected, resolve, reject });
      // An idle queue sends at once; a busy one first looks at all that came in with the same read of the socket.
      if (this.#singles === 0 && !this.#batchOpen && !this.#pumpDue) this.#pump();
      this.#pumpSoon();
    });
  }

  #pumpSoon(): void {
    if (this.#pumpDue || this.#waiting.length === 0) return;
    this.#pumpDue = true;
    setImmediate(() => {
      this.#pumpDue = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#batchOpen) return;
    if (this.#pace.batch(Math.min(this.#waiting.length, this.#options.batchLimit))) {
      const batch = this.#takeBatch();
      if (batch.length > 1) {
        void this.#sendBatch(batch);
        return;
      }
      this.#waiting.unshift(...batch);
    }
    while (this.#singles < this.#options.singlesAtOnce) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      void this.#sendSingle(next, true);
    }
  }

  #takeBatch(): Waiting[] {
    const subjects = new Set<string>();
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    let bytes = 0;
    for (const each of this.#waiting) {
      const fits =
        batch.length < this.#options.batchLimit &&
        bytes + each.payload.length <= BATCH_BYTES &&
        !subjects.has(each.subject);
      if (!fits) {
        rest.push(each);
        continue;
      }
      subjects.add(each.subject);
      bytes += each.payload.length;
      batch.push(each);
    }
    this.#waiting = rest;
    return batch;
  }

  async #sendSingle(message: Waiting, certain: boolean): Promise<void> {
    const underWay = ++this.#singles;
    const sent = performance.now();
    try {
      const { answer, sendings } = await publishUntilAnswered(
        this.#nc,
        message.subject,
        message.payload,
        expecting(message),
        { signal: this.#options.signal },
      );
      if (sendings === 1) this.#pace.single(performance.now() - sent, underWay);
      const result = read(answer, message.subject, certain && sendings === 1);
      this.#options.onSent?.(1, result.kind === 'appended' ? 'appended' : 'refused');
      message.resolve(result);
    } catch (error) {
      this.#options.onSent?.(1, error instanceof Unavailable ? 'unanswered' : 'refused');
      message.reject(error);
    } finally {
      this.#singles--;
      this.#pump();
    }
  }

  async #sendBatch(batch: readonly Waiting[]): Promise<void> {
    this.#batchOpen = true;
    const sent = performance.now();
    let refused = false;
    try {
      const reply = await this.#requestBatch(batch);
      const answer = reply === NO_ANSWER ? undefined : reply.json<PublishAnswer & { count?: number }>();
      if (answer !== undefined && answer.error === undefined && answer.count === batch.length) {
        this.#pace.batched(performance.now() - sent);
        this.#options.onSent?.(batch.length, 'appended');
        const first = answer.seq - batch.length + 1;
        batch.forEach(({ resolve }, n) => resolve({ kind: 'appended', sequence: first + n }));
        return;
      }
      refused = answer?.error !== undefined;
      this.#options.onSent?.(batch.length, refused ? 'refused' : 'unanswered');
    } catch (error) {
      if (error instanceof Unavailable) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // Something about one of its messages; sent singly, only that one fails.
    } finally {
      this.#batchOpen = false;
      if (!refused) this.#pumpSoon();
    }
    for (const message of batch) void this.#sendSingle(message, refused);
  }

  #requestBatch(batch: readonly Waiting[]): ReturnType<Replies['request']> {
    const id = nuid.next();
    const last = batch.length - 1;
    for (let n = 0; n < last; n++) {
      const message = batch[n];
      if (message !== undefined)
        this.#nc.publish(message.subject, message.payload, { headers: inBatch(expecting(message), id, n + 1) });
    }
    const message = batch[last];
    if (message === undefined) throw new Rejected('an empty batch', 0);
    const closing = inBatch(expecting(message), id, batch.length);
    closing.set('Nats-Batch-Commit', '1');
    return Replies.of(this.#nc).request(message.subject, message.payload, closing, {
      timeoutMs: 2_000,
      signal: this.#options.signal,
    });
  }
}

function expecting({ expected, types }: Waiting): MsgHdrs {
  const own = headers();
  own.set('Nats-Expected-Last-Subject-Sequence', String(expected));
  own.set(HEADERS.types, types);
  return own;
}

function inBatch(own: MsgHdrs, id: string, n: number): MsgHdrs {
  own.set('Nats-Batch-Id', id);
  own.set('Nats-Batch-Sequence', String(n));
  return own;
}

function read(answer: PublishAnswer, subject: string, certain: boolean): AppendAnswer {
  const { error } = answer;
  if (error === undefined) return { kind: 'appended', sequence: answer.seq };
  if (error.err_code === WRONG_LAST_SEQUENCE)
    return { kind: 'conflict', certain, last: Number(/: (\d+)$/.exec(error.description)?.[1] ?? 0) };
  if (NO_ROOM.has(error.err_code)) throw new StorageFull(`${subject}: ${error.description}`);
  throw new Rejected(`${subject}: ${error.description}`, error.err_code);
}
