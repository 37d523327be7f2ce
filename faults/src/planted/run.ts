import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WINDOWS } from '../crash/windows.ts';
import type { Options, Tier } from '../options.ts';
import type { Report } from '../report.ts';
import { type Defect, DEFECTS } from './defects.ts';

/**
 * So many schedules have to do: a defect that shows up once in a hundred would be found once in a hundred runs. In processes each
 * crash window is armed twice.
 */
const SCHEDULES: Record<Tier, number> = {
  process: 2 * WINDOWS.length,
  power: 20,
  disk: 20,
  browser: 20,
  simulation: 1_000,
};
const MAIN = join(import.meta.dirname, '..', 'main.ts');
const PLANT = join(import.meta.dirname, 'plant.ts');

/** What came of looking for a planted defect. */
export interface Caught {
  readonly name: string;
  readonly isCaught: boolean;
  /** Rules that were broken, or why there are none. */
  readonly found: readonly string[];
  readonly schedules: number;
}

/** Plants each defect in an installation of its own, and looks whether the checker finds it. */
export async function runPlanted(
  { seed, tier, defect: only }: Pick<Options, 'seed' | 'tier' | 'defect'>,
  say: (line: string) => void,
): Promise<readonly Caught[]> {
  const chosen = DEFECTS.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) throw new RangeError(`There is no defect ${String(only)}`);
  const all: Caught[] = [];
  for (const defect of chosen) {
    const caught = await look(defect, seed, tier ?? defect.tier ?? 'process');
    all.push(caught);
    const { name, isCaught, found, schedules } = caught;
    say(
      `${isCaught ? 'caught' : 'MISSED'}  ${name}  after ${String(schedules)}  ${found.join(' ') || 'nothing found'}`,
    );
  }
  return all;
}

/** A schedule that ends by something else, e.g. before there is a chat, says nothing of the defect: the next ones are played, too. */
async function look(defect: Defect, seed: number, tier: Tier): Promise<Caught> {
  const found = new Set<string>();
  const isCaught = (): boolean => defect.rules.some((rule) => found.has(rule));
  let schedules = 0;
  while (schedules < SCHEDULES[tier] && !isCaught()) {
    const { reports, said } = await playPlanted(defect, tier, seed + schedules, SCHEDULES[tier] - schedules);
    if (reports.length === 0) found.add(`it did not run: ${said}`);
    for (const { violations } of reports) for (const { rule } of violations) found.add(rule);
    schedules += Math.max(1, reports.filter(({ seed: played }) => played !== undefined).length);
  }
  return { name: defect.name, isCaught: isCaught(), found: [...found], schedules };
}

/** Plays schedules up to the first that is violated. */
async function playPlanted(
  defect: Defect,
  tier: Tier,
  seed: number,
  schedules: number,
): Promise<{ readonly reports: readonly Line[]; readonly said: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-planted-'));
  const json = join(folder, 'reports.jsonl');
  try {
    const child = spawn(
      process.execPath,
      [
        '--conditions=holdfast-source',
        MAIN,
        ...['--tier', tier, '--schedules', String(schedules), '--seed', String(seed), '--json', json, '--first'],
      ],
      {
        env: {
          ...process.env,
          HOLDFAST_PLANTED: defect.name,
          ...(tier === 'simulation' ? { HOLDFAST_PLANTED_IN_ALL: '1' } : {}),
          NODE_OPTIONS: `--import=${PLANT}`,
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
    await once(child, 'close');
    return { reports: await readReports(json), said };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A schedule that was played to its end; without a seed, what came of the tables after all of them. */
type Line = Pick<Report, 'violations'> & Partial<Pick<Report, 'seed'>>;

async function readReports(file: string): Promise<readonly Line[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}
