import { type ConsumerConfig, type ConsumerInfo, type JetStreamManager } from '@nats-io/jetstream';
import { type NatsConnection } from '@nats-io/transport-node';
import { NotProvisioned } from './errors.ts';
import { managerOf } from './log.ts';
import { missing } from './read-back.ts';

/** What is asked of a durable consumer. Description and metadata are not optional: somebody will find it in a list at night. */
export type ConsumerPlan = Partial<ConsumerConfig> & {
  readonly durable_name: string;
  readonly description: string;
  readonly metadata: Record<string, string>;
};

/**
 * A stream that is not synced loses its end in a power cut, and its consumer, which is, remembers it: whatever comes next under the numbers
 * that were lost, it would take for delivered. Goes on after what is there. What of that is new is passed over: whoever sent it sends it again.
 */
async function notAhead(jsm: JetStreamManager, stream: string, info: ConsumerInfo): Promise<ConsumerInfo> {
  const { state } = await jsm.streams.info(stream);
  if (info.delivered.stream_seq <= state.last_seq) return info;
  return await jsm.consumers.reset(stream, info.name, state.last_seq + 1);
}

/**
 * Creates the durable consumer or brings it up to date, also with a stream that has lost its end, and reads it back.
 * @throws NotProvisioned when it cannot be had as asked
 */
export async function ensureConsumer(nc: NatsConnection, stream: string, plan: ConsumerPlan): Promise<ConsumerInfo> {
  const jsm = await managerOf(nc);
  const name = plan.durable_name;
  try {
    const there = await jsm.consumers.info(stream, name).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'ConsumerNotFoundError') return null;
      throw error;
    });
    if (there === null) await jsm.consumers.add(stream, plan);
    else if (missing(plan, there.config).length > 0)
      await jsm.consumers.update(stream, name, { ...there.config, ...plan });
    const info = await jsm.consumers.info(stream, name);
    const fields = missing(plan, info.config);
    if (fields.length > 0)
      throw new NotProvisioned(`consumer ${name} of ${stream} is not as asked: ${fields.join(', ')}`);
    return await notAhead(jsm, stream, info);
  } catch (cause) {
    if (cause instanceof NotProvisioned) throw cause;
    throw new NotProvisioned(
      `consumer ${name} of ${stream} cannot be provisioned: ${cause instanceof Error ? cause.message : 'unknown error'}`,
      { cause },
    );
  }
}
