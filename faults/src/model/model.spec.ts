import { describe, expect, it, test } from '@jest/globals';
import { explore } from './explore.ts';
import { type Bounds, protocol, type Variant, VARIANTS } from './protocol.ts';

/** More states than any of these has. */
const LIMIT = 400_000;

const right: readonly (readonly [what: string, bounds: Bounds])[] = [
  ['two messages, two instances', { messages: 2 }],
  ['two messages in lists that are regrouped', { messages: 2, perRequest: 2, instances: 1 }],
  ['a session that is closed and reopened, and a retry', { messages: 2, closes: true, retries: 1, instances: 1 }],
  ['a message that is discarded', { messages: 2, discards: 1 }],
  ['a gateway that turns away, and a retry', { messages: 1, turnsAway: true, retries: 1, discards: 1 }],
  ['two tabs, of which either may be in charge', { messages: 2, tabs: 2, instances: 1 }],
  [
    'two tabs, a gateway that turns away, and a message that is discarded',
    { messages: 1, tabs: 2, turnsAway: true, discards: 1 },
  ],
  ['a copied profile', { messages: 2, clones: 1, instances: 1 }],
];

describe('F-MODEL-1: whatever the courier, the instances and the tabs do, the invariants hold and everything can settle', () => {
  it.each(right)('%s', (_, bounds) => {
    const explored = explore(protocol(bounds), LIMIT);
    expect(explored.violation).toBeUndefined();
  });
});

const found: Record<Variant, readonly [bounds: Bounds, what: RegExp]> = {
  'own-attempt': [{ messages: 1, closes: true }, /^I1/],
  'failed-at-deadline': [{ messages: 1 }, /^I8/],
  'direct-is-outcome': [{ messages: 1, turnsAway: true }, /^I8/],
  'retry-same-id': [{ messages: 1, turnsAway: true, retries: 1 }, /^I8/],
  'no-expected-sequence': [{ messages: 1 }, /^I2/],
  'drop-outbox-on-reload': [{ messages: 1 }, /^I1/],
  'next-before-outcome': [{ messages: 2, instances: 1 }, /^I3/],
  'withdraw-not-committed': [{ messages: 1, discards: 1 }, /^I8/],
  'resend-under-new-id': [{ messages: 1, retries: 1 }, /^I2/],
};

describe('F-MODEL-2: each way of getting it wrong is found', () => {
  it.each(VARIANTS)('%s', (variant) => {
    const [bounds, what] = found[variant];
    expect(explore(protocol(bounds, variant), LIMIT).violation?.what).toMatch(what);
  });
});

test('F-MODEL-3: a system that can get stuck is found out, with the shortest way there', () => {
  const explored = explore<number>(
    {
      initial: 0,
      *steps(state) {
        if (state >= 0 && state < 5) yield [`to ${String(state + 1)}`, state + 1];
        if (state === 1) yield ['astray', -1];
      },
      wrong: () => null,
      settled: (state) => state === 5,
    },
    100,
  );
  expect(explored.violation).toEqual({ what: 'can never settle', way: ['to 1', 'astray'] });
});

test('F-MODEL-4: more states than were reckoned with are an error, not an end', () => {
  expect(() => explore(protocol({ messages: 2 }), 100)).toThrow(RangeError);
});
