import {
  type AggregateKind,
  type AggregateRef,
  aggregateOf,
  commandFilter,
  HEADERS,
  type CommandRequest,
  type Outcome,
  STREAMS,
} from '@holdfast/contracts';
import { validateCommandRequest } from '@holdfast/contracts/validators';
import { type JsMsg } from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { deadLetter } from './dead-letter.ts';
import { directAnswer } from './direct-answer.ts';
import { ensureConsumer, type ConsumerPlan } from './ensure-consumer.ts';
import { describeError, Unreadable } from './errors.ts';
import { FairQueue } from './fair-queue.ts';
import { LateAcks } from './late-acks.ts';
import { pulled } from './pulled.ts';
import { settle } from './settlement.ts';

/** What is known of a request's delivery. */
export interface CommandDelivery {
  /** Sequence in `CHAT_COMMANDS`. */
  readonly sequence: number;
  /** 1 for the first. */
  readonly deliveries: number;
  /** W3C trace context of the publisher. */
  readonly trace: string | undefined;
}

export interface ConsumeCommandsOptions {
  readonly nc: NatsConnection;
  readonly service: 'session' | 'assignment' | 'workspace';
  readonly kind: AggregateKind;
  /** Settles a request, and returns the outcomes that were in the log before; the asker is told those directly. A retryable error delivers it again. */
  readonly handle: (
    ref: AggregateRef,
    request: CommandRequest,
    delivery: CommandDelivery,
  ) => Promise<{ readonly known: readonly Outcome[] }>;
  /** Refuses visibly what `handle` failed on again and again, for reasons that will not pass. */
  readonly park?: (ref: AggregateRef, request: CommandRequest) => Promise<{ readonly known: readonly Outcome[] }>;
  /** Is asked before each pull, also after an interruption: nothing is taken while it throws. */
  readonly prove?: () => Promise<void>;
  /** How many requests are handled at once; 256 unless given. */
  readonly concurrency?: number;
  /** How many of them may be of one workspace; 128 unless given. */
  readonly perWorkspace?: number;
  readonly onEvent?: (event: CommandConsumerEvent) => void;
}

/** For logs and metrics. Fields, no text of people. */
export type CommandConsumerEvent =
  | {
      readonly kind: 'settled';
      readonly settlement: 'ack' | 'nak' | 'bury';
      readonly subject: string;
      readonly sequence: number;
      readonly deliveries: number;
      readonly error?: string;
    }
  | { readonly kind: 'put-back'; readonly workspace: string; readonly sequence: number }
  | { readonly kind: 'interrupted'; readonly reason: string };

export interface CommandConsumer {
  /** Resolves when the first pull has begun. */
  readonly ready: Promise<void>;
  /** Whether it is pulling at this moment. */
  pulling(): boolean;
  /** How many requests wait here or are being handled. */
  load(): { readonly waiting: number; readonly running: number };
  /** First phase of draining: takes no more, and gives back what has not been begun. */
  stopAccepting(): void;
  /** Second phase: resolves when everything that was begun is settled. */
  drained(): Promise<void>;
}

/** Requests held here but not begun. One workspace may hold a quarter of them; more of its are put back. */
const BUFFER = 4_096;
const PUT_BACK_MS = 1_000;
const FLUSH_MS = 1_000;

/** A delivered request. */
export interface Job {
  readonly message: Pick<JsMsg, 'seq' | 'subject' | 'data' | 'headers' | 'json' | 'ack' | 'nak' | 'term'> & {
    readonly info: Pick<JsMsg['info'], 'deliveryCount'>;
  };
  readonly ref: AggregateRef;
}

/**
 * Consumes the requests for aggregates of one kind from the durable `<service>-commands`. Any number of instances share it.
 * Requests of different workspaces are served in turn. Order is not kept, nor needed: a sender has one request per aggregate under way.
 */
