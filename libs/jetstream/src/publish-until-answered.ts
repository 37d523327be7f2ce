import { type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { Unavailable } from './errors.ts';
import { backoff, pause } from './pause.ts';
import { NO_ANSWER, Replies } from './replies.ts';

/** What the server says of a published message. */
export interface PublishAnswer {
  readonly stream: string;
  readonly seq: number;
  readonly duplicate?: boolean;
  readonly error?: { readonly code: number; readonly err_code: number; readonly description: string };
}

export interface PublishLimits {
  /** How long one sending waits for its answer, in milliseconds; 2,000 unless given. A reconnection ends the wait early. */
  readonly attemptMs?: number;
  /** When to give up, in milliseconds from now; absent: never. */
  readonly deadlineMs?: number;
  /** Gives up at once when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends the same bytes until the server answers, and returns the answer with the number of sendings. More than one: an earlier one may have been stored.
 * Answers that say "not at this moment" (no responder, 5xx, too many, a write under way that waits for its copies) count as none.
 * @throws Unavailable at the deadline, on abort and when the connection is closed
 */
export async function publishUntilAnswered(
  nc: NatsConnection,
  subject: string,
  payload: Uint8Array,
  headers: MsgHdrs,
  { attemptMs = 2_000, deadlineMs = Infinity, signal }: PublishLimits = {},
): Promise<{ answer: PublishAnswer; sendings: number }> {
  const replies = Replies.of(nc);
  const end = performance.now() + deadlineMs;
  for (let sendings = 1; ; sendings++) {
    if (signal?.aborted === true) throw new Unavailable(`${subject}: given up unanswered`);
    const left = end - performance.now();
    if (left <= 0) throw new Unavailable(`${subject}: no answer within ${deadlineMs} ms`);
    const reply = await replies.request(subject, payload, headers, { timeoutMs: Math.min(attemptMs, left), signal });
    if (reply !== NO_ANSWER) {
      const answer = reply.json<PublishAnswer>();
      if (answer.error === undefined || isFinal(answer.error)) return { answer, sendings };
    }
    await pause(Math.min(backoff(sendings, 20, 1_000), Math.max(0, end - performance.now())), signal);
  }
}

/** No room: 5xx codes that trying again within seconds does not cure. */
export const NO_ROOM = new Set([10_023, 10_047, 10_077]);
/** In a cluster, a write of the same subject, or of the same message id, waits for its copies; it may be an earlier sending of this one. */
const UNDER_WAY = new Set([10_164, 10_158]);

const isFinal = ({ code, err_code }: NonNullable<PublishAnswer['error']>): boolean =>
  NO_ROOM.has(err_code) || (code < 500 && code !== 429 && !UNDER_WAY.has(err_code));
