import {
  commandSubject,
  deadLetterSubject,
  eventFilter,
  PRESENCE_BUCKET,
  replySubject,
  REVOCATION_SUBJECT,
  SIGNAL_FILTER,
  STREAMS,
} from '@holdfast/contracts';
import type { AggregateKind } from '@holdfast/contracts';

/** NATS users: one for people and tools, one for each process. */
export const NATS_USERS = ['operator', 'gateway', 'session', 'assignment', 'workspace'] as const;
export type NatsUserName = (typeof NATS_USERS)[number];

/** Subjects that a user may use; everything else is refused. */
export type NatsPermissions = {
  publish: readonly string[];
  subscribe: readonly string[];
  /** Whether it may answer what it was asked, on the asker's inbox. */
  allowResponses?: boolean;
};

type Service = Exclude<NatsUserName, 'operator' | 'gateway'>;

/** A durable consumer that a service owns. */
type Durable = { stream: string; name: string };

/** What sets the services apart. Consumers' names cannot be given by a pattern, so each durable is named. */
const SERVICES: Record<
  Service,
  { aggregate: AggregateKind; queries: readonly string[]; durables: readonly Durable[]; publish: readonly string[] }
> = {
  session: {
    aggregate: 'session',
    queries: ['session.*'],
    durables: [
      { stream: STREAMS.commands, name: 'session-commands' },
      { stream: STREAMS.events, name: 'proj-session-v1' },
      { stream: STREAMS.timers, name: 'session-timers' },
    ],
    publish: [
      'timer.arm.*.session.*.*',
      // Erasing a session takes what was said in it out of every stream.
      ...[STREAMS.events, STREAMS.commands, STREAMS.deadLetters, STREAMS.timers].map(
        (stream) => `$JS.API.STREAM.PURGE.${stream}`,
      ),
      // It provisions at its start, and again after NATS was away.
      ...[...Object.values(STREAMS), `KV_${PRESENCE_BUCKET}`].flatMap((stream) =>
        ['INFO', 'CREATE', 'UPDATE'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`),
      ),
    ],
  },
  assignment: {
    aggregate: 'desk',
    queries: ['assignment.*'],
    durables: [
      { stream: STREAMS.commands, name: 'assignment-commands' },
      { stream: STREAMS.events, name: 'assignment-process' },
      { stream: STREAMS.events, name: 'proj-assignment-v1' },
    ],
    publish: [
      // The process manager gives commands to sessions and desks like everybody.
      anyAggregate(commandSubject),
      'timer.arm.*.desk.*.*',
      ...reading(`KV_${PRESENCE_BUCKET}`),
      ...ownConsumers(`KV_${PRESENCE_BUCKET}`),
    ],
  },
  workspace: {
    aggregate: 'workspace',
    queries: ['workspace.*', 'auth.*'],
    durables: [
      { stream: STREAMS.commands, name: 'workspace-commands' },
      { stream: STREAMS.events, name: 'proj-workspace-v1' },
    ],
    publish: [REVOCATION_SUBJECT],
  },
};

/** Replies to one's own requests. A connection's inbox is a random name; whoever may listen to one may listen to all. */
const INBOXES = '_INBOX.>';
const REPLIES = replySubject('x').replace(/x$/, '*');

/** What a user may do; undefined for the operator, who may do everything in the account. */
export function natsPermissions(user: NatsUserName): NatsPermissions | undefined {
  switch (user) {
    case 'operator':
      return undefined;
    case 'gateway':
      return gateway;
    default:
      return permissionsOf(user);
  }
}

/** The edge asks, passes commands on and reads the log. It may append to nothing, and answers nobody. */
const gateway: NatsPermissions = {
  publish: sorted([
    anyAggregate(commandSubject),
    SIGNAL_FILTER,
    ...Object.values(SERVICES).flatMap(({ queries }) => queries),
    ...reading(STREAMS.events),
    ...ownConsumers(STREAMS.events),
    `$JS.API.STREAM.INFO.KV_${PRESENCE_BUCKET}`,
    // Whose lease it is is asked of the leader: a replica may not know of the latest.
    `$JS.API.STREAM.MSG.GET.KV_${PRESENCE_BUCKET}`,
    `$KV.${PRESENCE_BUCKET}.>`,
  ]),
  subscribe: sorted([INBOXES, REPLIES, SIGNAL_FILTER, REVOCATION_SUBJECT]),
};

function permissionsOf(service: Service): NatsPermissions {
  const { aggregate, queries, durables, publish } = SERVICES[service];
  return {
    publish: sorted([
      eventFilter(aggregate),
      deadLetterSubject(service, '>'),
      REPLIES,
      ...reading(STREAMS.events),
      ...durables.flatMap(durable),
      ...publish,
    ]),
    subscribe: sorted([INBOXES, ...queries, ...(service === 'assignment' ? [REPLIES] : [])]),
    allowResponses: true,
  };
}

/** Looking at a stream and getting its messages without a consumer. */
function reading(stream: string): string[] {
  return [`$JS.API.STREAM.INFO.${stream}`, `$JS.API.DIRECT.GET.${stream}`, `$JS.API.DIRECT.GET.${stream}.>`];
}

/** Making, reading and removing consumers under names of the moment. */
function ownConsumers(stream: string): string[] {
  return ['CREATE', 'INFO', 'DELETE', 'MSG.NEXT'].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}.>`);
}

/** Making one durable, setting its place in its stream, reading it and acknowledging. */
function durable({ stream, name }: Durable): string[] {
  const consumer = `${stream}.${name}`;
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    ...['CREATE', 'INFO', 'RESET', 'MSG.NEXT'].map((verb) => `$JS.API.CONSUMER.${verb}.${consumer}`),
    // The client asks on another subject where the consumer has several filters, and appends the filter where it has one.
    `$JS.API.CONSUMER.DURABLE.CREATE.${consumer}`,
    `$JS.API.CONSUMER.CREATE.${consumer}.>`,
    `$JS.ACK.${consumer}.>`,
  ];
}

function anyAggregate(subject: typeof commandSubject): string {
  const [root] = subject({ workspace: 'x', kind: 'session', id: 'x' }).split('.');
  return `${root ?? ''}.>`;
}

function sorted(subjects: readonly string[]): string[] {
  return [...new Set(subjects)].sort();
}

/** In the words of nats-server's configuration, which takes JSON. */
export function permissionsConf({ publish, subscribe, allowResponses = false }: NatsPermissions, indent = 0): string {
  const conf = {
    publish: { allow: publish },
    subscribe: { allow: subscribe },
    ...(allowResponses ? { allow_responses: { max: 1, expires: '10s' } } : {}),
  };
  return JSON.stringify(conf, null, indent);
}
