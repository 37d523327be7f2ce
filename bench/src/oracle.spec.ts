import { describe, expect, it } from '@jest/globals';
import { judge, none, type Shown } from './oracle.ts';

const letters = (text: string): string[] => Array.from(text);
const shown = (text: string, from = 1): Shown[] =>
  letters(text).map((letter, i) => ({ n: from + i, message: letter === '.' ? null : letter }));
const sent = ['abc', 'xy'].map(letters);

describe('the oracle', () => {
  it('B-ORACLE-1 finds nothing where every observer is shown everything, once and in one order', () => {
    expect(judge(sent, [shown('.axb.cy'), shown('axbcy', 4)])).toEqual(none);
  });

  it('B-ORACLE-2 finds what is missing, for each observer who misses it', () => {
    expect(judge(sent, [shown('axby'), shown('axbcy')])).toMatchObject({ lost: 1 });
    expect(judge(sent, [[], []])).toMatchObject({ lost: 10 });
  });

  it('B-ORACLE-3 finds what is shown twice, and what nobody sent', () => {
    expect(judge(sent, [shown('axbxcy')])).toMatchObject({ duplicated: 1, lost: 0, misordered: 0 });
    expect(judge(sent, [shown('axb?cy')])).toMatchObject({ phantoms: 1, lost: 0 });
  });

  it('B-ORACLE-4 finds a sender out of order, and observers who disagree', () => {
    expect(judge(sent, [shown('axcby')])).toMatchObject({ misordered: 1 });
    expect(judge(sent, [shown('axbcy'), shown('xabcy')])).toMatchObject({ misordered: 2 });
  });

  it('B-ORACLE-5 finds left-out numbers', () => {
    expect(judge(sent, [[...shown('axb'), ...shown('cy', 6)]])).toMatchObject({ gaps: 2, lost: 0 });
  });
});
