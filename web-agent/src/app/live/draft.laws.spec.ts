import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Visibility } from '@holdfast/contracts';
import { type Draft, fromStored, isEmpty, NO_DRAFT, surplus, toStored, written } from './draft.ts';

const mode = fc.constantFrom<Visibility>('public', 'internal');
const edit = fc.record({ mode, text: fc.string({ maxLength: 8 }), at: fc.nat(), n: fc.nat() });
const after = (edits: readonly { mode: Visibility; text: string; at: number; n: number }[]): Draft =>
  edits.reduce((draft, { mode: of, text, at, n }) => written(draft, of, text, at, n), NO_DRAFT);

describe('drafts', () => {
  test('CN-DRAFT-1 the last writer of a text wins, and the other mode is left alone', () => {
    fc.assert(
      fc.property(fc.array(edit), edit, (before, last) => {
        const [held, now] = [after(before), after([...before, last])];
        const other = last.mode === 'public' ? 'internal' : 'public';
        expect(now[last.mode].text).toBe(last.text);
        expect(now[other]).toEqual(held[other]);
      }),
    );
  });

  test('CN-DRAFT-1 what was sent leaves no draft', () => {
    fc.assert(
      fc.property(fc.array(edit), (edits) => {
        const cleared = written(written(after(edits), 'public', '', 9, 9), 'internal', '', 9, 9);
        expect(isEmpty(cleared)).toBe(true);
      }),
    );
  });

  test('CN-DRAFT-1 a draft survives being stored; whatever else is stored is none', () => {
    fc.assert(fc.property(fc.array(edit), (edits) => expect(fromStored(toStored(after(edits)))).toEqual(after(edits))));
    fc.assert(fc.property(fc.string(), (text) => expect(isEmpty(fromStored(text))).toBe(true)));
    fc.assert(
      fc.property(fc.json(), (text) => {
        const read = fromStored(text);
        expect([typeof read.public.text, typeof read.internal.at]).toEqual(['string', 'number']);
      }),
    );
  });

  test('CN-DRAFT-3 no more are kept than the limit, and what goes is older than what stays', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { maxLength: 20 }), fc.integer({ min: 0, max: 8 }), (times, limit) => {
        const drafts = new Map(times.map((at) => [`s${at}`, written(NO_DRAFT, 'public', 'x', at, 0)]));
        const gone = surplus(drafts, limit);
        const ages = (sessions: readonly string[]) => sessions.map((session) => Number(session.slice(1)));
        const stays = [...drafts.keys()].filter((session) => !gone.includes(session));
        expect(stays.length).toBe(Math.min(limit, times.length));
        if (gone.length > 0 && stays.length > 0) expect(Math.max(...ages(gone))).toBeLessThan(Math.min(...ages(stays)));
      }),
    );
  });

  test('CN-GUARD-2 a text remembers where the session stood at its first word', () => {
    const begun = written(NO_DRAFT, 'public', 'H', 1, 7);
    expect(written(begun, 'public', 'He', 2, 9).public.since).toBe(7);
    const anew = written(written(begun, 'public', '', 3, 10), 'public', 'N', 4, 11);
    expect(anew.public.since).toBe(11);
  });
});
