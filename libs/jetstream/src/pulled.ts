import { jetstream, type ConsumerInfo, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { Unavailable } from './errors.ts';
import { linkOf } from './link.ts';
import { backoff, pause } from './pause.ts';

export interface PullOptions {
  /**
   * Makes sure that the consumer is there, and says what it is. Called at the start and after each interruption. The signal is aborted at a
   * reconnection: another call follows then, and this one may do no more.
   */
  readonly open: (signal: AbortSignal) => Promise<ConsumerInfo>;
  /** How many messages are asked for at once. */
  readonly prefetch: number;
  /** Ends the iteration when aborted, once what was on its way has come. */
  readonly signal: AbortSignal;
  /** Is told why a pull ended, or could not begin. The next one follows by itself. */
  readonly onInterruption?: ((reason: unknown) => void) | undefined;
  /** Is told whenever a pull has begun. */
  readonly onOpen?: ((info: ConsumerInfo) => void) | undefined;
}

/** Reasons in the client's notifications to begin anew instead of waiting for it to recover, which can take it half a minute. */
const BROKEN = new Set([
  'heartbeats_missed',
  'consumer_not_found',
  'consumer_deleted',
  'stream_not_found',
  'no_responders',
  'exceeded_limits',
]);

/**
 * Messages of a pull consumer for as long as the signal is not aborted: after a reconnection, missed heartbeats or a lost consumer the pull begins anew by itself.
 * Each pass begins with `open`, which decides where delivery goes on.
 */
export async function* pulled(
  nc: NatsConnection,
  { open, prefetch, signal, onInterruption, onOpen }: PullOptions,
): AsyncGenerator<JsMsg, void, undefined> {
  const consumers = jetstream(nc).consumers;
  // A function, because the compiler takes a property for unchanged across `await`.
  const over = (): boolean => signal.aborted;
  for (let failures = 0; !over() && !nc.isClosed();) {
    try {
      const info = await untilReconnected(nc, open);
      const messages = await consumers
        .getConsumerFromInfo(info)
        .consume({ max_messages: prefetch, expires: 10_000, idle_heartbeat: 2_500, bind: true });
      let reason: unknown = 'ended';
      const stop = (why: unknown): void => {
        reason = why;
        messages.stop();
      };
      const onAbort = (): void => void lastOnes(messages).finally(() => stop('aborted'));
      const forget = linkOf(nc).onReconnect(() => stop('reconnected'));
      signal.addEventListener('abort', onAbort, { once: true });
      void (async () => {
        for await (const notification of messages.status()) if (BROKEN.has(notification.type)) stop(notification.type);
      })();
      onOpen?.(info);
      failures = 0;
      try {
        if (!over()) yield* messages;
      } finally {
        forget();
        signal.removeEventListener('abort', onAbort);
        messages.stop();
      }
      if (!over()) onInterruption?.(reason);
    } catch (error) {
      if (over()) return;
      onInterruption?.(error);
      failures++;
      await pause(backoff(failures, 50, 2_000), signal);
    }
  }
}

/** How long what is on its way when a pull ends may take to come, in ms; where the server is away it comes again anyway. */
const LAST_WITHIN_MS = 1_000;

/**
 * Ends a pull and resolves when all that the server had sent is among the messages. The client's own `stop` and `close` drop what is on its way,
 * which would then be nobody's until its time to be acknowledged is over; its subscription drains, but is not among its types.
 */
async function lastOnes(messages: ConsumerMessages): Promise<void> {
  const { sub } = messages as unknown as { readonly sub: Subscription };
  const late = new Promise((resolve) => setTimeout(resolve, LAST_WITHIN_MS).unref());
  await Promise.race([sub.drain(), late]).catch(() => undefined);
}

/** Rejects at a reconnection: what was asked on the link before has no answer to wait for. */
function untilReconnected<T>(nc: NatsConnection, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  return new Promise((resolve, reject) => {
    const forget = linkOf(nc).onReconnect(() => {
      const reason = new Unavailable('reconnected');
      over.abort(reason);
      reject(reason);
    });
    ask(over.signal).then(resolve, reject).finally(forget);
  });
}
