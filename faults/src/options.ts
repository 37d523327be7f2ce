import { parseArgs } from 'node:util';

export const TIERS = ['process', 'power', 'disk', 'browser', 'simulation'] as const;
export type Tier = (typeof TIERS)[number];

/** What a run is to do. */
export interface Options {
  readonly schedules: number;
  /** Of the first schedule; the next one's is one more. */
  readonly seed: number;
  /** Where to write reports for machines, if anywhere. */
  readonly json: string | undefined;
  /** What is broken: processes and networks, the power, or all of it in a simulation. Where none is named: processes, or where a planted defect shows. */
  readonly tier: Tier | undefined;
  /** The broker does not sync, as it does not by itself: what a power cut loses then has to be found. */
  readonly processSafe: boolean;
  /** Stops after the first schedule with a violation. */
  readonly first: boolean;
  /** Tries the checker instead of the product: each defect of planted/defects.ts is planted and has to be found. */
  readonly planted: boolean;
  /** The only defect to plant. */
  readonly defect: string | undefined;
}

export const HELP = `npm run faults -- [options]

  --schedules N   how many schedules are played, one after the other (10)
  --seed S        seed of the first; schedule i has seed S + i (1)
  --tier T        process: processes are killed and paused, networks broken (the default);
                  power: the power is cut, on a disk in a file of its own (Linux, root);
                  disk: such a disk is full for a while;
                  browser: what happens to browsers, too, with the screens as witnesses;
                  simulation: all of it in one thread, on a simulated broker, network and time
  --process-safe  with a broker that does not sync: the power tier and the simulation have to fail then
  --json FILE     write what came of each schedule there, as a line of JSON
  --first         stop after the first schedule with a violation, and as soon as time cannot mend it
  --planted       plant one defect after the other and see that each is found: in the tier that is named, or where it shows
  --defect NAME   plant only this one
`;

/** Null: help is wanted. @throws TypeError when the arguments make no sense */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      schedules: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      tier: { type: 'string' },
      'process-safe': { type: 'boolean', default: false },
      json: { type: 'string' },
      first: { type: 'boolean', default: false },
      planted: { type: 'boolean', default: false },
      defect: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return null;
  const { json, first, planted, defect } = values;
  const schedules = whole('schedules', values.schedules, 1);
  const seed = whole('seed', values.seed, 0);
  const tier = TIERS.find((one) => one === values.tier);
  if (tier !== values.tier) throw new TypeError(`--tier is one of ${TIERS.join(', ')}, not ${String(values.tier)}`);
  return { schedules, seed, tier, processSafe: values['process-safe'], json, first, planted, defect };
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new TypeError(`--${name} takes a whole number from ${String(least)}, not ${text}`);
  return value;
}
