/** `npm run bench`. See options.ts for what it takes and SPEC.md for what it measures. */
import { Session } from 'node:inspector/promises';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useConsole } from './console-run.ts';
import { type Floor, measureFloor } from './floor.ts';
import { install, type Installation } from './installation.ts';
import { Journey } from './journey.ts';
import { Measurement, type Measured, percentile, round } from './measure.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { withoutPostgres } from './outage-run.ts';
import { People } from './people.ts';
import { Projection } from './projection.ts';
import { watchProcessorTime } from './processor-time.ts';
import { recover } from './recovery-run.ts';
import { saturate } from './saturation.ts';
import { sleepAndWake } from './sleep-run.ts';
import { soak } from './soak-run.ts';
import { takenWith } from './taken-with.ts';
import { openWidget } from './widget-run.ts';

/** After the last message was due, the rest has this long to arrive before it counts as lost, in ms. */
const SETTLE_MS = 30_000;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const options = readOptionsOrExplain();
if (options !== undefined) {
  process.exitCode = await run(options);
  // Whatever a client still holds open must not keep the terminal.
  process.exit();
}

function readOptionsOrExplain(): Options | undefined {
  try {
    const read = readOptions(process.argv.slice(2));
    if (read !== null) return read;
    process.stdout.write(HELP);
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exitCode = 2;
  }
  return undefined;
}

async function run(options: Options): Promise<number> {
  say(`Starting an installation of its own (${options.durability})`);
  if (options.scenario === 'sleep') {
    tell(await sleepAndWake(options, say), options);
    return 0;
  }
  const said: string[] = [];
  const place = await install(options, (line) => {
    said.push(line);
    say(line);
  });
  try {
    if (options.scenario === 'console') {
      const result = await useConsole(place, options, say);
      tell(result, options);
      return result.not_sent + result.page_errors.length === 0 ? 0 : 1;
    }
    if (options.scenario === 'widget') {
      tell(await openWidget(place, options), options);
      return 0;
    }
    const result = await measured(place, options, said);
    tell(result, options);
    const { lost, duplicated, misordered, gaps, phantoms, not_projected } = result;
    const failed = 'failed_sends' in result ? result.failed_sends : 0;
    return lost + duplicated + misordered + gaps + phantoms + not_projected + failed === 0 ? 0 : 1;
  } finally {
    await place.stop();
  }
}

function measured(place: Installation, options: Options, said: readonly string[]) {
  if (options.scenario === 'recovery') return recover(place, options, said, say);
  if (options.scenario === 'outage') return withoutPostgres(place, options, said, say);
  if (options.scenario === 'soak') return soak(place, options, say);
  return talk(place, options);
}

function tell(result: object, { json }: Options): void {
  process.stdout.write(`${JSON.stringify(result, null, json ? 0 : 2)}\n`);
}

async function talk(place: Installation, options: Options) {
  const { scenario, rate, seconds, warmUpSeconds, sessions } = options;
  const people = new People();
  const projection = await Projection.open(place.stack.databaseUrl, place.workspace);
  const nats = await place.connect();
  try {
    say(`Gathering ${String(sessions)} visitors and ${String(place.agents.length)} agents`);
    await people.gather(place, sessions);
    await new Measurement(people).run({ perSecond: Math.min(rate, 500), seconds: warmUpSeconds }, SETTLE_MS);
    const latency = scenario === 'latency';
    if (latency) say('Measuring the bare steps of the way');
    const floor = latency ? await measureFloor(nats, { perSecond: rate, seconds: Math.min(5, seconds) }) : undefined;
    say('Measuring');
    const journey = latency ? new Journey() : undefined;
    const measurement = new Measurement(people, projection, people.sent, journey);
    const stopProfile = await profile(options.profile);
    const sentBefore = people.sent;
    const processorTime = watchProcessorTime(place.stack.supervisor.pids());
    const { best, steps } = latency ? await steady(measurement, options) : await saturate(measurement, options, say);
    await stopProfile();
    await people.arrive(SETTLE_MS);
    const used = processorTime();
    const faults = people.judge();
    const projected = await projection.count(people.sent, SETTLE_MS);
    return {
      scenario,
      p50_ms: best?.p50 ?? null,
      p90_ms: best?.p90 ?? null,
      p99_ms: best?.p99 ?? null,
      max_ms: best?.max ?? null,
      floor: floor ?? null,
      over_floor_p50: ratio(best, floor),
      hops: (await journey?.hops(nats, place.workspace)) ?? null,
      rate: best?.rate ?? 0,
      offered: best?.offered ?? rate,
      seconds,
      sent: people.sent,
      ...faults,
      not_projected: people.sent - projected,
      client_problems: people.problems,
      projection_p50_ms: percentile(projection.lags, 0.5),
      projection_p99_ms: percentile(projection.lags, 0.99),
      projection_samples: projection.lags.length,
      idle_share: best?.idleShare ?? null,
      cpu_us_per_message: perMessage(used, people.sent - sentBefore),
      ...(await takenWith(place, options, projection)),
      steps,
    };
  } finally {
    people.leave();
    await nats.close();
    await projection.close();
  }
}

async function steady(
  measurement: Measurement,
  { rate, seconds }: Options,
): Promise<{ best: Measured; steps: Measured[] }> {
  const measured = await measurement.run({ perSecond: rate, seconds }, SETTLE_MS);
  return { best: measured, steps: [measured] };
}

/** How many times as long as the bare steps the whole way takes. */
function ratio(best: Measured | undefined, floor: Floor | undefined): number | null {
  if (best === undefined || floor === undefined || floor.way_p50_ms === null) return null;
  return round(best.p50 / floor.way_p50_ms);
}

function perMessage(used: Readonly<Record<string, number>>, messages: number): Record<string, number> {
  return Object.fromEntries(Object.entries(used).map(([name, us]) => [name, Math.round(us / messages)]));
}

/** Profiles the generator; the other processes write theirs when they end. */
async function profile(folder: string | undefined): Promise<() => Promise<void>> {
  if (folder === undefined) return () => Promise.resolve();
  await mkdir(folder, { recursive: true });
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    await writeFile(join(folder, 'generator.cpuprofile'), JSON.stringify(profile));
  };
}
