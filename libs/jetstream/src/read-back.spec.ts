import { expect, test } from '@jest/globals';
import { missing } from './read-back.ts';

test('J-PROV-4 reading back finds every field that is absent or different, and accepts what the server adds', () => {
  const wanted = { name: 'X', allow_direct: true, max_age: 0, subjects: ['a', 'b'], metadata: { owner: 'me' } };
  expect(missing(wanted, { ...wanted, metadata: { owner: 'me', '_nats.level': '5' }, storage: 'file' })).toEqual([]);
  expect(missing(wanted, { name: 'X', allow_direct: true, subjects: ['a', 'b'], metadata: { owner: 'me' } })).toEqual(
    [],
  );
  expect(missing(wanted, { ...wanted, allow_direct: false })).toEqual(['allow_direct: has false instead of true']);
  expect(missing(wanted, { ...wanted, subjects: ['a'] })).toHaveLength(1);
  expect(missing(wanted, { ...wanted, metadata: {} })).toHaveLength(1);
  expect(missing(wanted, { ...wanted, max_age: 5 })).toHaveLength(1);
  expect(missing(wanted, {})).toHaveLength(4);
});
