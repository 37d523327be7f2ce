import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { eventually, TcpProxy } from './index.ts';

let echo: Server;
let proxy: TcpProxy;
let received = '';

beforeEach(async () => {
  received = '';
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      received += bytes.toString();
      socket.write(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await TcpProxy.open({ targetPort: (echo.address() as AddressInfo).port });
});

afterEach(async () => {
  await proxy.close();
  echo.close();
});

type Client = { socket: Socket; text: () => string; error: () => string | undefined };

async function client(): Promise<Client> {
  const socket = connect(proxy.port, '127.0.0.1');
  let text = '';
  let error: string | undefined;
  socket.setEncoding('utf8').on('data', (part: string) => (text += part));
  socket.on('error', (failure: NodeJS.ErrnoException) => (error = failure.code));
  await once(socket, 'connect');
  return { socket, text: () => text, error: () => error };
}

/** Unlike `once`, it does not take an error for an answer. */
const closed = (socket: Socket): Promise<unknown> => eventually(() => socket.closed);

test('carries bytes both ways and passes an orderly end on', async () => {
  const { socket, text } = await client();
  socket.end('hello');
  await closed(socket);
  expect(text()).toBe('hello');
  await eventually(() => proxy.connections === 0);
});

test('latency delays each direction and keeps the order', async () => {
  proxy.setLatency(40);
  const { socket, text } = await client();
  const at = performance.now();
  for (let n = 0; n < 50; n++) socket.write(`${n};`);
  await eventually(() => text().endsWith('49;'));
  expect(performance.now() - at).toBeGreaterThanOrEqual(79);
  expect(text()).toBe(Array.from({ length: 50 }, (_, n) => `${n};`).join(''));
  socket.destroy();
});

test('hold keeps one direction back and release lets it go', async () => {
  const { socket, text } = await client();
  proxy.hold('down');
  socket.write('one way');
  await eventually(() => received === 'one way');
  expect(text()).toBe('');
  proxy.release('down');
  await eventually(() => text() === 'one way');
  socket.destroy();
});

test.each(['release', 'close'] as const)('an end that is held back ends the client with a %s', async (how) => {
  const gone: Socket[] = [];
  echo.on('connection', (socket) => gone.push(socket));
  const { socket } = await client();
  await eventually(() => gone.length === 1);
  proxy.hold('down');
  socket.write('hello');
  await eventually(() => received === 'hello');
  // Both of its ways are over; the client has not been told.
  socket.end();
  for (const each of gone) each.end();
  await eventually(() => gone.every((each) => each.closed));
  if (how === 'close') await proxy.close();
  else proxy.release('down');
  await closed(socket);
});

test('what is not read piles up with its sender, and arrives whole afterwards', async () => {
  const { socket, text } = await client();
  await eventually(() => proxy.connections === 1);
  proxy.readAt(0, 'up');
  const sent = 'x'.repeat(16 * 2 ** 20);
  socket.write(sent);
  await eventually(() => socket.writableLength > 0);
  const before = socket.writableLength;
  socket.write('y');
  expect(socket.writableLength).toBe(before + 1);
  expect(received).toBe('');
  proxy.readAt(Infinity, 'up');
  await eventually(() => text() === `${sent}y`);
  socket.destroy();
});

test('what is read slowly takes its time, on later connections, too', async () => {
  proxy.readAt(1_000, 'down');
  const { socket, text } = await client();
  const at = performance.now();
  socket.write('x'.repeat(100));
  await eventually(() => text().length === 100);
  socket.write('y');
  await eventually(() => text().endsWith('y'));
  expect(performance.now() - at).toBeGreaterThanOrEqual(99);
  socket.destroy();
});

test('a cut is of one connection; the others are whole', async () => {
  const [first, second] = [await client(), await client()];
  await eventually(() => proxy.connections === 2);
  proxy.cutAfter(4, 'up');
  second.socket.write('abc');
  await eventually(() => second.text() === 'abc');
  first.socket.write('abcdef');
  await closed(first.socket);
  second.socket.write('defghi');
  await eventually(() => second.text() === 'abcdefghi');
  second.socket.destroy();
});

test('a cut that has not come yet can be called off', async () => {
  const { socket, text, error } = await client();
  await eventually(() => proxy.connections === 1);
  proxy.cutAfter(4, 'up');
  proxy.stopCutting();
  socket.write('not cut at all');
  await eventually(() => text() === 'not cut at all');
  expect(error()).toBeUndefined();
  socket.destroy();
});

test('an end that is lost is told to the other side in time', async () => {
  const { socket } = await client();
  await eventually(() => proxy.connections === 1);
  proxy.lose('up');
  socket.end();
  await eventually(() => proxy.connections === 0);
});

test('a half-open link loses what is sent without an error, and later links may be whole', async () => {
  const first = await client();
  await eventually(() => proxy.connections === 1);
  proxy.lose('up');
  first.socket.write('into the void');
  proxy.stopLosing();
  const second = await client();
  second.socket.write('whole');
  await eventually(() => second.text() === 'whole');
  expect(received).toBe('whole');
  expect(first.error()).toBeUndefined();
  first.socket.destroy();
  second.socket.destroy();
});

test('cutAfter resets the link right after the byte named, once', async () => {
  proxy.cutAfter(3, 'up');
  const first = await client();
  first.socket.write('abcdef');
  await closed(first.socket);
  expect(first.error()).toBe('ECONNRESET');
  await eventually(() => received === 'abc');
  const second = await client();
  second.socket.write('uncut');
  await eventually(() => second.text() === 'uncut');
  second.socket.destroy();
});

test('reset ends links with a TCP reset, and refuse turns new ones away', async () => {
  const { socket, error } = await client();
  await eventually(() => proxy.connections === 1);
  proxy.reset();
  await closed(socket);
  expect(error()).toBe('ECONNRESET');
  proxy.refuse();
  const refused = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
  await closed(refused);
  expect(proxy.connections).toBe(0);
});

test('a server that is gone ends the client too', async () => {
  const { socket } = await client();
  await eventually(() => proxy.connections === 1);
  const gone = await TcpProxy.open({ targetPort: 1 });
  const late = connect(gone.port, '127.0.0.1').on('error', () => undefined);
  await closed(late);
  await gone.close();
  socket.destroy();
});
