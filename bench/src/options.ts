import { parseArgs } from 'node:util';

export type Durability = 'power-safe' | 'process-safe';

/** What a run is to do. */
export interface Options {
  readonly scenario: 'latency' | 'saturation';
  /** Messages a second, offered; for `saturation` the first step. */
  readonly rate: number;
  /** Measured seconds; of each step for `saturation`. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly sessions: number;
  readonly agents: number;
  readonly durability: Durability;
  /** One line of JSON on stdout instead of lines for people. */
  readonly json: boolean;
  /** Where to write CPU profiles of the generator, if anywhere. */
  readonly profile: string | undefined;
}

export const HELP = `npm run bench -- latency|saturation [options]

  --rate N          messages a second (latency: 200; saturation: the first step, 1000)
  --seconds N       measured seconds (latency: 20; saturation: of each step, 5)
  --warm-up N       seconds before (5)
  --sessions N      conversations (latency: 50; saturation: 400)
  --agents N        agents who answer them (latency: 10; saturation: 40)
  --durability D    power-safe (default) or process-safe
  --json            one line of JSON on stdout
  --profile FOLDER  write a CPU profile of each Node process there
`;

/** @throws TypeError when the arguments make no sense */
export function readOptions(args: readonly string[]): Options | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rate: { type: 'string' },
      seconds: { type: 'string' },
      'warm-up': { type: 'string' },
      sessions: { type: 'string' },
      agents: { type: 'string' },
      durability: { type: 'string' },
      json: { type: 'boolean' },
      profile: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return null;
  const [scenario] = positionals;
  if (positionals.length !== 1 || (scenario !== 'latency' && scenario !== 'saturation'))
    throw new TypeError('name one scenario: latency or saturation');
  const durability = values.durability ?? 'power-safe';
  if (durability !== 'power-safe' && durability !== 'process-safe')
    throw new TypeError('--durability is power-safe or process-safe');
  const saturation = scenario === 'saturation';
  return {
    scenario,
    durability,
    rate: number('rate', values.rate, saturation ? 1_000 : 200),
    seconds: number('seconds', values.seconds, saturation ? 5 : 20),
    warmUpSeconds: number('warm-up', values['warm-up'], 5),
    sessions: number('sessions', values.sessions, saturation ? 400 : 50),
    agents: number('agents', values.agents, saturation ? 40 : 10),
    json: values.json ?? false,
    profile: values.profile,
  };
}

function number(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new TypeError(`--${name} is a number above zero`);
  return value;
}
