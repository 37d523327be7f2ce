import { describe, expect, test } from '@jest/globals';
import { ClientFrame, CommandRequest, SessionCommand, workspace } from './index.ts';
import {
  MESSAGE_TEXT_LIMIT,
  REQUEST_COMMAND_LIMIT,
  validateClientFrame,
  validateCommandRequest,
  validateServerFrame,
  validateSessionCommand,
} from './validators.ts';

const post = (data: unknown, id: unknown = 'c-1') => ({
  t: 'request',
  id: 'r-1',
  session: 's-1',
  commands: [{ id, type: 'PostMessage', data }],
});
const text = (value: unknown) => post({ text: value, visibility: 'public' });
const parsed = (json: string): unknown => JSON.parse(json);

const good: [string, unknown][] = [
  ['a message', text('hello')],
  ['the longest message', text('x'.repeat(MESSAGE_TEXT_LIMIT))],
  ['the longest message of emoji', text('💙'.repeat(MESSAGE_TEXT_LIMIT))],
  ['emoji and right-to-left text', text('👩‍👩‍👧 שלום \u202e')],
  ['line breaks and controls other than NUL', text('a\r\n\tb\u0007')],
  ['a hello', { t: 'hello', protocol: 2, token: 'x.y.z', client: 'c', cursors: [{ session: 's', n: 3 }] }],
  ['a ping', { t: 'ping' }],
  ['a claim', { t: 'desk-request', id: 'r', commands: [{ id: 'c', type: 'ClaimChat', data: { session: 's' } }] }],
];
const bad: [string, unknown][] = [
  ['null', null],
  ['a number', 7],
  ['an array', []],
  ['no kind', {}],
  ['an unknown kind', { t: 'drop-tables' }],
  ['an unknown key', { ...text('x'), admin: true }],
  ['an unknown key inside', post({ text: 'x', visibility: 'public', actor: { kind: 'agent' } })],
  [
    '__proto__ as a key',
    parsed(
      '{"t":"request","id":"r","session":"s","commands":[{"id":"c","type":"PostMessage","data":{"text":"x","visibility":"public","__proto__":{"a":1}}}]}',
    ),
  ],
  ['__proto__ as the kind', { t: '__proto__' }],
  ['constructor as the kind', { t: 'constructor' }],
  ['NUL in a text', text('a\u0000b')],
  ['a lone high surrogate', text('\ud83d')],
  ['a lone low surrogate', text('x\udc00')],
  ['an empty message', text('')],
  ['a message too long', text('x'.repeat(MESSAGE_TEXT_LIMIT + 1))],
  ['a message of emoji too long', text('💙'.repeat(MESSAGE_TEXT_LIMIT + 1))],
  ['a text that is a number', text(1)],
  ['a text that is an object', text({})],
  ['no commands', { ...text('x'), commands: [] }],
  [
    'too many commands',
    {
      ...text('x'),
      commands: Array.from({ length: REQUEST_COMMAND_LIMIT + 1 }, (_, i) => ({
        id: `c${String(i)}`,
        type: 'CloseSession',
        data: {},
      })),
    },
  ],
  ['a session id with a wildcard', { ...text('x'), session: 'a.*' }],
  ['a session id with a dot', { ...text('x'), session: 'a.b' }],
  ['a fractional cursor', { t: 'attach', session: 's', n: 1.5 }],
  ['a negative cursor', { t: 'attach', session: 's', n: -1 }],
];
const reserved: [string, unknown][] = [
  [
    'AssignAgent',
    {
      t: 'request',
      id: 'r',
      session: 's',
      commands: [{ id: 'c', type: 'AssignAgent', data: { ticket: 1, agentId: 'a', agentName: 'A', decisionId: 'd' } }],
    },
  ],
  ['QueueChat', { t: 'desk-request', id: 'r', commands: [{ id: 'c', type: 'QueueChat', data: {} }] }],
  ['a derived command id', post({ text: 'x', visibility: 'public' }, 'main/5/assign')],
];

describe('frames from clients', () => {
  test.each(good)('L-IN-2 %s is accepted', (_, frame) => {
    expect(validateClientFrame(frame)).toBe(true);
  });
  test.each(bad)('L-IN-3 %s is refused', (_, frame) => {
    expect(validateClientFrame(frame)).toBe(false);
  });
  test.each(reserved)('L-IN-4 a client cannot send %s', (_, frame) => {
    expect(validateClientFrame(frame)).toBe(false);
  });
  test.each([...good, ...bad, ...reserved])('L-IN-5 zod agrees on %s', (_, frame) => {
    expect(ClientFrame.safeParse(frame).success).toBe(validateClientFrame(frame));
  });
  test('L-IN-3 a refusal says where', () => {
    expect(validateClientFrame(text(1))).toBe(false);
    expect(validateClientFrame.errors?.[0]).toEqual({ instancePath: '/commands/0/data/text', keyword: 'type' });
  });
});

describe('behind the edge', () => {
  const request = {
    id: 'r',
    at: '2026-11-23T08:00:00.000Z',
    actor: { kind: 'system', id: 'desk' },
    correlationId: 'k',
    commands: [{ id: 'main/5/assign', type: 'AssignAgent', data: {} }],
  };
  const assign = {
    id: 'main/5/assign',
    type: 'AssignAgent',
    data: { ticket: 1, agentId: 'a', agentName: 'A', decisionId: 'd' },
  };
  test.each([
    ['request', request, true],
    ['request without actor', { ...request, actor: undefined }, false],
    ['request from nobody', { ...request, actor: { kind: 'root', id: 'x' } }, false],
  ])('L-IN-5 %s', (_, value, fits) => {
    const json: unknown = JSON.parse(JSON.stringify(value));
    expect([validateCommandRequest(json), CommandRequest.safeParse(json).success]).toEqual([fits, fits]);
  });
  test.each([
    'http://127.0.0.1:8081',
    'https://shop.example',
    'https://*.shop.example',
    'http://[::1]:8080',
    'http://localhost:*',
  ])('L-IN-6 %s is an origin', (origin) => {
    expect(workspace.Origin.safeParse(origin).success).toBe(true);
  });
  test.each([
    'https://shop.example;sandbox',
    "https://shop.example,default-src'none'",
    'https://shop.example/path',
    'https://shop.example x',
    'https://shöp.example',
    'https://*',
    'javascript://shop.example',
    "'self'",
  ])('L-IN-6 %s is none', (origin) => {
    expect(workspace.Origin.safeParse(origin).success).toBe(false);
  });
  test('L-IN-4 a part of Holdfast may send a derived id', () => {
    expect([validateSessionCommand(assign), SessionCommand.safeParse(assign).success]).toEqual([true, true]);
  });
  test('L-IN-3 frames from the server are read tolerantly', () => {
    const event = {
      n: 1,
      w: 1,
      id: 'c/0',
      at: request.at,
      actor: { kind: 'system', id: 'x' },
      type: 'SomethingLater',
      data: { more: 1 },
      extra: true,
    };
    expect(validateServerFrame({ t: 'events', session: 's', events: [event], later: 1 })).toBe(true);
    expect(validateServerFrame({ t: 'events', session: 's', events: [{ ...event, n: 'one' }] })).toBe(false);
  });
});
