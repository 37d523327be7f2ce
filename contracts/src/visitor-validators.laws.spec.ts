import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VisitorRequest, VisitorServerFrame } from './index.ts';
import { validateClientFrame, validateServerFrame } from './validators.ts';
import { validateVisitorRequest, validateVisitorServerFrame } from './visitor-validators.ts';

const at = '2026-11-26T08:00:00.000Z';
const request = (type: string, data: unknown) => ({
  t: 'request',
  id: 'r',
  session: 's',
  commands: [{ id: 'c', type, data }],
});
const requests = [
  request('OpenSession', { siteId: 'shop', visitor: { name: 'Anna', email: 'anna@example.com' } }),
  request('PostMessage', { text: 'héllo 💙', visibility: 'public' }),
  request('MarkReceipts', { delivered: 4, read: 3 }),
  request('Withdraw', { commandId: 'c1' }),
  request('CloseSession', {}),
  request('ReopenSession', {}),
  request('RateSession', { score: 5, comment: 'thanks' }),
  request('IdentifyVisitor', { name: 'Anna' }),
];
const agent = { kind: 'agent', id: 'a', name: 'Bert' };
const event = (type: string, data: unknown) => ({ n: 2, w: 2, id: 'c/0', at, actor: agent, type, data });
const events = [
  event('MessagePosted', { text: 'hi', visibility: 'public' }),
  event('SessionClosed', {}),
  event('AgentAssigned', { ticket: 1, agentId: 'a', agentName: 'Bert', decisionId: 'd' }),
];
const frames = [
  { t: 'events', session: 's', events },
  { t: 'live' },
  {
    t: 'outcomes',
    session: 's',
    outcomes: [
      { commandId: 'c', kind: 'stored' },
      { commandId: 'd', kind: 'refused', reason: 'closed', detail: { by: 1 } },
    ],
  },
  { t: 'turned-away', request: 'r', reason: 'too-fast', retryAfterMs: 100 },
  { t: 'signal', session: 's', from: agent, kind: 'typing', on: true },
  { t: 'standing', session: 's', open: true, place: { position: 1, expectedWaitMs: null } },
  { t: 'ping' },
  { t: 'pong' },
  { t: 'bye', code: 'drain', retry: [0, 1_000] },
];

const DELETED = Symbol('deleted');
/** The same JSON with one place in it changed, or a key more. */
function changed(value: unknown, path: readonly number[], instead: unknown): unknown {
  if (typeof value !== 'object' || value === null || path.length === 0) return instead;
  const [first = 0, ...rest] = path;
  const keys = [...Object.keys(value), 'more'];
  const key = keys[first % keys.length] ?? '';
  const made = changed((value as Record<string, unknown>)[key], rest, instead);
  if (Array.isArray(value))
    return key === 'more'
      ? [...(value as unknown[]), made]
      : value.map((one: unknown, i) => (String(i) === key ? made : one));
  const entries = Object.entries({ ...value, [key]: made }).filter(([, one]) => one !== DELETED);
  return Object.fromEntries(entries);
}
const mutated = (corpus: readonly unknown[]) =>
  fc
    .tuple(
      fc.constantFrom(...corpus),
      fc.array(fc.nat(12), { maxLength: 5 }),
      fc.oneof(
        fc.constant(DELETED),
        fc.jsonValue({ maxDepth: 1 }),
        fc.constantFrom('', 'a.b', -1, 1.5, 'x'.repeat(9_000), '\ud83d'),
      ),
    )
    .map(([value, path, instead]) => changed(value, path, instead));

describe('what is compiled for visitors', () => {
  test('L-IN-7 every good frame fits', () => {
    expect(requests.filter((frame) => !validateVisitorRequest(frame))).toEqual([]);
    expect(frames.filter((frame) => !validateVisitorServerFrame(frame))).toEqual([]);
  });

  test('L-IN-7 whatever is done to a request, it agrees with zod, and takes nothing that the full validator refuses', () => {
    let fitting = 0;
    fc.assert(
      fc.property(mutated(requests), (frame) => {
        const fits = validateVisitorRequest(frame);
        expect(fits).toBe(VisitorRequest.safeParse(frame).success);
        if (fits) {
          fitting++;
          expect(validateClientFrame(frame)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(fitting).toBeGreaterThan(50);
  });

  test('L-IN-7 whatever is done to a frame from the server, it agrees with zod and with the full validator', () => {
    let fitting = 0;
    fc.assert(
      fc.property(mutated(frames), (frame) => {
        const fits = validateVisitorServerFrame(frame);
        expect(fits).toBe(VisitorServerFrame.safeParse(frame).success);
        if (fits) {
          fitting++;
          expect(validateServerFrame(frame)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(fitting).toBeGreaterThan(50);
  });
});
