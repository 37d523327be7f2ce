import { describe, expect, test } from '@jest/globals';
import { decideRequest, unfolded } from '@holdfast/event-sourcing';
import { workspaceDecider } from '../domain/workspace.ts';
import { readable } from './readable.ts';

describe('commands as they arrive', () => {
  test('W-INVALID-1 what is not of the language is refused, what is beside it decided', () => {
    const commands = [
      { id: 'a', type: 'CreateWorkspace', data: { name: 'Shop' } },
      { id: 'b', type: 'SaveTeam', data: { teamId: 'no good', name: 'x' } },
      { id: 'c', type: 'SaveTeam', data: { teamId: 'good', name: 'x', more: 1 } },
      { id: 'd', type: 'LaunchRocket', data: {} },
      { id: 'e', type: 'SaveTeam', data: { teamId: 'good', name: 'x' } },
    ].map(readable);
    const request = {
      id: 'r',
      at: '2026-01-01T00:00:00.000Z',
      actor: { kind: 'system', id: 'seed' } as const,
      correlationId: 'r',
      commands,
    };
    const { commit } = decideRequest(workspaceDecider, unfolded(workspaceDecider), request, { commitId: 'x' });
    expect(commit?.outcomes.map(({ commandId, kind }) => [commandId, kind])).toEqual([
      ['a', 'stored'],
      ['b', 'refused'],
      ['c', 'refused'],
      ['d', 'refused'],
      ['e', 'stored'],
    ]);
    expect(commit?.outcomes.filter((outcome) => outcome.kind === 'refused').map(({ reason }) => reason)).toEqual([
      'invalid',
      'invalid',
      'invalid',
    ]);
  });
});
