import { type ConsumerConfig, type ConsumerInfo } from '@nats-io/jetstream';
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
 * Creates the durable consumer or brings it up to date, and reads it back.
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
    return info;
  } catch (cause) {
    if (cause instanceof NotProvisioned) throw cause;
    throw new NotProvisioned(
      `consumer ${name} of ${stream} cannot be provisioned: ${cause instanceof Error ? cause.message : 'unknown error'}`,
      { cause },
    );
  }
}
