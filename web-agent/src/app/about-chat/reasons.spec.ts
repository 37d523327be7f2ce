import { describe, expect, test } from '@jest/globals';
import type { Considered } from '@holdfast/contracts';
import type { Decisions } from '../../api/api.ts';
import { about } from '../../words/en/about.ts';
import { whyOf } from './reasons.ts';

const AT = '2026-01-01T00:00:00.000Z';
const line = (agentId: string, verdict: Considered['verdict'], load = 1): Considered => ({
  agentId,
  agentName: agentId.toUpperCase(),
  load,
  capacity: 4,
  verdict,
});
const assigned = (considered: Considered[], more: object = {}): Decisions['decisions'][number] => ({
  id: 'd',
  at: AT,
  type: 'ChatAssigned',
  ticket: 1,
  agentId: 'ada',
  agentName: 'ADA',
  kind: 'automatic',
  considered,
  consideredTotal: considered.length,
  ...more,
});
const queued = (reason: string, agentId?: string): Decisions['decisions'][number] => ({
  id: 'q',
  at: AT,
  type: 'ChatQueued',
  ticket: 1,
  reason,
  ...(agentId === undefined ? {} : { agentId }),
  considered: [],
  consideredTotal: 0,
});
const why = (decisions: Decisions, me = 'me') => whyOf(decisions, { me, lasted: () => '3 min', words: about });

describe('why this agent', () => {
  test('CN-WHY-1 names the reason and everybody who was looked at', () => {
    const shown = why({
      decisions: [assigned([line('ada', 'chosen', 0), line('ben', 'busier', 2), line('cleo', 'away')])],
    });
    expect(shown?.title).toBe('Why is it with ADA?');
    expect(shown?.lines).toEqual(['ADA was the least busy of those who could take it.']);
    expect(shown?.considered.map(({ name, text }) => `${name}: ${text}`)).toEqual([
      'ADA: chosen, with 0 of 4 chats before',
      'BEN: busier: 2 of 4 chats',
      'CLEO: away',
    ]);
  });

  test('CN-WHY-1 tells a tie, an only choice and a claim apart', () => {
    const text = (decision: Decisions['decisions'][number], me?: string) =>
      why({ decisions: [decision] }, me)?.lines[0];
    expect(text(assigned([line('ada', 'chosen'), line('ben', 'less-idle')]))).toContain('as busy as the others');
    expect(text(assigned([line('ada', 'chosen'), line('ben', 'offline')]))).toContain('the only one who could take it');
    expect(text(assigned([line('ada', 'chosen')], { kind: 'claimed' }))).toBe('ADA took it from the queue.');
    expect(text(assigned([line('ada', 'chosen')], { kind: 'claimed' }), 'ada')).toBe('You took it yourself.');
  });

  test('CN-WHY-1 says that it was passed on, and weighs nobody where that was to somebody by name', () => {
    const passed = (agentId: string | undefined, ...considered: Considered[]) =>
      why({
        decisions: [assigned(considered), queued('transfer', agentId)],
      });
    const byName = passed('ada', line('ada', 'chosen'), line('ben', 'offline'));
    expect([byName?.lines, byName?.considered]).toEqual([['It was passed on to ADA.'], []]);
    const toTeam = passed(undefined, line('ada', 'chosen'), line('ben', 'busier', 2));
    expect(toTeam?.lines).toEqual(['It was passed on.', 'ADA was the least busy of those who could take it.']);
    expect(toTeam?.considered).toHaveLength(2);
  });

  test('CN-WHY-1 says that it was reopened before it was given to somebody, and by whom if they have it', () => {
    const reopened = (agentId?: string) =>
      why({
        decisions: [
          assigned([line('ada', 'chosen')]),
          queued('reopened', agentId),
          assigned([line('ben', 'chosen')], { agentId: 'ben' }),
        ],
      })?.lines;
    expect(reopened()).toEqual(['It was reopened.', 'ADA was the only one to ask.']);
    expect(reopened('ben')).toEqual(['It was reopened.', 'ADA was the only one to ask.']);
    expect(reopened('ada')).toEqual(['ADA reopened it.']);
  });

  test('CN-WHY-2 while it waits, says its place and what keeps each agent from it', () => {
    const shown = why({
      decisions: [
        { id: 'q', at: AT, type: 'ChatQueued', ticket: 1, reason: 'returned', considered: [], consideredTotal: 0 },
      ],
      waiting: { since: AT, position: 2, considered: [line('ada', 'at-capacity', 4), line('me', 'gave-back')] },
    });
    expect(shown?.title).toBe('Why is it still waiting?');
    expect(shown?.lines).toEqual([
      'Number 2 in the queue, for 3 min.',
      'In the queue since it was given back.',
      'Nobody can take it by routing at the moment:',
    ]);
    expect(shown?.considered.map(({ name, text }) => `${name}: ${text}`)).toEqual([
      'ADA: full: 4 of 4 chats',
      'You: gave this chat away',
    ]);
  });

  test('CN-WHY-3 how many were left out of the list is said, and a past decision is told as past', () => {
    const past = assigned([line('ada', 'chosen'), line('ben', 'busier')], { consideredTotal: 60 });
    const released = { id: 'r', at: AT, type: 'ChatReleased', ticket: 1, considered: [], consideredTotal: 0 };
    expect(why({ decisions: [released, past] })).toMatchObject({ title: 'Why was it with ADA?', more: 58 });
    expect(why({ decisions: [] })).toBeNull();
  });
});
