import { expect, test } from '@jest/globals';
import { decodeCommit, encodeCommit, typesOf } from './commit-codec.ts';
import { Unreadable } from './errors.ts';
import { commitOf } from './talk.harness.ts';

test('J-CODEC-1 a commit is readable JSON and comes back as it was', () => {
  const commit = commitOf(3, 'Grüße \u2028 👋');
  const bytes = encodeCommit(commit);
  expect(new TextDecoder().decode(bytes)).toMatch(/^\{"id":".*"events":\[\{"id":"say-3\/0","type":"Said"/);
  expect(decodeCommit(bytes)).toEqual(commit);
  expect(typesOf({ ...commit, events: [...commit.events, ...commit.events] })).toBe('Said');
});

test('J-CODEC-2 unknown fields and event types pass; what is no commit is unreadable', () => {
  const stranger = {
    ...commitOf(1),
    mood: 'good',
    events: [{ id: 'x/0', type: 'Blessed', ver: 9, v: 1, w: 1, data: {} }],
  };
  expect(decodeCommit(new TextEncoder().encode(JSON.stringify(stranger)))).toEqual(stranger);
  for (const text of ['', 'null', '[]', '{"id":"x"}', '{"id":'])
    expect(() => decodeCommit(new TextEncoder().encode(text))).toThrow(Unreadable);
});