export function consumeCommands(options: ConsumeCommandsOptions): CommandConsumer {
  const { nc, service, kind, concurrency = 256, perWorkspace = 128, onEvent } = options;
  const stopping = new AbortController();
  const opened = Promise.withResolvers<undefined>();
  const acks = new LateAcks('each');
  let pulling = false;
  let space: PromiseWithResolvers<undefined> | null = null;

  const queue = new FairQueue<Job>({ total: concurrency, perLane: perWorkspace }, async (job) => {
    await settleJob(job, options, acks);
    if (space !== null && queue.waiting < BUFFER) {
      space.resolve(undefined);
      space = null;
    }
  });

  const take = (message: JsMsg): void => {
    const ref = aggregateOf(message.subject);
    if (stopping.signal.aborted) {
      message.nak();
      return;
    }
    if (ref !== null && queue.waitingIn(ref.workspace) >= BUFFER / 4) {
      onEvent?.({ kind: 'put-back', workspace: ref.workspace, sequence: message.seq });
      message.nak(PUT_BACK_MS);
      return;
    }
    queue.push(ref?.workspace ?? '', { message, ref: ref ?? { workspace: '', kind, id: '' } });
  };

  const loop = (async () => {
    const messages = pulled(nc, {
      open: async () => {
        await options.prove?.();
        return ensureConsumer(nc, STREAMS.commands, plan(service, kind));
      },
      prefetch: 512,
      signal: stopping.signal,
      onOpen: () => {
        pulling = true;
        opened.resolve(undefined);
      },
      onInterruption: (reason) => {
        pulling = false;
        onEvent?.({ kind: 'interrupted', reason: describeError(reason) });
      },
    });
    for await (const message of messages) {
      take(message);
      if (queue.waiting >= BUFFER) {
        space ??= Promise.withResolvers();
        await space.promise;
      }
    }
    pulling = false;
  })();

  return {
    ready: opened.promise,
    pulling: () => pulling,
    load: () => ({ waiting: queue.waiting, running: queue.running }),
    stopAccepting: () => {
      stopping.abort();
      for (const { message } of queue.clear()) message.nak();
      space?.resolve(undefined);
    },
    drained: async () => {
      await loop;
      await queue.idle();
      acks.flush();
      // Only so that the acknowledgements leave. Without a line they are lost, and the requests delivered again.
      const waited = new Promise((resolve) => setTimeout(resolve, FLUSH_MS).unref());
      if (!nc.isClosed()) await Promise.race([nc.flush(), waited]).catch(() => undefined);
    },
  };
}

const plan = (service: string, kind: AggregateKind): ConsumerPlan => ({
  durable_name: `${service}-commands`,
  description: `Requests for ${kind} aggregates, shared by all instances of services/${service}. If it stops, senders keep their commands and ask again.`,
  filter_subject: commandFilter(kind),
  deliver_policy: 'all',
  ack_policy: 'explicit',
  ack_wait: nanos(15_000),
  max_deliver: -1,
  max_ack_pending: 8_192,
  metadata: {
    owner: service,
    runbook: 'docs/operations.md',
    'io.nats.monitor.enabled': 'true',
    'io.nats.monitor.outstanding-ack-critical': '4096',
    'io.nats.monitor.unprocessed-critical': '10000',
  },
});

/** Handles one delivered request, answers its asker, and acknowledges, puts back or buries it. Never throws. */
export async function settleJob(
  { message, ref }: Job,
  { nc, service, handle, park, onEvent }: Omit<ConsumeCommandsOptions, 'concurrency' | 'perWorkspace' | 'kind'>,
  acks: LateAcks,
): Promise<void> {
  const deliveries = message.info.deliveryCount;
  const sequence = message.seq;
  let request: CommandRequest | undefined;
  let failure: unknown;
  try {
    request = readRequest(message, ref);
    const { known } = await handle(ref, request, {
      sequence,
      deliveries,
      trace: traceOf(message),
    });
    directAnswer(nc, request, ref, known);
  } catch (error) {
    failure = error ?? new Error('rejected without an error');
  }
  const settlement = settle(failure === undefined ? { kind: 'done' } : { kind: 'failed', error: failure, deliveries });
  try {
    switch (settlement.kind) {
      case 'ack':
        acks.ack(message);
        break;
      case 'nak':
        message.nak(settlement.delayMs);
        break;
      case 'bury':
        await deadLetter(nc, {
          service,
          subject: message.subject,
          stream: STREAMS.commands,
          sequence,
          data: message.data,
          attempts: deliveries,
          error: failure,
        });
        if (settlement.park && park !== undefined && request !== undefined)
          directAnswer(nc, request, ref, (await park(ref, request)).known);
        message.term(describeError(failure, 100));
        break;
    }
  } catch (error) {
    // Burying failed: the message comes again when its time to be acknowledged is over.
    onEvent?.({ kind: 'interrupted', reason: describeError(error) });
  }
  onEvent?.({
    kind: 'settled',
    settlement: settlement.kind,
    subject: message.subject,
    sequence,
    deliveries,
    ...(failure === undefined ? {} : { error: describeError(failure) }),
  });
}

function traceOf({ headers }: Job['message']): string | undefined {
  return headers?.has(HEADERS.trace) === true ? headers.get(HEADERS.trace) : undefined;
}

function readRequest(message: Job['message'], ref: AggregateRef): CommandRequest {
  if (ref.id === '') throw new Unreadable(`no aggregate is named by ${message.subject}`);
  let json: unknown;
  try {
    json = message.json();
  } catch (cause) {
    throw new Unreadable('not a request: not JSON', { cause });
  }
  if (validateCommandRequest(json)) return json;
  const flaws = validateCommandRequest.errors ?? [];
  throw new Unreadable(
    `not a request: ${flaws.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`).join(', ')}`,
  );
}
