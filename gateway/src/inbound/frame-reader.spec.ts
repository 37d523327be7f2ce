import { CLOSE, FRAME_LIMITS } from '@holdfast/contracts';
import { describe, expect, test } from '@jest/globals';
import { readFrame } from './frame-reader.ts';

const read = (text: string) => readFrame(Buffer.from(text), false);
const post = (text: string, more = '') =>
  `{"t":"request","id":"r1","session":"s1","commands":[{"id":"c1","type":"PostMessage","data":{"text":${text},"visibility":"public"${more}}}]}`;
const closed = (reason: string) => ({ kind: 'close', code: CLOSE.badFrame, reason });

describe('what bytes turn out to be', () => {
  test('G-BAD-5 a request of the schema is a frame', () => {
    expect(read(post('"hello"'))).toMatchObject({ kind: 'frame', frame: { t: 'request', session: 's1' } });
    expect(read('{"t":"ping"}')).toEqual({ kind: 'frame', frame: { t: 'ping' } });
  });

  test('G-BAD-1 a frame above the limit is too big', () => {
    expect(read(post(JSON.stringify('x'.repeat(FRAME_LIMITS.bytes))))).toMatchObject({
      kind: 'close',
      code: CLOSE.tooBig,
    });
  });

  test.each([['['.repeat(9)], ['{"a":'.repeat(9)], [`{"t":"ping","x":${'['.repeat(8)}${']'.repeat(8)}}`]])(
    'G-BAD-2 nesting deeper than the limit is refused unparsed: %s',
    (text) => {
      expect(read(text)).toEqual(closed('too deep'));
    },
  );

  test('G-BAD-2 brackets within a string are no nesting', () => {
    expect(read(post(JSON.stringify('[{"\\'.repeat(20))))).toMatchObject({ kind: 'frame' });
  });

  test.each([['{'], ['nonsense'], [''], ['{"t":"ping"}{}']])('G-BAD-3 what is no JSON is refused: %s', (text) => {
    expect(read(text)).toEqual(closed('not JSON'));
  });

  test.each([['[]'], ['null'], ['1'], ['"ping"']])('G-BAD-3 what is no object is refused: %s', (text) => {
    expect(read(text)).toEqual(closed('not an object'));
  });

  test('G-BAD-3 a binary frame is refused', () => {
    expect(readFrame(Buffer.from('{"t":"ping"}'), true)).toEqual(closed('not text'));
  });

  test.each([['{"t":"welcome"}'], ['{"t":"__proto__"}'], ['{"t":"constructor"}'], ['{"t":1}'], ['{}']])(
    'G-BAD-4 an unknown kind is refused: %s',
    (text) => {
      expect(read(text)).toEqual(closed('/: unknown kind'));
    },
  );

  test.each([
    ['in the frame', '{"t":"ping","more":1}'],
    ['in a command', post('"x"').replace('"id":"c1"', '"id":"c1","more":1')],
    ["in a command's data", post('"x"', ',"more":1')],
  ])('G-BAD-4 an unknown key %s closes', (_where, text) => {
    expect(read(text)).toMatchObject({
      kind: 'close',
      code: CLOSE.badFrame,
      reason: expect.stringContaining('unknown key'),
    });
  });

  test.each([
    ['a number for a text', post('1')],
    ['an empty text', post('""')],
    ['a text that is too long', post(JSON.stringify('x'.repeat(8_001)))],
    ['a command that does not exist', post('"x"').replace('PostMessage', 'DropTables')],
    ['an id that would change a subject', post('"x"').replace('"c1"', '"c.>"')],
  ])('G-BAD-5 %s is invalid, and names the request', (_what, text) => {
    expect(read(text)).toMatchObject({
      kind: 'invalid',
      request: 'r1',
      detail: expect.stringContaining('/commands/0'),
    });
  });

  test.each([['"a\\u0000b"'], ['"a\\ud800b"'], ['"\\udc00"']])('G-BAD-6 a text with %s is invalid', (text) => {
    expect(read(post(text))).toMatchObject({ kind: 'invalid', request: 'r1' });
  });

  test('G-BAD-6 whole surrogate pairs are text like any other', () => {
    expect(read(post('"\\ud83d\\ude00"'))).toMatchObject({ kind: 'frame' });
  });

  test.each([
    ['in the frame', '{"t":"ping","__proto__":{"polluted":1}}'],
    ['in a command', post('"x"').replace('"id":"c1"', '"id":"c1","__proto__":{"polluted":1}')],
    ["in a command's data", post('"x"', ',"__proto__":{"polluted":1}')],
  ])('G-BAD-7 a __proto__ key %s closes and changes nothing', (_where, text) => {
    expect(read(text)).toMatchObject({ kind: 'close', code: CLOSE.badFrame });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('G-BAD-4 a session id that is no id closes', () => {
    expect(read(post('"x"').replace('"s1"', '"s.*"'))).toMatchObject({ kind: 'close' });
  });

  test('G-BAD-5 a whole request is checked in well under a tenth of a millisecond', () => {
    const bytes = Buffer.from(post('"hello there, how can I help you today?"'));
    for (let i = 0; i < 2_000; i++) readFrame(bytes, false);
    const began = performance.now();
    for (let i = 0; i < 5_000; i++) readFrame(bytes, false);
    expect((performance.now() - began) / 5_000).toBeLessThan(0.1);
  });
});
