/** `npm run faults`. See options.ts for what it takes and SPEC.md for what is judged. */
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Platform, type PlatformOptions } from '@holdfast/e2e/platform';
import { messageOf } from '@holdfast/tools';
import { type Crashed, Crashes, toldCrashes } from './crash/crashes.ts';
import type { Played, Violation } from './history.ts';
import { HELP, type Options, readOptions, type Tier } from './options.ts';
import { powered, type Powered } from './power/power.ts';
import { runPlanted } from './planted/run.ts';
import { play } from './process/run.ts';
import { powerScheduleOf, type Schedule, scheduleOf, SERVICES, told } from './schedule.ts';
import { simulate } from './simulation/run.ts';
import { simulatedScheduleOf } from './simulation/schedule.ts';

/** Several times what a schedule takes at most. */
const LIMIT_MS = 180_000;
/** The rest is in the file of `--json`. */
const SHOWN_PER_RULE = 3;
const SHOWN_OF_PROCESSES = 12;

/** Where schedules are played. */
type Started = Pick<Powered, 'platform' | 'stop'> & Partial<Powered>;
type Place = Started & { readonly crashes: Crashes };

const PLACES: Record<Exclude<Tier, 'simulation'>, (options: PlatformOptions) => Promise<Started>> = {
  process: async (options) => {
    const platform = await Platform.start(options);
    return { platform, stop: () => platform.stop() };
  },
  power: powered,
};
const SCHEDULES: Record<Exclude<Tier, 'simulation'>, (seed: number) => Schedule> = {
  process: scheduleOf,
  power: powerScheduleOf,
};

type Report = { readonly schedule: Schedule; readonly ms: number; readonly crashes?: Crashed } & Played;

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
async function runDefects({ seed, defect }: Options): Promise<number> {
  const caught = await runPlanted({ seed, only: defect }, say);
  const missed = caught.filter(({ isCaught }) => !isCaught);
  say(`${String(caught.length - missed.length)} passed, ${String(missed.length)} failed`);
  return missed.length === 0 ? 0 : 1;
}

async function run(options: Options): Promise<number> {
  const reports = options.tier === 'simulation' ? await runSimulated(options) : await runReal(options, options.tier);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(reports, null, 2)}\n`);
  const failed = reports.filter(isViolated);
  const settled = reports.flatMap(({ settledMs }) => settledMs ?? []).sort((a, b) => a - b);
  const at = (share: number): string => String(settled[Math.ceil(settled.length * share) - 1] ?? '–');
  const total = (field: 'messages' | 'stored'): string => String(reports.reduce((sum, one) => sum + one[field], 0));
  say(
    `${total('messages')} messages, ${total('stored')} stored; agreed after ${at(0.5)} ms (p50), ${at(0.99)} ms (p99)`,
  );
  if (options.tier !== 'simulation') say(toldCrashes(reports.flatMap(({ crashes }) => crashes ?? [])));
  say(`${String(reports.length - failed.length)} passed, ${String(failed.length)} failed`);
  return failed.length === 0 ? 0 : 1;
}

async function runReal(
  { schedules, seed, processSafe, first }: Options,
  tier: Exclude<Tier, 'simulation'>,
): Promise<readonly Report[]> {
  say('Starting an installation of its own');
  const durability = processSafe ? 'process-safe' : 'power-safe';
  const crashes = new Crashes();
  const environment = Object.fromEntries(SERVICES.map((name) => [name, crashes.environment]));
  const started = await PLACES[tier]({ links: true, instances: { session: 2 }, durability, environment });
  const place: Place = { ...started, crashes };
  const reports: Report[] = [];
  try {
    for (let i = 0; i < schedules && !(first && reports.some(isViolated)); i++)
      reports.push(await runOne(place, { tier, first }, seed + i));
  } finally {
    await place.stop();
    crashes.close();
  }
  return reports;
}

/** There are very many, so that only those are told of that are violated. */
async function runSimulated({ schedules, seed, processSafe, first }: Options): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (let i = 0; i < schedules && !(first && reports.some(isViolated)); i++) {
    const schedule = simulatedScheduleOf(seed + i);
    const from = performance.now();
    const played = await simulate(schedule, { syncs: !processSafe }).catch(endedEarly);
    reports.push({ schedule, ms: Math.round(performance.now() - from), ...played });
    if (played.violations.length > 0) {
      sayOutcome(schedule, played);
      sayViolations(played.violations, `--tier simulation --seed ${String(schedule.seed)}`);
    }
  }
  return reports;
}

function isViolated({ violations }: Report): boolean {
  return violations.length > 0;
}

async function runOne(
  place: Place,
  { tier, first }: { readonly tier: Exclude<Tier, 'simulation'>; readonly first: boolean },
  seed: number,
): Promise<Report> {
  const from = performance.now();
  const schedule = SCHEDULES[tier](seed);
  const played = await playOrSay(place, schedule, first);
  const ms = Math.round(performance.now() - from);
  sayOutcome(schedule, played);
  if (played.violations.length > 0)
    sayViolations(played.violations, `--tier ${tier} --seed ${String(seed)}`, place.platform.said);
  return { schedule, ms, crashes: place.crashes.take(), ...played };
}

function sayOutcome({ seed, faults }: Schedule, { settledMs, stored, messages }: Played): void {
  const outcome = settledMs === undefined ? 'VIOLATED' : `agreed after ${String(settledMs)} ms`;
  const broken = faults.map(({ fault }) => told(fault)).join(', ');
  say(`${String(seed).padStart(6)}  ${outcome}  ${String(stored)} of ${String(messages)} stored  [${broken}]`);
}

/** A schedule that could not be played to its end has failed, and the next one is played all the same. */
async function playOrSay({ platform, ...manner }: Place, schedule: Schedule, first: boolean): Promise<Played> {
  const tooLate = new AbortController();
  try {
    const limit = delay(LIMIT_MS, undefined, { signal: tooLate.signal }).then((): never => {
      throw new Error(`it was not over after ${String(LIMIT_MS / 1_000)} s`);
    });
    return await Promise.race([play(platform, schedule, { ...manner, first }), limit]);
  } catch (error) {
    return endedEarly(error);
  } finally {
    tooLate.abort();
  }
}

function endedEarly(error: unknown): Played {
  return {
    violations: [{ rule: 'F-LIVE-1', detail: `it ended early: ${messageOf(error)}` }],
    messages: 0,
    stored: 0,
  };
}

function sayViolations(violations: readonly Violation[], again: string, said: readonly string[] = []): void {
  for (const [rule, found] of Map.groupBy(violations, (one) => one.rule)) {
    for (const { detail } of found.slice(0, SHOWN_PER_RULE)) say(`        ${rule}: ${detail}`);
    if (found.length > SHOWN_PER_RULE) say(`        ${rule}: and ${String(found.length - SHOWN_PER_RULE)} more`);
  }
  for (const line of said.slice(-SHOWN_OF_PROCESSES)) say(`        | ${line}`);
  say(`        again: npm run faults -- --schedules 1 ${again}`);
}
