import { checkLaw } from '@holdfast/testing';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slopeOf } from './memory.ts';

it('B-SOAK-1 the slope of a memory is that of what stays, whatever garbage comes on top of it', async () => {
  const law = fc.property(
    fc.integer({ min: -50, max: 50 }),
    fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 60, maxLength: 60 }),
    (mbPerHour, garbage) => {
      const stays = (at: number) => 100 + (mbPerHour * at) / 3_600;
      const readings = garbage.map((much, minute) => {
        const at = minute * 60;
        return [{ at, mb: stays(at) }, ...[10, 20].map((more) => ({ at: at + more, mb: 300 + much }))];
      });
      expect(slopeOf(readings.flat(), 60).mb_per_hour).toBeCloseTo(mbPerHour, 1);
    },
  );
  await checkLaw(import.meta.url, 'slope', law);
});
