import { setTimeout as delay } from 'node:timers/promises';
import { DATABASE_SERVICES, type DatabaseService } from '@holdfast/tools';
import type { Violation } from '../history.ts';
import { besideRebuilt, type Installation } from './rebuilt.ts';
import { Snapshot } from './snapshot.ts';

/** The live tables and those built anew have to come to the same place of the log within this time. */
const AGREE_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;
/** Of a row, which may be long: its beginning, which says whose it is, and where it is another one. */
const SHOWN_OF_ROW = { beginning: 80, before: 40, after: 120 };

/** What came of comparing tables with the log. */
export interface RowsJudged {
  readonly violations: readonly Violation[];
  /** How many rows of each table were compared. */
  readonly rows: Readonly<Record<string, number>>;
  /** How long it took, ms. */
  readonly ms: number;
}

/** Builds every projection anew beside the live one and compares all rows (F-ROWS-2). @throws what `besideRebuilt` does */
export async function judgeRows(installation: Installation, within = AGREE_WITHIN_MS): Promise<RowsJudged> {
  const from = performance.now();
  const rows: Record<string, number> = {};
  const violations = await besideRebuilt(installation, async (url) => {
    const found: Violation[] = [];
    for (const service of DATABASE_SERVICES)
      found.push(...(await judgeService(service, { live: installation.databaseUrl, rebuilt: url }, rows, within)));
    return found;
  });
  return { violations, rows, ms: Math.round(performance.now() - from) };
}

interface Pair<T> {
  readonly live: T;
  readonly rebuilt: T;
}

/** Both go on while they are looked at: they are compared when they stand at the same place. */
async function judgeService(
  service: DatabaseService,
  urls: Pair<string>,
  rows: Record<string, number>,
  within: number,
): Promise<Violation[]> {
  const until = performance.now() + within;
  for (;;) {
    const live = await Snapshot.take(urls.live, service);
    try {
      const rebuilt = await Snapshot.take(urls.rebuilt, service);
      try {
        if (live.at === rebuilt.at) return await judgeTables({ live, rebuilt }, rows);
        if (performance.now() > until)
          return [violation(`${service} stands at ${live.at || 'nothing'}, built anew at ${rebuilt.at || 'nothing'}`)];
      } finally {
        await rebuilt.close();
      }
    } finally {
      await live.close();
    }
    await delay(LOOK_EVERY_MS);
  }
}

async function judgeTables({ live, rebuilt }: Pair<Snapshot>, rows: Record<string, number>): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const table of await live.tables()) {
    const [is, wanted] = [await live.summary(table), await rebuilt.summary(table)];
    rows[table] = is.rows;
    if (is.rows === wanted.rows && is.hash === wanted.hash) continue;
    const counts = `${String(is.rows)} rows are not the ${String(wanted.rows)} that the log makes`;
    violations.push(violation(`${table}: ${counts}; ${await firstDifference(table, { live, rebuilt })}`));
  }
  return violations;
}

async function firstDifference(table: string, { live, rebuilt }: Pair<Snapshot>): Promise<string> {
  const [ours, wanted] = [await live.digests(table), await rebuilt.digests(table)];
  // Where one ends before the other, the first row that only one has is the first difference.
  const differs = ours.findIndex((digest, place) => digest !== wanted[place]);
  const place = differs === -1 ? ours.length : differs;
  const [row, other] = [await live.row(table, place), await rebuilt.row(table, place)];
  return `the first other one is ${shown(row, other)}, built anew ${shown(other, row)}`;
}

function shown(row: string | undefined, other: string | undefined): string {
  if (row === undefined) return 'none';
  const { beginning, before, after } = SHOWN_OF_ROW;
  let at = 0;
  while (at < row.length && row[at] === other?.[at]) at++;
  const from = Math.max(beginning, at - before);
  return `${row.slice(0, beginning)}${from > beginning ? ' … ' : ''}${row.slice(from, at + after)}`;
}

const violation = (detail: string): Violation => ({ rule: 'F-ROWS-2', detail });
