import type { Installation } from './installation.ts';
import { percentile } from './measure.ts';
import { type Options } from './options.ts';
import { pace } from './pacer.ts';
import { People } from './people.ts';
import { Projection } from './projection.ts';
import { watchRows } from './rows.ts';
import { takenWith } from './taken-with.ts';

const PROCESSES = ['nats-server', 'postgres', 'session', 'assignment', 'workspace', 'gateway'] as const;
type ProcessName = (typeof PROCESSES)[number];

/** A process is killed so long after people began to talk, and they go on for the given seconds afterwards. */
const BEFORE_KILL_S = 2;
const LOOK_EVERY_MS = 20;
/** A message that is under way for longer is late: many times what it takes, and less than anybody notices. */
const LATE_MS = 200;
const SETTLE_MS = 60_000;

/** One kill. Times are in ms from SIGKILL to the last look that still found something wrong; 0: none did. */
interface Recovery {
  /** Until the supervisor had the next process ready. */
  readonly back: number;
  /** Until no message was late. */
  readonly through: number;
  /** Until everybody's connection and view were current. */
  readonly current: number;
  /** Until Postgres had every message that somebody had been shown. */
  readonly projected: number;
}

/**
 * Kills each process in turn, as often as asked for, while people talk, and tells how long anybody or anything was behind.
 * `said`: what the supervisor tells, as it grows.
 */
export async function recover(
  place: Installation,
  options: Options,
  said: readonly string[],
  say: (line: string) => void,
) {
  const people = new People();
  try {
    say(`Gathering ${String(options.sessions)} visitors and ${String(place.agents.length)} agents`);
    await people.gather(place, options.sessions);
    const rounds: Record<ProcessName, Recovery[]> = { ...NO_ROUNDS };
    for (let round = 1; round <= options.rounds; round++) {
      for (const name of PROCESSES) {
        const recovery = await killOnce(name, { place, people, options, said });
        say(`Round ${String(round)}, ${name}: ${JSON.stringify(recovery)}`);
        rounds[name] = [...rounds[name], recovery];
      }
    }
    const projection = await Projection.open(place.stack.databaseUrl, place.workspace);
    try {
      return {
        scenario: options.scenario,
        recovery_ms: Object.fromEntries(PROCESSES.map((name) => [name, told(rounds[name])])),
        rounds: options.rounds,
        rate: options.rate,
        sent: people.sent,
        ...people.judge(),
        not_projected: people.sent - (await projection.count(people.sent, SETTLE_MS)),
        ...(await takenWith(place, options, projection)),
      };
    } finally {
      await projection.close();
    }
  } finally {
    people.leave();
  }
}

const NO_ROUNDS = Object.fromEntries(PROCESSES.map((name) => [name, []])) as unknown as Record<ProcessName, Recovery[]>;

interface Scene {
  readonly place: Installation;
  readonly people: People;
  readonly options: Options;
  readonly said: readonly string[];
}

async function killOnce(name: ProcessName, { place, people, options, said }: Scene): Promise<Recovery> {
  const first = people.sent;
  let killedAt = Infinity;
  const last = { back: 0, through: 0, current: 0, projected: 0 };
  const told = said.length;
  const isBack = (): boolean => said.slice(told).some((line) => line.startsWith(`${name} is back`));
  const look = (): void => {
    const now = performance.now();
    if (now < killedAt) return;
    const since = Math.round(now - killedAt);
    if (!isBack()) last.back = since;
    if (people.oldestMs > LATE_MS) last.through = since;
    if (!people.isCurrent) last.current = since;
  };
  const looking = setInterval(look, LOOK_EVERY_MS);
  const rows = watchRows(place, people, (now) => {
    if (now > killedAt) last.projected = Math.round(now - killedAt);
  });
  const killing = setTimeout(() => {
    const pid = place.stack.supervisor.pids()[name];
    if (pid === undefined) return;
    process.kill(pid, 'SIGKILL');
    killedAt = performance.now();
  }, BEFORE_KILL_S * 1_000);
  try {
    await pace({ perSecond: options.rate, seconds: BEFORE_KILL_S + options.seconds }, (index) => {
      people.send(first + index);
    });
    await people.arrive(SETTLE_MS);
    const until = performance.now() + SETTLE_MS;
    while (!(isBack() && people.isCurrent && rows.areThere()) && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    return last;
  } finally {
    clearTimeout(killing);
    clearInterval(looking);
    await rows.stop();
  }
}

/** Of a handful of rounds the 99th percentile is the longest. */
const told = (rounds: readonly Recovery[]) =>
  Object.fromEntries(
    (['back', 'through', 'current', 'projected'] as const).map((what) => {
      const times = rounds.map((round) => round[what]);
      return [what, { median: percentile(times, 0.5), max: Math.max(...times) }];
    }),
  );
