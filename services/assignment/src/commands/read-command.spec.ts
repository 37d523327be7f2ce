import { describe, expect, test } from '@jest/globals';
import { agent, empty, system } from '../domain/desk.harness.ts';
import { readCommand } from './read-command.ts';

describe('reading commands', () => {
  test.each([
    { id: 'c1', type: 'ClaimChat', data: { session: 'a.b' } },
    { id: 'c1', type: 'ClaimChat', data: { session: 's1', more: true } },
    { id: 'c1', type: 'Fly', data: {} },
    { id: 'c1', type: 'ClaimChat', data: null },
  ])('D-WHO-3 what no schema reads is refused as invalid: $type $data', (command) => {
    empty.when(readCommand(command), agent('ann')).then({ refused: 'invalid' });
    empty.when(readCommand(command), system).then({ refused: 'invalid' });
  });

  test('D-WHO-3 what a schema reads is passed as it is', () => {
    const command = {
      id: 's1/7/release-chat',
      type: 'ReleaseChat',
      data: { session: 's1', ticket: 7, reason: 'closed' },
    };
    expect(readCommand(command)).toEqual(command);
  });
});
