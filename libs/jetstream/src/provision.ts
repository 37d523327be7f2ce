import { randomBytes } from 'node:crypto';
import { STREAMS } from '@holdfast/contracts';
import { JetStreamApiError, type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import { type NatsConnection } from '@nats-io/transport-node';
import { describeError, NotProvisioned } from './errors.ts';
import { managerOf } from './log.ts';
import { missing } from './read-back.ts';
import { type Durability, EPOCH_KEY, type StreamLimits, type StreamPlan, streamTable } from './stream-table.ts';

export interface ProvisionOptions {
  readonly durability: Durability;
  /** Copies of each message; 1 unless given. */
  readonly replicas?: 1 | 3;
  /** Exact sizes of the streams. Unless given, new ones get what there is room for, and existing ones keep theirs. */
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
    const metadata = { ...plan.metadata, 'holdfast.durability': durability };
    const config = await provisionStream(jsm, { ...plan, metadata }, limits !== undefined);
    if (plan.name === STREAMS.events) epoch = config.metadata?.[EPOCH_KEY] ?? '';
  }
  if (epoch === '') throw new NotProvisioned(`${STREAMS.events} has no epoch`);
  return { epoch };
}

async function provisionStream(jsm: JetStreamManager, plan: StreamPlan, fixedSize: boolean): Promise<StreamConfig> {
  try {
    for (let attempt = 1; ; attempt++) {
      const there = await infoOrNull(jsm, plan.name);
      const wanted = wantedOf(plan, there, fixedSize);
      try {
        if (there === null) await (fixedSize ? jsm.streams.add(wanted) : addWithinRoom(jsm, wanted));
        else if (missing(wanted, there).length > 0) await jsm.streams.update(plan.name, { ...there, ...wanted });
      } catch (error) {
        // Somebody else created it in between, with an epoch of their own.
        if (codeOf(error) === NAME_IN_USE && attempt < ATTEMPTS) continue;
        throw error;
      }
      const { config } = await jsm.streams.info(plan.name);
      const fields = missing(fixedSize ? wanted : { ...wanted, max_bytes: config.max_bytes }, config);
      if (fields.length > 0) throw new NotProvisioned(`${plan.name} is not as asked: ${fields.join(', ')}`);
      return config;
    }
  } catch (cause) {
    if (cause instanceof NotProvisioned) throw cause;
    throw new NotProvisioned(`${plan.name} cannot be provisioned: ${describeError(cause)}`, { cause });
  }
}

/** The plan, with what an existing stream keeps: its epoch, metadata of others, and its size unless one is asked for. */
function wantedOf(plan: StreamPlan, there: StreamConfig | null, fixedSize: boolean): StreamPlan {
  // Keys of the server's own say which level the configuration needs; it writes them itself.
  const kept = Object.entries(there?.metadata ?? {}).filter(([key]) => !key.startsWith('_nats'));
  const metadata: Record<string, string> = { ...Object.fromEntries(kept), ...plan.metadata };
  if (plan.name === STREAMS.events) metadata[EPOCH_KEY] ??= randomBytes(9).toString('base64url');
  return { ...plan, metadata, ...(there !== null && !fixedSize ? { max_bytes: there.max_bytes } : {}) };
}

/** Sizes are reserved at creation. Where the disk has less room than wished for, the stream gets half, or a quarter, or what there is. */
async function addWithinRoom(jsm: JetStreamManager, wanted: StreamPlan): Promise<void> {
  for (let bytes = wanted.max_bytes ?? -1; ; bytes = Math.floor(bytes / 2)) {
    try {
      await jsm.streams.add({ ...wanted, max_bytes: bytes });
      return;
    } catch (error) {
      if (codeOf(error) !== NO_ROOM || bytes / 2 < LEAST_BYTES) throw error;
    }
  }
}

const codeOf = (error: unknown): number => (error instanceof JetStreamApiError ? error.code : 0);
const ATTEMPTS = 5;
const NAME_IN_USE = 10_058;
/** Of the disk and of the memory. */
const NO_ROOM = 10_047;
const LEAST_BYTES = 16 * 2 ** 20;

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
