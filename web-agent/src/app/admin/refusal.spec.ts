import { expect, test } from '@jest/globals';
import { workspace } from '@holdfast/contracts';
import { en } from '../../words/en/index.ts';
import { troubleOf } from './refusal.ts';

test('CN-ADMIN-2 a refusal is said in words, at the field it belongs to', () => {
  expect(troubleOf('email-taken', 'SaveAgent').field).toBe('email');
  expect(troubleOf('last-admin', 'SaveAgent').field).toBe('role');
  expect(troubleOf('unknown-team', 'SaveAgent').field).toBe('teams');
  expect(troubleOf('unknown-team', 'SaveSite').field).toBe('teamId');
  expect(troubleOf('shortcut-taken', 'SaveCannedReply').field).toBe('shortcut');
  expect(troubleOf('site-taken', 'SaveSite').field).toBe('siteId');
  expect(troubleOf('limit-reached', 'SaveTeam')).toEqual({ text: en.admin.refusals['limit-reached'] });
});

test('CN-ADMIN-2 every refusal that there is has words of its own, and later ones are named', () => {
  const said = workspace.WorkspaceRefusal.options.filter((reason) => reason !== 'already-created');
  expect(said.filter((reason) => en.admin.refusals[reason] === undefined)).toEqual([]);
  expect(troubleOf('of-a-later-version', 'SaveTeam').text).toContain('of-a-later-version');
});
