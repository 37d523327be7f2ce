import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { changed, isIn } from '../edit.ts';
import { DEFECTS } from './defects.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

describe('the planted defects', () => {
  it('F-PLANT-1 are 25 or more, each with a name of its own', () => {
    expect(DEFECTS.length).toBeGreaterThanOrEqual(25);
    expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(DEFECTS.length);
  });

  it.each(DEFECTS)('F-PLANT-2 $name fits the source it is in', (defect) => {
    const [folder = '', path = ''] = defect.file.split(':');
    const file = join(ROOT, folder, 'src', `${path}.ts`);
    expect(isIn(defect, `file://${file}`)).toBe(true);
    const text = readFileSync(file, 'utf8');
    expect(changed(defect, text)).not.toBe(text);
  });

  it('F-PLANT-3 one that does not fit is an error', () => {
    const [defect] = DEFECTS;
    if (defect !== undefined) expect(() => changed(defect, 'something else')).toThrow(RangeError);
  });

  it('F-PLANT-2 each names rules that there are', () => {
    const spec = readFileSync(join(ROOT, 'faults', 'SPEC.md'), 'utf8');
    for (const rule of DEFECTS.flatMap(({ rules }) => rules)) expect(spec).toContain(`**${rule}**`);
  });
});
