import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Outcome, outcomeLine, type Report, violationLines } from './report.ts';

const agreed = (seed: number, settledMs: number): Report => ({
  ...{ seed, settledMs, faults: ['kill nats-server'], ms: 7, violations: [], messages: 3, stored: 2 },
});
const violated: Report = {
  ...{ seed: 9, faults: ['storm'], ms: 7, messages: 1, stored: 1 },
  violations: ['a', 'b', 'c', 'd'].map((detail) => ({ rule: 'F-DUP-1', detail })),
};

test('F-TOLD-1 a run ends with its counts, and every schedule is a line of its file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-report-'));
  try {
    const file = join(folder, 'reports.jsonl');
    const outcome = new Outcome(file);
    const reports = [...Array.from({ length: 100 }, (_, i) => agreed(i, 10 * (i + 1))), violated];
    for (const report of reports) outcome.add(report);
    expect(outcome.lines()).toEqual([
      '301 messages, 201 stored; agreed after 500 ms (p50), 990 ms (p99)',
      '100 passed, 1 failed',
    ]);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as Report)).toEqual(reports);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('F-TOLD-1 what came of the tables is told before the counts, and fails the run if they are others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-report-'));
  try {
    const file = join(folder, 'reports.jsonl');
    const outcome = new Outcome(file);
    outcome.add(agreed(1, 10));
    const rows = { 'session.inbox': 3, 'workspace.team': 1 };
    outcome.addRows({ rows, ms: 900, violations: [] });
    expect(outcome.lines().slice(1)).toEqual([
      'rows built anew from the log: equal, after 900 ms  [session.inbox 3, workspace.team 1]',
      '1 passed, 0 failed',
    ]);
    const judged = { rows, ms: 900, violations: [{ rule: 'F-ROWS-2', detail: 'session.inbox: …' }] };
    outcome.addRows(judged);
    expect(outcome.lines().at(-2)).toContain('VIOLATED');
    expect(outcome.lines().at(-1)).toBe('1 passed, 1 failed');
    expect(JSON.parse(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '')).toEqual(judged);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('F-TOLD-2 a schedule that is violated says what was found, and how to play it again', () => {
  expect([
    outcomeLine(violated),
    ...violationLines(violated.violations, '--schedules 1 --tier power --seed 9', ['exit 1']),
  ]).toEqual([
    '     9  VIOLATED  1 of 1 stored  [storm]',
    '        F-DUP-1: a',
    '        F-DUP-1: b',
    '        F-DUP-1: c',
    '        F-DUP-1: and 1 more',
    '        | exit 1',
    '        again: npm run faults -- --schedules 1 --tier power --seed 9',
  ]);
});
