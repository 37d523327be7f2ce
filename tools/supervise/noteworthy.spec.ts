import { expect, test } from '@jest/globals';
import { noteworthy } from './noteworthy.ts';

test.each([
  ['{"level":50,"msg":"append failed","err":{"message":"no space"}}', 'append failed: no space'],
  ['{"level":60,"err":{"message":"bad configuration"}}', 'bad configuration'],
  ['[77] 2026/11/23 09:00:12.878562 [ERR] disk is full', 'disk is full'],
  ['2026-11-23 09:01:34.653 UTC [4777] PANIC:  could not write', 'could not write'],
  ['TypeError: x is not a function', 'TypeError: x is not a function'],
])('T-LOG-1: shows %s', (line, shown) => {
  expect(noteworthy(line)).toBe(shown);
});

test.each([
  '{"level":40,"msg":"slow"}',
  '{"level":30,"msg":"Error in the text of an ordinary line"}',
  '{not json',
  '[77] 2026/11/23 09:00:12.878562 [WRN] Plaintext passwords detected',
  '2026-11-23 09:01:34.653 UTC [4777] FATAL:  the database system is starting up',
  '2026-11-23 09:01:34.653 UTC [4777] ERROR:  duplicate key value',
  '    at run (main.js:1:1)',
])('T-LOG-1: leaves %s in the log', (line) => {
  expect(noteworthy(line)).toBeUndefined();
});

test('T-LOG-1: cuts a line that would fill the screen', () => {
  expect(noteworthy(`Error: ${'x'.repeat(5_000)}`)).toHaveLength(300);
});
