import { STREAMS } from '@holdfast/contracts';
import { type ConsumerInfo } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { type ConsumerPlan, ensureConsumer } from './ensure-consumer.ts';
import { Unavailable } from './errors.ts';
import { toFeedMessage } from './feed.ts';
import { Incoming } from './incoming.ts';
import { LateAcks } from './late-acks.ts';
import { assertSameLog, type Checkpoint, managerOf } from './log.ts';
import { missingDelivery } from './missing-delivery.ts';
import { type ProjectorOptions } from './projector.ts';
import { pulled } from './pulled.ts';

/** Between two looks whether the server has delivered what did not come, and half as long for what is under way, in ms. */
const LOOK_EVERY_MS = 2_000;

/** Ends a pass; the next one begins at the checkpoint. */
class PassOver extends Error {
  override readonly name = 'PassOver';
}

/** What a pass needs and whom it tells. */
export interface PassTools {
  readonly options: ProjectorOptions;
  readonly signal: AbortSignal;
  readonly began: (from: Checkpoint | null, pending: number) => void;
  /** More was acknowledged, up to `to`, than the checkpoint at `from` tells of. */
  readonly setBack: (from: number, to: number) => void;
  readonly applied: (next: Checkpoint, commits: number, pending: number) => void;
}

/** One uninterrupted stretch: from the stored checkpoint to the first interruption of any kind. */
export async function runPass({ options, signal, began, setBack, applied }: PassTools): Promise<void> {
  const { nc, batchLimit = 500 } = options;
  const from = await options.checkpoint.load();
  const { epoch } = await assertSameLog(nc, from);
  const over = new AbortController();
  const incoming = new Incoming(over.signal);
  const acks = new LateAcks('all-before');
  let opened = false;
  // A reset begins the numbering anew. What the server counts by now may have gone to the open request of an instance that stands still.
  let delivered = 0;
  let sequence = from?.sequence ?? 0;
  let waiting = false;
  // A function, because the compiler takes a variable for unchanged across `await`.
  const isWaiting = (): boolean => waiting;
  const look = async (): Promise<void> => {
    if (!isWaiting()) return;
    const missing = await missingDelivery({
      nc,
      name: options.name,
      came: () => delivered,
      withinMs: LOOK_EVERY_MS / 2,
      signal: over.signal,
    });
    if (missing !== null && isWaiting())
      incoming.fail(new PassOver(`delivery ${missing} did not come, after ${delivered}`));
  };
  const looking = setInterval(() => void look(), LOOK_EVERY_MS);
  const pull = (async () => {
    const messages = pulled(nc, {
      open: async (overtaken) => {
        // What was under way when a pull broke off is read again, from the checkpoint: that is a pass of its own.
        if (opened) throw new PassOver('interrupted');
        opened = true;
        const info = await positioned(options, sequence, overtaken, setBack);
        overtaken.throwIfAborted();
        began(from, info.num_pending);
        return info;
      },
      prefetch: 2 * batchLimit,
      signal: AbortSignal.any([signal, over.signal]),
      onInterruption: (reason) => {
        incoming.fail(reason instanceof Error ? reason : new Unavailable(String(reason)));
        over.abort();
      },
    });
    for await (const message of messages) {
      const { deliverySequence } = message.info;
      if (deliverySequence !== delivered + 1 || message.seq <= sequence) {
        incoming.fail(
          new PassOver(`message ${message.seq}, delivery ${deliverySequence}, after ${sequence}, ${delivered}`),
        );
        return;
      }
      delivered = deliverySequence;
      sequence = message.seq;
      await incoming.push(message);
    }
    incoming.end();
  })();
  try {
    for (;;) {
      waiting = true;
      const messages = await incoming.take(batchLimit);
      waiting = false;
      const last = messages.at(-1);
      if (last === undefined) return;
      const batch = messages.map(toFeedMessage);
      const commitId = batch.at(-1)?.commit.id ?? '';
      const next = { epoch, sequence: last.seq, commitId };
      await options.apply(batch, next);
      // One acknowledgement for all up to here. It is for the operators' view; what counts is the checkpoint.
      acks.ack(last);
      applied(next, batch.length, last.info.pending + incoming.size);
      if (signal.aborted) return;
    }
  } finally {
    clearInterval(looking);
    over.abort();
    incoming.end();
    acks.flush();
    await pull.catch(() => undefined);
  }
}

/** The durable, set to deliver what is behind `sequence`, whatever it delivered or was acknowledged before. */
async function positioned(
  options: ProjectorOptions,
  sequence: number,
  overtaken: AbortSignal,
  setBack: PassTools['setBack'],
): Promise<ConsumerInfo> {
  const { nc, name } = options;
  const { ack_floor: acknowledged } = await ensureConsumer(nc, STREAMS.events, consumerPlan(options));
  if (acknowledged.stream_seq > sequence) setBack(sequence, acknowledged.stream_seq);
  const jsm = await managerOf(nc);
  // What a reconnection has overtaken sets nothing back under the pass that came after.
  overtaken.throwIfAborted();
  return await jsm.consumers.reset(STREAMS.events, name, sequence + 1);
}

const consumerPlan = ({ name, filter, owner }: ProjectorOptions): ConsumerPlan => ({
  durable_name: name,
  description: `Projection into Postgres. Its place is the checkpoint there, not the acknowledgements here: at each start it is reset from it.`,
  filter_subjects: typeof filter === 'string' ? [filter] : [...filter],
  deliver_policy: 'all',
  ack_policy: 'all',
  ack_wait: nanos(120_000),
  max_deliver: -1,
  max_ack_pending: 10_000,
  metadata: {
    owner,
    runbook: 'docs/operations.md',
    'io.nats.monitor.enabled': 'true',
    'io.nats.monitor.unprocessed-critical': '50000',
  },
});
