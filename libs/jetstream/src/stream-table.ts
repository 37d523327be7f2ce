import { PRESENCE_BUCKET, STREAMS } from '@holdfast/contracts';
import { type StreamConfig } from '@nats-io/jetstream';

/** Metadata key of `CHAT_EVENTS` whose value names the life of the log. */
export const EPOCH_KEY = 'holdfast.epoch';

/** What a power cut may take: nothing that was acknowledged (`power-safe`), or the last moments (`process-safe`). */
export type Durability = 'power-safe' | 'process-safe';

export interface StreamLimits {
  /** Bytes that each stream may grow to. */
  readonly commandBytes?: number;
  readonly eventBytes?: number;
  readonly timerBytes?: number;
  readonly deadLetterBytes?: number;
  readonly advisoryBytes?: number;
}

const SECOND = 1_000_000_000;
const DAY = 86_400 * SECOND;
const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What is asked of a stream. Every field named here is read back and compared. */
export type StreamPlan = Partial<StreamConfig> & { readonly name: string; readonly metadata: Record<string, string> };

/** Thresholds that `nats server check stream` reads. */
const monitored = (owner: string, alerts: Record<string, string> = {}): Record<string, string> => ({
  owner,
  runbook: 'docs/operations.md',
  'io.nats.monitor.enabled': 'true',
  ...alerts,
});

/** The streams of design §4 and the presence bucket, as data. */
export function streamTable(replicas: 1 | 3, limits: StreamLimits = {}): readonly StreamPlan[] {
  return [
    {
      name: STREAMS.commands,
      description:
        'Commands on their way to an aggregate. A courier, not a record: losing one is harmless, senders repeat it until its outcome is in the log.',
      subjects: ['cmd.*.*.*.*'],
      retention: 'limits',
      discard: 'old',
      storage: 'file',
      num_replicas: replicas,
      max_age: 7 * DAY,
      max_bytes: limits.commandBytes ?? 512 * MIB,
      max_msg_size: MIB,
      max_consumers: 64,
      duplicate_window: 120 * SECOND,
      // Not synced even where the log is: whoever sent a command holds it until its outcome is seen. Only for one replica.
      ...(replicas === 1 ? { persist_mode: 'async' as const } : {}),
      metadata: monitored('session, assignment, workspace'),
    },
    {
      name: STREAMS.events,
      description:
        'The log of record: one subject per aggregate, one commit per message. Never edited; appended to by the command loops only.',
      subjects: ['evt.*.*.*'],
      retention: 'limits',
      discard: 'new',
      storage: 'file',
      num_replicas: replicas,
      max_age: 0,
      max_bytes: limits.eventBytes ?? 4 * GIB,
      max_consumers: 512,
      compression: 's2',
      allow_direct: true,
      allow_atomic: true,
      deny_delete: true,
      metadata: monitored('session, assignment, workspace'),
    },
    {
      name: STREAMS.timers,
      description:
        'Timers: armed on timer.arm, due on timer.due. Each is derived from the log and can be armed again from it.',
      subjects: ['timer.arm.>', 'timer.due.>'],
      retention: 'limits',
      // The server allows schedules only where old messages give way.
      discard: 'old',
      storage: 'file',
      num_replicas: replicas,
      max_age: 30 * DAY,
      max_bytes: limits.timerBytes ?? 64 * MIB,
      allow_msg_schedules: true,
      allow_msg_ttl: true,
      metadata: monitored('assignment'),
    },
    {
      name: STREAMS.deadLetters,
      description:
        'Copies of messages that a service could not process; headers say where from, how often and why. Every one wants a look.',
      subjects: ['dlq.>'],
      retention: 'limits',
      discard: 'old',
      storage: 'file',
      num_replicas: replicas,
      max_age: 90 * DAY,
      max_bytes: limits.deadLetterBytes ?? 256 * MIB,
      duplicate_window: DAY,
      allow_direct: true,
      metadata: monitored('operations', { 'io.nats.monitor.msgs-warn': '1', 'io.nats.monitor.msgs-critical': '100' }),
    },
    {
      name: STREAMS.advisories,
      description:
        'What the server says about streams and consumers: deliveries exceeded or terminated, leaders, changes.',
      subjects: ['$JS.EVENT.ADVISORY.CONSUMER.>', '$JS.EVENT.ADVISORY.STREAM.>'],
      retention: 'limits',
      discard: 'old',
      storage: 'file',
      num_replicas: 1,
      max_age: 30 * DAY,
      max_bytes: limits.advisoryBytes ?? 64 * MIB,
      persist_mode: 'async',
      metadata: monitored('operations'),
    },
    {
      name: `KV_${PRESENCE_BUCKET}`,
      description:
        'Agents with a live console: leases that the gateways renew; one that is not renewed for 30 s is gone.',
      subjects: [`$KV.${PRESENCE_BUCKET}.>`],
      retention: 'limits',
      discard: 'new',
      storage: 'memory',
      num_replicas: replicas,
      // The bucket's age, not the key's: a renewal by `update` would drop a TTL of the key's own.
      max_age: 30 * SECOND,
      max_msgs_per_subject: 1,
      max_bytes: 64 * MIB,
      duplicate_window: 30 * SECOND,
      allow_direct: true,
      allow_rollup_hdrs: true,
      deny_delete: true,
      // Watchers are told of leases that end by themselves.
      allow_msg_ttl: true,
      subject_delete_marker_ttl: 30 * SECOND,
      metadata: monitored('gateway'),
    },
  ];
}
