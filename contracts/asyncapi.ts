import type { z } from 'zod';
import { jsonSchema } from './json-schema.ts';
import * as contracts from './src/index.ts';

const { STREAMS, HEADERS, PROTOCOL } = contracts;

/** The members of a discriminated union, by the value of the key that tells them apart. */
function members(union: z.ZodDiscriminatedUnion, key: string): Map<string, z.ZodType> {
  const found = new Map<string, z.ZodType>();
  for (const option of union.options) {
    const shape = (option as z.ZodObject).shape as Record<string, z.ZodLiteral>;
    found.set(String(shape[key]?.value), option as z.ZodType);
  }
  return found;
}

const ref = (path: string) => ({ $ref: `#/${path}` });
const subject = (description: string) => ({ description });

/** The AsyncAPI 3 document of the WebSocket protocol and of the streams. */
export function asyncApi(): Record<string, unknown> {
  const messages: Record<string, unknown> = {};
  const add = (name: string, schema: z.ZodType, extra: Record<string, unknown> = {}) => {
    messages[name] = { name, contentType: 'application/json', payload: jsonSchema(schema), ...extra };
    return name;
  };
  const fromClient = [...members(contracts.ClientFrame, 't')].map(([t, schema]) => add(`client.${t}`, schema));
  const fromServer = [...members(contracts.ServerFrame, 't')].map(([t, schema]) => add(`server.${t}`, schema));
  add('CommandRequest', contracts.CommandRequest);
  add('Commit', contracts.Commit, {
    headers: {
      type: 'object',
      properties: {
        [HEADERS.types]: { type: 'string', description: 'event types of the commit, comma-separated' },
        [HEADERS.trace]: { type: 'string' },
      },
    },
  });
  add('DirectAnswer', contracts.DirectAnswer);

  const socketMessages = Object.fromEntries(
    [...fromClient, ...fromServer].map((name) => [name, ref(`components/messages/${name}`)]),
  );
  const onSocket = (names: string[]) => names.map((name) => ref(`channels/socket/messages/${name}`));
  const schemas = {
    SessionCommand: jsonSchema(contracts.SessionCommand),
    SessionEvent: jsonSchema(contracts.SessionEvent),
    DeskCommand: jsonSchema(contracts.DeskCommand),
    DeskEvent: jsonSchema(contracts.DeskEvent),
    WorkspaceCommand: jsonSchema(contracts.workspace.WorkspaceCommand),
    WorkspaceEvent: jsonSchema(contracts.workspace.WorkspaceEvent),
  };
  const address = {
    workspace: subject('the tenant'),
    kind: { enum: contracts.AggregateKind.options },
    id: subject('the aggregate'),
  };
  const one = (name: string) => ({ [name]: ref(`components/messages/${name}`) });
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Holdfast',
      version: String(PROTOCOL),
      description:
        'The WebSocket protocol between clients and the gateway, and the streams behind it. docs/protocol.md explains both.',
    },
    defaultContentType: 'application/json',
    channels: {
      socket: { address: '/ws', description: 'One WebSocket per browser; JSON text frames.', messages: socketMessages },
      commands: {
        address: 'cmd.{partition}.{workspace}.{kind}.{id}',
        description: `Stream ${STREAMS.commands}: a courier of requests.`,
        parameters: { partition: subject('FNV-1a of the id modulo 16'), ...address },
        messages: one('CommandRequest'),
      },
      events: {
        address: 'evt.{workspace}.{kind}.{id}',
        description: `Stream ${STREAMS.events}: the log of record.`,
        parameters: address,
        messages: one('Commit'),
      },
      answers: {
        address: 'reply.{gateway}',
        description: 'Core NATS: outcomes that were in the log already.',
        parameters: { gateway: subject('one gateway process') },
        messages: one('DirectAnswer'),
      },
    },
    operations: {
      send: {
        action: 'receive',
        channel: ref('channels/socket'),
        messages: onSocket(fromClient),
        summary: 'What clients send.',
      },
      deliver: {
        action: 'send',
        channel: ref('channels/socket'),
        messages: onSocket(fromServer),
        summary: 'What the gateway sends.',
      },
      command: {
        action: 'send',
        channel: ref('channels/commands'),
        summary: 'The gateway, and parts that react to events, ask.',
      },
      record: { action: 'send', channel: ref('channels/events'), summary: 'Services append what they decided.' },
      answer: {
        action: 'send',
        channel: ref('channels/answers'),
        summary: 'A service repeats an outcome to the one who asks again.',
      },
    },
    components: { messages, schemas },
  };
}
