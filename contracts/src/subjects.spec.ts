import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AggregateKind } from './envelope.ts';
import { aggregateOf, commandSubject, eventSubject, partitionOf, PARTITIONS } from './subjects.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const ref = fc.record({ workspace: id, kind: fc.constantFrom(...AggregateKind.options), id });

describe('subjects', () => {
  test('L-SUBJ-1 a subject is read back as the aggregate it was made for', () => {
    fc.assert(
      fc.property(ref, (aggregate) => {
        expect(aggregateOf(commandSubject(aggregate))).toEqual(aggregate);
        expect(aggregateOf(eventSubject(aggregate))).toEqual(aggregate);
      }),
    );
  });

  test.each(['dlq.session.cmd.1.a.session.b', 'evt.a.session', 'evt.a.person.b', 'cmd.1.a.session.b.c', ''])(
    'L-SUBJ-1 %j names no aggregate',
    (subject) => {
      expect(aggregateOf(subject)).toBeNull();
    },
  );

  test.each(['', '>', '*', 'a.b', 'a b', 'ä', 'x'.repeat(65), 'a\n'])(
    'L-IN-1 the id %j never reaches a subject',
    (bad) => {
      expect(() => eventSubject({ workspace: 'w', kind: 'session', id: bad })).toThrow(RangeError);
      expect(() => commandSubject({ workspace: bad, kind: 'session', id: 's' })).toThrow(RangeError);
    },
  );

  test('L-SUBJ-2 partitions are the same for ever', () => {
    expect(['a', 'main', '0192f0c1-7d3e-7a55-8f00-2b6c1d9e4a10', '_-'].map(partitionOf)).toEqual([12, 8, 12, 9]);
    fc.assert(
      fc.property(id, (value) => {
        const p = partitionOf(value);
        return p >= 0 && p < PARTITIONS;
      }),
    );
  });
});
