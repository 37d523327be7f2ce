import { randomBytes } from 'node:crypto';
import { STREAMS } from '@holdfast/contracts';
import { type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import { type NatsConnection } from '@nats-io/transport-node';
import { NotProvisioned } from './errors.ts';
import { managerOf } from './log.ts';
import { missing } from './read-back.ts';
import { type Durability, EPOCH_KEY, type StreamLimits, type StreamPlan, streamTable } from './stream-table.ts';

export interface ProvisionOptions {
  readonly durability: Durability;
  /** Copies of each message; 1 unless given. */
  readonly replicas?: 1 | 3;
  readonly limits?: StreamLimits;
}

/** The oldest nats-server that knows everything asked for here. */
const LOWEST_VERSION = [2, 14, 3] as const;

/**
 * Creates the streams and the presence bucket, brings existing ones up to date, and reads every one back. May run at any time, any number of times, by several at once.
 * The epoch of the log is made at its creation and kept.
 * @throws NotProvisioned when the server is too old, refuses, or does not do what it was asked
 */
export async function provision(
  nc: NatsConnection,
  { durability, replicas = 1, limits }: ProvisionOptions,
): Promise<{ epoch: string }> {
  assertVersion(nc);
  const jsm = await managerOf(nc);
  let epoch = '';
  for (const plan of streamTable(replicas, limits)) {
    const config = await provisionStream(jsm, {
      ...plan,
      metadata: { ...plan.metadata, 'holdfast.durability': durability },
    });
    if (plan.name === STREAMS.events) epoch = config.metadata?.[EPOCH_KEY] ?? '';
  }
  if (epoch === '') throw new NotProvisioned(`${STREAMS.events} has no epoch`);
  return { epoch };
}

async function provisionStream(jsm: JetStreamManager, plan: StreamPlan): Promise<StreamConfig> {
  try {
    const there = await infoOrNull(jsm, plan.name);
    const epoch =
      plan.name === STREAMS.events
        ? { [EPOCH_KEY]: there?.metadata?.[EPOCH_KEY] ?? randomBytes(9).toString('base64url') }
        : {};
    const wanted = { ...plan, metadata: { ...plan.metadata, ...epoch } };
    if (there === null) await jsm.streams.add(wanted);
    else if (missing(wanted, there).length > 0)
      await jsm.streams.update(plan.name, { ...there, ...wanted, metadata: { ...there.metadata, ...wanted.metadata } });
    const { config } = await jsm.streams.info(plan.name);
    const fields = missing(wanted, config);
    if (fields.length > 0) throw new NotProvisioned(`${plan.name} is not as asked: ${fields.join(', ')}`);
    return config;
  } catch (cause) {
    if (cause instanceof NotProvisioned) throw cause;
    throw new NotProvisioned(
      `${plan.name} cannot be provisioned: ${cause instanceof Error ? cause.message : 'unknown error'}`,
      { cause },
    );
  }
}

async function infoOrNull(jsm: JetStreamManager, name: string): Promise<StreamConfig | null> {
  try {
    return (await jsm.streams.info(name)).config;
  } catch (error) {
    if (error instanceof Error && error.name === 'StreamNotFoundError') return null;
    throw error;
  }
}

function assertVersion(nc: NatsConnection): void {
  const version = nc.info?.version ?? '0.0.0';
  const parts = version.split(/[.-]/).map(Number);
  for (const [n, lowest] of LOWEST_VERSION.entries()) {
    const part = parts[n] ?? 0;
    if (part > lowest) return;
    if (part < lowest)
      throw new NotProvisioned(`nats-server ${version} is too old: ${LOWEST_VERSION.join('.')} or later is needed`);
  }
}
