import { describe, expect, test } from '@jest/globals';
import type { AnyCommand } from '@holdfast/contracts';
import { readRequest } from './read-request.ts';

const read = (...commands: AnyCommand[]) =>
  readRequest({
    id: 'r',
    at: '2026-01-01T00:00:00.000Z',
    actor: { kind: 'visitor', id: 'ada' },
    correlationId: 'x',
    commands,
  }).commands;

describe('reading a request', () => {
  test('S-WHO-7 what no schema reads keeps its id and nothing else', () => {
    const hostile: AnyCommand[] = [
      { id: 'a', type: 'Nonsense', data: {} },
      { id: 'b', type: 'PostMessage', data: { text: 'x', visibility: 'public', extra: 1 } },
      { id: 'c', type: 'PostMessage', data: { text: 'a\u0000b', visibility: 'public' } },
      { id: 'd', type: 'PostMessage', data: null },
      { id: 's/1/post', type: 'PostMessage', data: { text: 'x', visibility: 'public' } },
    ];
    expect(read(...hostile)).toEqual(hostile.map(({ id }) => ({ id, type: 'Unreadable', data: null })));
  });

  test('S-WHO-7 what a schema reads is passed on in order', () => {
    const good: AnyCommand[] = [
      { id: 'a', type: 'PostMessage', data: { text: 'x', visibility: 'public' } },
      { id: 'b', type: 'Withdraw', data: { commandId: 'a' } },
      { id: 's/1/wake', type: 'WakeSession', data: {} },
    ];
    expect(read(...good)).toEqual(good);
  });
});
