import { DESK_ACTOR, desk, Pass, readCommand } from '@holdfast/assignment/core';
import { aggregateOf } from '@holdfast/contracts';
import { CommandLoop } from '@holdfast/event-sourcing';
import { type Job, JetStreamEventStore, LateAcks, settleJob } from '@holdfast/jetstream';
import { readRequest, session } from '@holdfast/session/core';
import { v7 } from 'uuid';
import type { Broker, Delivery, Stored } from './broker.ts';
import { delivered, type SimulatedNats } from './nats.ts';

export { DESK_ACTOR };

type Settling = Parameters<typeof settleJob>[1];

/** Batches as soon as two appends wait, so that there are some. */
const storeOn = (nats: SimulatedNats): JetStreamEventStore =>
  new JetStreamEventStore(nats.connection, { batchFrom: 2 });

/** An instance of the session service: takes requests, decides and appends. To be called in the name of its process. */
export function startSession(nats: SimulatedNats, broker: Broker): void {
  const loop = new CommandLoop({ decider: session, store: storeOn(nats), newId: v7 });
  takeRequests(
    'session',
    { nats, broker },
    {
      handle: (ref, request) => loop.handle(ref, readRequest(request)),
      park: (ref, request) => loop.refuse(ref, request, 'parked'),
    },
  );
}

/** The assignment service: the desk, and what follows from everything. To be called in the name of its process. */
export function startAssignment(nats: SimulatedNats, broker: Broker): void {
  const loop = new CommandLoop({ decider: desk, store: storeOn(nats), newId: v7 });
  takeRequests(
    'desk',
    { nats, broker },
    {
      handle: (ref, request) => loop.handle(ref, { ...request, commands: request.commands.map(readCommand) }),
      park: (ref, request) => loop.refuse(ref, request, 'parked'),
    },
  );
  followLog(nats, broker);
}

interface Place {
  readonly nats: SimulatedNats;
  readonly broker: Broker;
}

function takeRequests(
  kind: 'session' | 'desk',
  { nats, broker }: Place,
  { handle, park }: Pick<Settling, 'handle' | 'park'>,
): void {
  const acks = new LateAcks('each');
  const service = kind === 'desk' ? 'assignment' : 'session';
  nats.onOpen(() =>
    nats.ask(() =>
      broker.join(kind, nats, (delivery) => {
        const ref = aggregateOf(delivery.message.subject);
        if (ref === null) return;
        void settleJob(
          { message: asJob(delivery), ref },
          { nc: nats.connection, service, handle, ...(park === undefined ? {} : { park }) },
          acks,
        );
      }),
    ),
  );
}

function asJob({ message, deliveries, ...settle }: Delivery): Job['message'] {
  return {
    ...delivered(message),
    seq: message.sequence,
    headers: message.headers,
    info: { deliveryCount: deliveries },
    ack: () => settle.ack(),
    nak: (delayMs = 0) => settle.nak(delayMs),
    term: () => settle.ack(),
  };
}

const RESEND_MS = 2_000;
const LOOK_MS = 1_500;
const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
} as unknown as ConstructorParameters<typeof Pass>[0]['log'];

/** As `ProcessManagerConsumer` does it, without others who would take the lead. */
function followLog(nats: SimulatedNats, broker: Broker): void {
  let pass: Pass | undefined;
  const open = async (): Promise<void> => {
    await pass?.end();
    let own: Pass | undefined;
    nats.ask(() =>
      broker.followOrdered(nats, {
        opened: (delivered) => {
          pass = own = new Pass({ nc: nats.connection, log: quiet, resendMs: RESEND_MS, delivered });
        },
        take: (message, delivery) => {
          if (own?.take(inOrder(message, delivery, nats, broker)) === false && own === pass) void open();
        },
      }),
    );
  };
  nats.onOpen(() => void open());
  setInterval(() => {
    if (pass?.stalled === true) void open();
  }, LOOK_MS);
}

function inOrder(message: Stored, delivery: number, nats: SimulatedNats, broker: Broker): Parameters<Pass['take']>[0] {
  return {
    ...delivered(message),
    seq: message.sequence,
    headers: message.headers,
    info: { deliverySequence: delivery },
    ack: () => nats.ask(() => broker.acknowledgeOrdered(message.sequence)),
  } as unknown as Parameters<Pass['take']>[0];
}
