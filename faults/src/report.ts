import { appendFileSync, writeFileSync } from 'node:fs';
import { type Crashed, toldCrashes } from './crash/crashes.ts';
import type { Played, Violation } from './history.ts';
import type { RowsJudged } from './rows/judge.ts';

/** The rest is in the file of `--json`. */
const SHOWN_PER_RULE = 3;
const SHOWN_OF_PROCESSES = 12;

/** A schedule and what came of it; a line of the file of `--json`. */
export interface Report extends Played {
  readonly seed: number;
  /** What was broken, in words. */
  readonly faults: readonly string[];
  /** How long it took to play, ms. */
  readonly ms: number;
  readonly crashes?: Crashed;
}

/** What came of many schedules: counts, so that a million take no more memory than one. */
export class Outcome {
  readonly #file: string | undefined;
  /** How many schedules agreed after so many ms. */
  readonly #settled = new Map<number, number>();
  readonly #crashes: Crashed[] = [];
  #messages = 0;
  #stored = 0;
  #rows: RowsJudged | undefined;
  played = 0;
  violated = 0;

  /** `file`: where each report is written as a line of JSON, if anywhere. */
  constructor(file: string | undefined) {
    this.#file = file;
    if (file !== undefined) writeFileSync(file, '');
  }

  add(report: Report): void {
    const { settledMs, messages, stored, crashes, violations } = report;
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(report)}\n`);
    if (settledMs !== undefined) this.#settled.set(settledMs, (this.#settled.get(settledMs) ?? 0) + 1);
    if (crashes !== undefined) this.#crashes.push(crashes);
    this.#messages += messages;
    this.#stored += stored;
    this.played++;
    if (violations.length > 0) this.violated++;
  }

  /** What came of the tables, once all schedules are played: one more line, which only counts if something is found. */
  addRows(judged: RowsJudged): void {
    this.#rows = judged;
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(judged)}\n`);
  }

  get failed(): number {
    return this.violated + (this.#rows === undefined || this.#rows.violations.length === 0 ? 0 : 1);
  }

  /** The last lines of a run; the very last one is the count. */
  lines(): readonly string[] {
    const agreed = `agreed after ${this.#settledAt(0.5)} ms (p50), ${this.#settledAt(0.99)} ms (p99)`;
    return [
      `${String(this.#messages)} messages, ${String(this.#stored)} stored; ${agreed}`,
      ...(this.#crashes.length === 0 ? [] : [toldCrashes(this.#crashes)]),
      ...(this.#rows === undefined ? [] : [rowsLine(this.#rows)]),
      `${String(this.played - this.violated)} passed, ${String(this.failed)} failed`,
    ];
  }

  #settledAt(share: number): string {
    const all = [...this.#settled].sort(([a], [b]) => a - b);
    let left = Math.ceil(all.reduce((sum, [, count]) => sum + count, 0) * share);
    for (const [ms, count] of all) {
      left -= count;
      if (left <= 0) return String(ms);
    }
    return '–';
  }
}

/** A schedule in one line. */
export function outcomeLine({ seed, faults, settledMs, stored, messages }: Report): string {
  const outcome = settledMs === undefined ? 'VIOLATED' : `agreed after ${String(settledMs)} ms`;
  return `${String(seed).padStart(6)}  ${outcome}  ${String(stored)} of ${String(messages)} stored  [${faults.join(', ')}]`;
}

function rowsLine({ rows, violations, ms }: RowsJudged): string {
  const tables = Object.entries(rows).map(([table, count]) => `${table} ${String(count)}`);
  const found = violations.length === 0 ? 'equal' : 'VIOLATED';
  return `rows built anew from the log: ${found}, after ${String(ms)} ms  [${tables.join(', ')}]`;
}

/** What was found, what the processes said last, and the line that plays it again. */
export function violationLines(
  violations: readonly Violation[],
  again: string,
  said: readonly string[] = [],
): readonly string[] {
  if (violations.length === 0) return [];
  const perRule = [...Map.groupBy(violations, ({ rule }) => rule)].flatMap(([rule, found]) => [
    ...found.slice(0, SHOWN_PER_RULE).map(({ detail }) => `        ${rule}: ${detail}`),
    ...(found.length > SHOWN_PER_RULE ? [`        ${rule}: and ${String(found.length - SHOWN_PER_RULE)} more`] : []),
  ]);
  return [
    ...perRule,
    ...said.slice(-SHOWN_OF_PROCESSES).map((line) => `        | ${line}`),
    `        again: npm run faults -- ${again}`,
  ];
}

/** A schedule that could not be played to its end has failed. */
export function endedEarly(reason: string): Played {
  return { violations: [{ rule: 'F-LIVE-1', detail: `it ended early: ${reason}` }], messages: 0, stored: 0 };
}
