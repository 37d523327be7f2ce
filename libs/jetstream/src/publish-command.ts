import { type AggregateRef, type CommandRequest, commandSubject, HEADERS, STREAMS } from '@holdfast/contracts';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { Rejected } from './errors.ts';
import { publishUntilAnswered } from './publish-until-answered.ts';

const encoder = new TextEncoder();

/**
 * Puts a request on its way. Its id is the message id, so a repeated sending of the same request is stored once; a request that asks again for an outcome needs an id of its own.
 * @throws Unavailable after `deadlineMs` (5,000 unless given), or when aborted: it may be on its way all the same
 * @throws Rejected when the stream refuses it, e.g. for its size
 */
export async function publishCommand(
  nc: NatsConnection,
  ref: AggregateRef,
  request: CommandRequest,
  {
    deadlineMs = 5_000,
    signal,
    trace,
  }: { readonly deadlineMs?: number; readonly signal?: AbortSignal; readonly trace?: string } = {},
): Promise<void> {
  const own = headers();
  own.set('Nats-Msg-Id', request.id);
  own.set('Nats-Expected-Stream', STREAMS.commands);
  if (trace !== undefined) own.set(HEADERS.trace, trace);
  const subject = commandSubject(ref);
  const { answer } = await publishUntilAnswered(nc, subject, encoder.encode(JSON.stringify(request)), own, {
    attemptMs: 1_000,
    deadlineMs,
    signal,
  });
  if (answer.error !== undefined) throw new Rejected(`${subject}: ${answer.error.description}`, answer.error.err_code);
}
