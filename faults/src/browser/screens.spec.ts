import { describe, expect, it } from '@jest/globals';
import type { Log, Shown } from '@holdfast/e2e/browser';
import { differences, everWrong, type Screen } from './screens.ts';

const log: Log = {
  messages: [
    { id: 'a', w: 1, by: 'visitor', at: 1_000 },
    { id: 'b', w: 2, by: 'agent', at: 2_000 },
  ],
  receipts: [],
};
const look = (from: number, to: number, messages: readonly [string, string | null][], banner = ''): Shown => ({
  ...{ from, to, banner },
  messages: messages.map(([id, tick]) => ({ id, tick })),
});
const wrongOf = (...shown: readonly Shown[]): string[] =>
  everWrong([{ name: 'visitor tab 1', side: 'visitor', lives: [shown] }], log, []).map(({ rule }) => rule);

const IN_LOG = ['Hello.', 'visitor tab 1 writes line 0.', 'visitor tab 1 writes line 1.'];
const screen = (change: Partial<Screen> = {}): Screen => ({
  name: 'visitor tab 1',
  lines: [0, 1].map((n) => ({ text: `visitor tab 1 writes line ${String(n)}.`, mayBeLost: false })),
  texts: IN_LOG,
  ...change,
});
const rulesOf = (screens: readonly Screen[], inLog = IN_LOG): string[] =>
  differences(screens, inLog).map(({ rule }) => rule);

describe('what screens are held against', () => {
  it('F-SEEN-1 finds a tick that came before its event', () => {
    expect(wrongOf(look(900, 990, [['a', 'clock']]), look(1_005, 1_900, [['a', 'stored']]))).toEqual([]);
    expect(wrongOf(look(900, 990, [['a', 'stored']]))).toEqual(['F-SEEN-1']);
  });

  it('F-SEEN-2 finds what is shown twice, turned round, or with a gap before it', () => {
    const a: [string, null] = ['a', null];
    const b: [string, null] = ['b', null];
    expect(wrongOf(look(2_100, 2_200, [a, b]))).toEqual([]);
    expect(wrongOf(look(2_100, 2_200, [a, a, b]))).toEqual(['F-SEEN-2']);
    expect(wrongOf(look(2_100, 2_200, [b, a]))).toEqual(['F-SEEN-2']);
    expect(wrongOf(look(1_100, 1_200, [a]), look(2_100, 2_200, [a, b]), look(2_200, 2_300, [a, b, b]))).toEqual([
      'F-SEEN-2',
    ]);
  });

  it('F-SEEN-3 finds a screen that is behind and does not say so', () => {
    expect(wrongOf(look(1_100, 6_900, [['a', null]]))).toEqual([]);
    expect(wrongOf(look(1_100, 7_100, [['a', null]]))).toEqual(['F-SEEN-3']);
    expect(wrongOf(look(1_100, 3_000, [['a', null]]), look(3_000, 9_000, [['a', null]], 'Reconnecting…'))).toEqual([]);
  });

  it('F-SEEN-4 finds a screen that is not what the log is in the end', () => {
    expect(rulesOf([screen()])).toEqual([]);
    for (const texts of [IN_LOG.slice(1), [...IN_LOG, 'more'], [...IN_LOG].reverse(), [...IN_LOG, 'Hello.']])
      expect(rulesOf([screen({ texts })])).toEqual(['F-SEEN-4']);
  });

  it('F-SEEN-5 finds a line that is not in the log, twice there, or in another order, unless its page ended at once', () => {
    const [hello = '', first = '', second = ''] = IN_LOG;
    for (const inLog of [
      [hello, second],
      [hello, first, second, second],
      [hello, second, first],
    ])
      expect(rulesOf([screen({ texts: inLog })], inLog)).toEqual(['F-SEEN-5']);
    const lines = screen().lines.map((line) => ({ ...line, mayBeLost: line.text === first }));
    expect(rulesOf([screen({ texts: [hello, second], lines })], [hello, second])).toEqual([]);
  });

  it('F-SEEN-6 finds what a script did not catch', () => {
    expect(everWrong([], log, ['x is not a function'])).toEqual([{ rule: 'F-SEEN-6', detail: 'x is not a function' }]);
  });
});
