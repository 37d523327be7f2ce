import { describe, expect, it } from '@jest/globals';
import { judge, type Log } from './judge.ts';
import type { Shown } from './shown.ts';

const SILENT_MS = 2_500;

/** The visitor writes a and c, the agent b; the agent's console holds a from 150 on and has shown it from 160 on. */
const log: Log = {
  messages: [
    { id: 'a', w: 2, by: 'visitor', at: 100 },
    { id: 'b', w: 4, by: 'agent', at: 200 },
    { id: 'c', w: 5, by: 'visitor', at: 300 },
  ],
  receipts: [
    { by: 'agent', delivered: 2, read: 0, at: 150 },
    { by: 'agent', delivered: 2, read: 2, at: 160 },
  ],
};

/** `a:stored b` is a with one tick, and b without any. */
const look = (from: number, to: number, messages: string, banner = ''): Shown => ({
  from,
  to,
  banner,
  messages: messages
    .split(' ')
    .filter((message) => message !== '')
    .map((message) => {
      const [id = '', tick] = message.split(':');
      return { id, tick: tick ?? null };
    }),
});

const kinds = (...shown: readonly Shown[]): string[] => judge('visitor', shown, log, SILENT_MS).map(({ kind }) => kind);

describe('the judge of what a screen has shown', () => {
  it('X-JUDGE-1 finds nothing in a screen that is true at every moment', () => {
    expect(
      kinds(
        look(0, 90, ''),
        look(90, 101, 'a:clock'),
        look(101, 151, 'a:stored'),
        look(151, 170, 'a:delivered'),
        look(170, 205, 'a:read'),
        look(205, 290, 'a:read b'),
        look(290, 305, 'a:read b c:clock'),
        look(305, 9_000, 'a:read b c:stored'),
      ),
    ).toEqual([]);
  });

  it.each([
    ['stored', look(90, 95, 'a:stored')],
    ['delivered', look(120, 140, 'a:delivered')],
    ['read', look(152, 157, 'a:read')],
    ['stored, of what was never stored', look(400, 410, 'a b c x:stored')],
  ])('X-JUDGE-2 catches a tick that comes before its event: %s', (_, shown) => {
    expect(kinds(shown, look(500, 510, 'a b c'))).toEqual(['tick']);
  });

  it('X-JUDGE-3 catches a message that is shown twice, pending and stored', () => {
    expect(kinds(look(210, 220, 'a b a:clock'))).toContain('twice');
  });

  it('X-JUDGE-4 catches another order than the log has', () => {
    expect(kinds(look(310, 320, 'a c b'))).toEqual(['order']);
  });

  it('X-JUDGE-5 catches a message of the other side before which one is left out', () => {
    const agents = judge('agent', [look(310, 320, 'a c')], log, SILENT_MS).map(({ kind }) => kind);
    expect(agents).toEqual(['gap']);
    expect(kinds(look(310, 320, 'a c:stored'))).toEqual([]);
  });

  it('X-JUDGE-6 catches silence about what is missing for too long, however often the screen changes', () => {
    expect(kinds(look(170, 1_000, 'a'), look(1_000, 2_900, 'a x:clock'))).toEqual(['silent', 'silent']);
    expect(kinds(look(170, 2_000, 'a'), look(2_000, 9_000, 'a', 'No connection'))).toEqual([]);
    expect(kinds(look(170, 2_600, 'a'), look(2_600, 9_000, 'a b c'))).toEqual([]);
  });

  it('X-JUDGE-7 does not count the time in which a page stood still', () => {
    expect(kinds(look(170, 1_000, 'a'), look(3_500, 4_000, 'a'), look(4_000, 9_000, 'a b c'))).toEqual([]);
    expect(kinds(look(170, 1_000, 'a'), look(3_500, 6_500, 'a'))).toEqual(['silent', 'silent']);
  });
});
