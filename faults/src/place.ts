import { Platform, type PlatformOptions } from '@holdfast/e2e/platform';
import { Clocks } from './clock/clocks.ts';
import { type Crashed, Crashes } from './crash/crashes.ts';
import type { Played } from './history.ts';
import { type Powered, powered } from './power/power.ts';
import { play, untilWhole } from './process/run.ts';
import { judgeRows, type RowsJudged } from './rows/judge.ts';
import { diskScheduleOf, powerScheduleOf, type Schedule, scheduleOf, SERVICES, told } from './schedule.ts';

export interface PlaceOptions extends Required<Pick<PlatformOptions, 'durability'>> {
  /** A schedule is over once something is found that time cannot mend. */
  readonly first: boolean;
}

/** An installation that schedules are played on, one after the other. */
export interface Place {
  /** What the schedule of a seed breaks, in words. */
  faultsOf(seed: number): readonly string[];
  /** Plays the schedule of a seed, and leaves everything whole. */
  play(seed: number): Promise<Played & { readonly crashes?: Crashed }>;
  /** Compares what Postgres holds after all schedules with the log, where that can be done. */
  judgeRows?(): Promise<RowsJudged>;
  /** What the supervisor of the processes has told. */
  readonly said: readonly string[];
  stop(): Promise<void>;
}

/** Processes and networks are broken, people are clients in this process. @throws what `Platform.start` does */
export function processPlace(options: PlaceOptions): Promise<Place> {
  return open(options, scheduleOf, async (platformOptions) => {
    const platform = await Platform.start(platformOptions);
    return { platform, stop: () => platform.stop() };
  });
}

/** The same people, and the power is cut. @throws what `powered` does */
export function powerPlace(options: PlaceOptions): Promise<Place> {
  return open(options, powerScheduleOf, powered);
}

/** The same people, and the disk is full for a while. @throws what `powered` does */
export function diskPlace(options: PlaceOptions): Promise<Place> {
  return open(options, diskScheduleOf, powered);
}

type Started = Pick<Powered, 'platform' | 'stop'> & Partial<Powered>;

async function open(
  { first, durability }: PlaceOptions,
  schedule: (seed: number) => Schedule,
  start: (options: PlatformOptions) => Promise<Started>,
): Promise<Place> {
  const [crashes, clocks] = [new Crashes(), new Clocks()];
  const environment = Object.fromEntries(SERVICES.map((name) => [name, clocks.settable(crashes.environment)]));
  const { platform, stop, ...disk } = await start({ links: true, instances: { session: 2 }, durability, environment });
  return {
    faultsOf: (seed) => schedule(seed).faults.map(({ fault }) => told(fault)),
    play: async (seed) => {
      const played = await play(platform, schedule(seed), { crashes, clocks, first, ...disk });
      return { ...played, crashes: crashes.take() };
    },
    judgeRows: async () => {
      await untilWhole(platform);
      const { databaseUrl, secrets } = platform.stack;
      return judgeRows({ nats: platform.nats, databaseUrl, roles: secrets.roles });
    },
    get said() {
      return platform.said;
    },
    stop: async () => {
      await stop();
      crashes.close();
      clocks.close();
    },
  };
}
