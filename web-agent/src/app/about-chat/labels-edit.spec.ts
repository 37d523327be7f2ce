import { expect, test } from '@jest/globals';
import { withLabel } from './labels-edit.ts';

test('CN-LABEL-1 labels are lower-case, trimmed, each once, within what a session takes', () => {
  expect(withLabel(['vip'], '  Late  Refund ')).toEqual(['vip', 'late refund']);
  const labels = ['vip'];
  expect(withLabel(labels, 'VIP')).toBe(labels);
  expect(withLabel(labels, '   ')).toBe(labels);
  expect(withLabel([], 'x'.repeat(60))[0]).toHaveLength(40);
  const many = Array.from({ length: 20 }, (_, i) => `l${i}`);
  expect(withLabel(many, 'more')).toBe(many);
});
