import { type AggregateRef, commandSubject, deadLettersOf, eventSubject, STREAMS, timersOf } from '@holdfast/contracts';
import { readCommits, Unavailable } from '@holdfast/jetstream';
import { jetstreamManager, type PurgeOpts } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

/**
 * Removes what was said in an erased session from every stream. May be done again at any time.
 * Of the log, what comes before the erasure goes: to keep "the last message" would keep a later refusal, and the session would be open again.
 */
export async function purgeErased(nc: NatsConnection, ref: AggregateRef): Promise<void> {
  const { commits } = await readCommits(nc, ref);
  const erasure = commits.find(({ commit }) => commit.events.some(({ type }) => type === 'SessionErased'));
  if (erasure === undefined) return;
  const purges: [stream: string, what: PurgeOpts][] = [
    [STREAMS.events, { filter: eventSubject(ref), seq: erasure.sequence }],
    [STREAMS.commands, { filter: commandSubject(ref) }],
    [STREAMS.deadLetters, { filter: deadLettersOf(commandSubject(ref)) }],
    [STREAMS.deadLetters, { filter: deadLettersOf(eventSubject(ref)) }],
    [STREAMS.timers, { filter: timersOf(ref) }],
  ];
  const manager = await jetstreamManager(nc, { checkAPI: false });
  try {
    for (const [stream, what] of purges) await manager.streams.purge(stream, what);
  } catch (cause) {
    throw new Unavailable('not everything of an erased session could be purged', { cause });
  }
}
