/** `npm run faults`. See options.ts for what it takes and SPEC.md for what is judged. */
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@holdfast/tools';
import { browserPlace } from './browser/place.ts';
import { HELP, type Options, readOptions, type Tier } from './options.ts';
import { diskPlace, type Place, type PlaceOptions, powerPlace, processPlace } from './place.ts';
import { runPlanted } from './planted/run.ts';
import { endedEarly, Outcome, outcomeLine, type Report, violationLines } from './report.ts';
import type { RowsJudged } from './rows/judge.ts';
import { simulateMany } from './simulation/threads.ts';

/** Several times what a schedule takes at most. */
const LIMIT_MS = 180_000;
const TOLD_EVERY_MS = 60_000;

const PLACES: Record<Exclude<Tier, 'simulation'>, (options: PlaceOptions) => Promise<Place>> = {
  process: processPlace,
  power: powerPlace,
  disk: diskPlace,
  browser: browserPlace,
};

const options = readOptionsOrExplain();
if (options !== undefined) {
  process.exitCode = await (options.planted ? runDefects(options) : run(options));
  // Whatever a client still holds open must not keep the terminal.
  process.exit();
}

function readOptionsOrExplain(): Options | undefined {
  try {
    const read = readOptions(process.argv.slice(2));
    if (read !== null) return read;
    say(HELP);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exitCode = 2;
  }
  return undefined;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The schedules that find the defects are the same every time. */
async function runDefects(options: Options): Promise<number> {
  const caught = await runPlanted(options, say);
  const missed = caught.filter(({ isCaught }) => !isCaught);
  say(`${String(caught.length - missed.length)} passed, ${String(missed.length)} failed`);
  return missed.length === 0 ? 0 : 1;
}

async function run(options: Options): Promise<number> {
  const outcome = new Outcome(options.json);
  const { tier = 'process' } = options;
  await (tier === 'simulation' ? runSimulated(options, outcome) : runReal(options, tier, outcome));
  for (const line of outcome.lines()) say(line);
  return outcome.failed === 0 ? 0 : 1;
}

async function runReal(
  { schedules, seed: from, processSafe, first }: Options,
  tier: Exclude<Tier, 'simulation'>,
  outcome: Outcome,
): Promise<void> {
  say('Starting an installation of its own');
  const place = await PLACES[tier]({ durability: processSafe ? 'process-safe' : 'power-safe', first });
  try {
    for (let seed = from; seed < from + schedules && !(first && outcome.violated > 0); seed++) {
      const begun = performance.now();
      const played = await playOrSay(place, seed);
      const report = { seed, faults: place.faultsOf(seed), ms: Math.round(performance.now() - begun), ...played };
      outcome.add(report);
      say(outcomeLine(report));
      sayViolations(report, tier, place.said);
    }
    if (first && outcome.violated > 0) return;
    const rows = await judgeRowsOrSay(place);
    if (rows === undefined) return;
    outcome.addRows(rows);
    const again = `--schedules ${String(schedules)} --tier ${tier} --seed ${String(from)}`;
    for (const line of violationLines(rows.violations, again, place.said)) say(line);
  } finally {
    await place.stop();
  }
}

/** There are very many, so that only those are told of that are violated, and now and then how far it is. */
async function runSimulated({ schedules, seed, processSafe, first }: Options, outcome: Outcome): Promise<void> {
  const progress = setInterval(() => {
    say(`${String(outcome.played)} of ${String(schedules)} played, ${String(outcome.violated)} violated`);
  }, TOLD_EVERY_MS);
  const take = (report: Report): boolean => {
    outcome.add(report);
    if (report.violations.length > 0) say(outcomeLine(report));
    sayViolations(report, 'simulation');
    return !(first && outcome.violated > 0);
  };
  try {
    await simulateMany({ first: seed, count: schedules }, { syncs: !processSafe }, take);
  } finally {
    clearInterval(progress);
  }
}

/** A schedule that could not be played to its end has failed, and the next one is played all the same. */
async function playOrSay(place: Place, seed: number): ReturnType<Place['play']> {
  const tooLate = new AbortController();
  try {
    const limit = delay(LIMIT_MS, undefined, { signal: tooLate.signal }).then((): never => {
      throw new Error(`it was not over after ${String(LIMIT_MS / 1_000)} s`);
    });
    return await Promise.race([place.play(seed), limit]);
  } catch (error) {
    return endedEarly(messageOf(error));
  } finally {
    tooLate.abort();
  }
}

/** What cannot be compared with the log is not equal to it. */
async function judgeRowsOrSay(place: Place): Promise<RowsJudged | undefined> {
  const from = performance.now();
  try {
    return await place.judgeRows?.();
  } catch (error) {
    const detail = `the tables could not be built anew: ${messageOf(error)}`;
    return { violations: [{ rule: 'F-ROWS-2', detail }], rows: {}, ms: Math.round(performance.now() - from) };
  }
}

function sayViolations({ violations, seed }: Report, tier: Tier, said?: readonly string[]): void {
  const again = `--schedules 1 --tier ${tier} --seed ${String(seed)}`;
  for (const line of violationLines(violations, again, said)) say(line);
}
