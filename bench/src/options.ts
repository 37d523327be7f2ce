import { parseArgs } from 'node:util';

export type Durability = 'power-safe' | 'process-safe';

/** What a run is to do. */
export interface Options {
  readonly scenario: 'latency' | 'saturation' | 'console' | 'widget' | 'recovery' | 'outage' | 'sleep' | 'soak';
  /** Messages a second, offered; for `saturation` the first step, for `console` those that arrive while it is used. */
  readonly rate: number;
  /** Measured seconds; of each step for `saturation`, of scrolling for `console`, after each kill for `recovery`, without Postgres for `outage`, asleep for `sleep`, of the whole for `soak`. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly sessions: number;
  readonly agents: number;
  /** How often each process is killed for `recovery`. */
  readonly rounds: number;
  /** How many there are of each service and of the gateway; the first is killed. */
  readonly instances: number;
  readonly durability: Durability;
  /** One line of JSON on stdout instead of lines for people. */
  readonly json: boolean;
  /** Where to write CPU profiles of the generator, if anywhere. */
  readonly profile: string | undefined;
}

export const HELP = `npm run bench -- latency|saturation|console|widget|recovery|outage|sleep|soak [options]

  --rate N          messages a second (latency: 200; saturation: the first step, 1000; console: 50;
                    recovery, outage: 100; soak: 300)
  --seconds N       measured seconds (latency: 20; saturation: of each step, 5; console: of scrolling, 10;
                    recovery: after each kill, 6; outage: without Postgres, 60;
                    sleep: 600; soak: 1800)
  --warm-up N       seconds before (5)
  --sessions N      conversations (latency: 50; saturation: 400; console: open chats, 10000;
                    widget: times it is opened again, 20; recovery, outage, soak: 200;
                    sleep: 1)
  --agents N        agents who answer them (latency: 10; saturation: 40; console: 4;
                    recovery, outage, soak: 10; sleep: 1)
  --rounds N        recovery: how often each process is killed (5)
  --instances N     of each service and of the gateway (1)
  --durability D    power-safe (default) or process-safe
  --json            one line of JSON on stdout
  --profile FOLDER  write a CPU profile of each Node process there, and of the console
`;

const USUAL = {
  latency: { rate: 200, seconds: 20, sessions: 50, agents: 10 },
  saturation: { rate: 1_000, seconds: 5, sessions: 400, agents: 40 },
  console: { rate: 50, seconds: 10, sessions: 10_000, agents: 4 },
  widget: { rate: 1, seconds: 1, sessions: 20, agents: 1 },
  recovery: { rate: 100, seconds: 6, sessions: 200, agents: 10 },
  outage: { rate: 100, seconds: 60, sessions: 200, agents: 10 },
  sleep: { rate: 1, seconds: 600, sessions: 1, agents: 1 },
  soak: { rate: 300, seconds: 1_800, sessions: 200, agents: 10 },
};
const isScenario = (name: string | undefined): name is Options['scenario'] => name !== undefined && name in USUAL;

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
      rounds: { type: 'string' },
      instances: { type: 'string' },
      durability: { type: 'string' },
      json: { type: 'boolean' },
      profile: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return null;
  const [scenario] = positionals;
  if (positionals.length !== 1 || !isScenario(scenario))
    throw new TypeError('name one scenario: latency, saturation, console, widget, recovery, outage, sleep or soak');
  const durability = values.durability ?? 'power-safe';
  if (durability !== 'power-safe' && durability !== 'process-safe')
    throw new TypeError('--durability is power-safe or process-safe');
  const usual = USUAL[scenario];
  return {
    scenario,
    durability,
    rate: number('rate', values.rate, usual.rate),
    seconds: number('seconds', values.seconds, usual.seconds),
    warmUpSeconds: number('warm-up', values['warm-up'], 5),
    sessions: number('sessions', values.sessions, usual.sessions),
    agents: number('agents', values.agents, usual.agents),
    rounds: number('rounds', values.rounds, 5),
    instances: number('instances', values.instances, 1),
    json: values.json ?? false,
    profile: values.profile,
  };
}

function number(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new TypeError(`--${name} is a number above zero`);
  return value;
}
