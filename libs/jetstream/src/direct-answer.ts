import { type AggregateRef, type CommandRequest, type DirectAnswer, type Outcome } from '@holdfast/contracts';
import { type NatsConnection } from '@nats-io/transport-node';

/** Tells the asker outcomes that were in the log before, over core NATS. It may get lost; the asker asks again. */
export function directAnswer(
  nc: NatsConnection,
  request: CommandRequest,
  ref: AggregateRef,
  outcomes: readonly Outcome[],
): void {
  if (request.replyTo === undefined || outcomes.length === 0 || nc.isClosed()) return;
  const answer: DirectAnswer = { to: ref, actor: request.actor, requestId: request.id, outcomes: [...outcomes] };
  nc.publish(request.replyTo, JSON.stringify(answer));
}
