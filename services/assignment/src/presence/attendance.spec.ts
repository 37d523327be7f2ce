import { describe, expect, test } from '@jest/globals';
import { notesFor, type Note } from './attendance.ts';
import { Leases } from './leases.ts';

const ann = { workspace: 'w', agentId: 'ann' };
const notes = (leases: Leases, present: boolean, now: number): Note['type'][] =>
  notesFor('w', [{ id: 'ann', present }], leases, now, 20_000).map(({ type }) => type);

describe('attendance', () => {
  test('D-PRES-1 a lease of an agent whom the desk has absent is an arrival, at once and until the desk knows', () => {
    const leases = new Leases(30_000, 0);
    leases.put(ann, 1);
    expect(notes(leases, false, 1)).toEqual(['NoteArrival']);
    expect(notes(leases, false, 2)).toEqual(['NoteArrival']);
    expect(notes(leases, true, 3)).toEqual([]);
  });

  test('D-PRES-2 an ended lease is an absence after the grace time only', () => {
    const leases = new Leases(30_000, 0);
    leases.put(ann, 0);
    leases.end(ann, 5_000);
    expect(notes(leases, true, 25_000)).toEqual([]);
    expect(notes(leases, true, 25_001)).toEqual(['NoteAbsence']);
    expect(notes(leases, false, 25_001)).toEqual([]);
  });

  test('D-PRES-2 a lease that comes again within the grace time is no absence', () => {
    const leases = new Leases(30_000, 0);
    leases.put(ann, 0);
    leases.end(ann, 5_000);
    leases.put(ann, 24_000);
    expect(notes(leases, true, 26_000)).toEqual([]);
  });

  test('D-PRES-3 a lease that is not renewed ends by itself, and the grace time begins then', () => {
    const leases = new Leases(30_000, 0);
    leases.put(ann, 0);
    leases.expire(30_000);
    expect(leases.has(ann)).toBe(true);
    leases.expire(30_001);
    expect(leases.has(ann)).toBe(false);
    expect(notes(leases, true, 50_001)).toEqual([]);
    expect(notes(leases, true, 50_002)).toEqual(['NoteAbsence']);
  });

  test('D-PRES-4 who was there before the watch began and has no lease is absent the grace time after it began', () => {
    const leases = new Leases(30_000, 100_000);
    expect(notes(leases, true, 120_000)).toEqual([]);
    expect(notes(leases, true, 120_001)).toEqual(['NoteAbsence']);
  });
});
