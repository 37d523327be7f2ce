import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { describeError, Rejected, Unavailable } from './errors.ts';
import { linkOf } from './link.ts';

/** No reply in time, nobody who could reply, or a reply that went to a link that is gone. What was asked may have been done. */
export const NO_ANSWER = Symbol('no answer');

export interface RequestLimits {
  /** How long to wait, in milliseconds; looked at every 50. */
  readonly timeoutMs: number;
  /** Ends the wait as if there were no answer. */
  readonly signal?: AbortSignal | undefined;
}

interface Waiting {
  readonly subject: string;
  readonly until: number;
  readonly resolve: (reply: Msg | typeof NO_ANSWER) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Requests over one inbox of this connection. Beside the client's own `request` it spares two promises, a timer and an error object with its
 * stack for each one, and it ends waits at a reconnection, where the client's run into their time.
 */
export class Replies {
  static readonly #all = new WeakMap<NatsConnection, Replies>();
  readonly #nc: NatsConnection;
  readonly #inbox = createInbox();
  readonly #waiting = new Map<string, Waiting>();
  #serial = 0;
  #sweep: NodeJS.Timeout | undefined;

  /** The one of a connection. */
  static of(nc: NatsConnection): Replies {
    let replies = Replies.#all.get(nc);
    if (replies === undefined) Replies.#all.set(nc, (replies = new Replies(nc)));
    return replies;
  }

  private constructor(nc: NatsConnection) {
    this.#nc = nc;
    nc.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error === null)
          this.#take(message.subject.slice(this.#inbox.length + 1))?.resolve(
            message.headers?.code === 503 ? NO_ANSWER : message,
          );
      },
    });
    linkOf(nc).onReconnect(() => this.#endAll((each) => each.resolve(NO_ANSWER)));
    linkOf(nc).onForbidden((subject, reason) => {
      for (const [token, each] of this.#waiting)
        if (each.subject === subject) this.#take(token)?.reject(new Rejected(reason, 0));
    });
    void nc.closed().then(() => this.#endAll((each) => each.reject(closed())));
  }

  /** @throws Rejected when it cannot be sent or is not permitted, Unavailable when the connection is closed */
  request(
    subject: string,
    payload: Uint8Array | string,
    headers: MsgHdrs | undefined,
    { timeoutMs, signal }: RequestLimits,
  ): Promise<Msg | typeof NO_ANSWER> {
    return new Promise((resolve, reject) => {
      const token = String((this.#serial += 1));
      const end =
        signal === undefined ? resolve : untilAborted(signal, resolve, () => this.#take(token)?.resolve(NO_ANSWER));
      this.#waiting.set(token, { subject, until: performance.now() + timeoutMs, resolve: end, reject });
      this.#sweep ??= setInterval(() => this.#endOverdue(), 50);
      try {
        const reply = `${this.#inbox}.${token}`;
        this.#nc.publish(subject, payload, headers === undefined ? { reply } : { reply, headers });
      } catch (cause) {
        this.#take(token)?.reject(
          this.#nc.isClosed() || this.#nc.isDraining()
            ? closed(cause)
            : new Rejected(`${subject}: ${describeError(cause)}`, 0, { cause }),
        );
      }
    });
  }

  #take(token: string): Waiting | undefined {
    const waiting = this.#waiting.get(token);
    this.#waiting.delete(token);
    if (this.#waiting.size === 0) {
      clearInterval(this.#sweep);
      this.#sweep = undefined;
    }
    return waiting;
  }

  #endOverdue(): void {
    const now = performance.now();
    for (const [token, { until }] of this.#waiting) if (until <= now) this.#take(token)?.resolve(NO_ANSWER);
  }

  #endAll(end: (waiting: Waiting) => void): void {
    for (const token of [...this.#waiting.keys()]) {
      const waiting = this.#take(token);
      if (waiting !== undefined) end(waiting);
    }
  }
}

const closed = (cause?: unknown): Unavailable => new Unavailable('the connection to NATS is closed', { cause });

function untilAborted<T>(signal: AbortSignal, resolve: (value: T) => void, onAbort: () => void): (value: T) => void {
  signal.addEventListener('abort', onAbort, { once: true });
  return (value) => {
    signal.removeEventListener('abort', onAbort);
    resolve(value);
  };
}
