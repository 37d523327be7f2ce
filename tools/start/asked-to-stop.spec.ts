import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { askedToStop } from './asked-to-stop.ts';

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'])('T-START-12: %s asks to stop', async (name) => {
  const source = new EventEmitter();
  const stopping = askedToStop(source);
  expect(stopping.signal.aborted).toBe(false);
  source.emit(name);
  await stopping.asked;
  expect(stopping.signal.aborted).toBe(true);
});

test('T-START-12: one Ctrl-C that arrives twice is one, and a later one is a second', () => {
  const source = new EventEmitter();
  let now = 0;
  let seconds = 0;
  askedToStop(source, () => now).onSecond(() => (seconds += 1));
  source.emit('SIGINT');
  now = 900;
  source.emit('SIGINT');
  expect(seconds).toBe(0);
  now = 1_100;
  source.emit('SIGINT');
  expect(seconds).toBe(1);
});
