import { setTimeout as delay } from 'node:timers/promises';
import { holdProcess, launchBrowser } from '@holdfast/testing';
import { type App, openConsole, openWidget } from './apps.ts';
import type { Installation } from './installation.ts';
import { letIn } from './let-in.ts';
import { watchIdle } from './machine.ts';
import { percentile, round } from './measure.ts';
import { type Reading, residentMb, slopeOf } from './memory.ts';
import type { Options } from './options.ts';
import { pace } from './pacer.ts';
import { People } from './people.ts';
import { Projection } from './projection.ts';
import { takenWith } from './taken-with.ts';

const FAULT_EVERY_MS = 30_000;
/** A process is held, or an app without network, for so long. */
const HELD_MS = 3_000;
const USE_EVERY_MS = 10_000;
const LOOK_EVERY_MS = 2_000;
/** Garbage of the apps is collected before each reading. */
const LOOK_AT_APPS_EVERY_MS = 60_000;
const WINDOW_SECONDS = 60;
/** Caches fill and code is compiled in the beginning; of a run too short for that, half counts. */
const SETTLE_SECONDS = 300;
/** Messages of a conversation before it is closed and its visitor begins another. */
const CONVERSATION = 60;
const ARRIVE_MS = 120_000;

/** Those of Node live through the whole run, so that what they do not give back shows; what they talk to is killed. */
const FAULTS = [
  ['hold', 'session'],
  ['kill', 'nats-server'],
  ['hold', 'gateway'],
  ['offline', 'console'],
  ['hold', 'assignment'],
  ['kill', 'postgres'],
  ['hold', 'workspace'],
  ['offline', 'widget'],
  ['hold', 'nats-server'],
  ['hold', 'postgres'],
] as const;
const NODE = ['session', 'assignment', 'workspace', 'gateway'] as const;

/** People talk and the two apps are used while something breaks every 30 s: how the memory of each process and app develops. */
export async function soak(place: Installation, options: Options, say: (line: string) => void) {
  const people = new People({ length: CONVERSATION });
  const nats = await place.connect();
  const browser = await launchBrowser();
  const ended = new AbortController();
  try {
    say(`Gathering ${String(options.sessions)} visitors and ${String(place.agents.length)} agents`);
    await people.gather(place, options.sessions);
    const [agent] = place.agents;
    if (agent === undefined) throw new Error('somebody has to look at the console');
    const { email, password } = await letIn(nats, place, agent);
    const console = await openConsole(browser, place.stack.urls.console, email, password);
    const widget = await openWidget(browser, place.stack.urls.shop);
    const memory = new Memory(place, [console, widget]);
    const idle = watchIdle();
    say(`Talking for ${String(options.seconds)} s`);
    const delays: number[] = [];
    let broken = 0;
    const { signal } = ended;
    await Promise.all([
      every(FAULT_EVERY_MS, signal, () => breakSomething(place, [console, widget], broken++, say)),
      every(USE_EVERY_MS, signal, () => Promise.all([console.use(), widget.use()])),
      every(LOOK_EVERY_MS, signal, async () => {
        delays.push(people.oldestMs);
        await memory.lookAtProcesses();
      }),
      every(LOOK_AT_APPS_EVERY_MS, signal, () => memory.lookAtApps()),
      pace({ perSecond: options.rate, seconds: options.seconds }, (index) => {
        people.send(index);
      }).finally(() => {
        ended.abort();
      }),
    ]);
    const idleShare = idle();
    await people.arrive(ARRIVE_MS);
    const projection = await Projection.open(place.stack.databaseUrl, place.workspace);
    try {
      const posted = people.sent + widget.sent();
      return {
        scenario: options.scenario,
        rate: options.rate,
        seconds: options.seconds,
        faults: broken,
        memory: memory.told(Math.min(SETTLE_SECONDS, options.seconds / 2)),
        oldest_ms: { median: percentile(delays, 0.5), max: Math.round(Math.max(...delays)) },
        sent: people.sent,
        ...people.judge(),
        not_projected: posted - (await projection.count(posted, ARRIVE_MS)),
        client_problems: people.problems,
        idle_share: round(idleShare),
        ...(await takenWith(place, options, projection)),
      };
    } finally {
      await projection.close();
    }
  } finally {
    ended.abort();
    people.leave();
    await browser.close();
    await nats.close();
  }
}

/** Until it is ended; what fails is a failure of the run. */
async function every(ms: number, signal: AbortSignal, act: () => Promise<unknown>): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    await delay(ms, undefined, { signal }).catch(() => undefined);
    if (!isOver()) await act();
  }
}

async function breakSomething(
  place: Installation,
  apps: readonly App[],
  turn: number,
  say: (line: string) => void,
): Promise<void> {
  const [how, whom] = FAULTS[turn % FAULTS.length] ?? FAULTS[0];
  say(`Fault ${String(turn + 1)}: ${how} ${whom}`);
  if (how === 'offline') {
    const app = apps.find(({ name }) => name === whom);
    await app?.setOffline(true);
    await delay(HELD_MS);
    await app?.setOffline(false);
    return;
  }
  const pid = place.stack.supervisor.pids()[whom];
  if (pid === undefined) return;
  if (how === 'kill') {
    process.kill(pid, 'SIGKILL');
    return;
  }
  const release = holdProcess(pid);
  await delay(HELD_MS);
  release();
}

/** Memory of everything, over time. */
class Memory {
  readonly #place: Installation;
  readonly #apps: readonly App[];
  readonly #readings = new Map<string, Reading[]>();
  readonly #from = performance.now();
  readonly #inPages: Record<string, { at: number; nodes: number; listeners: number }[]> = {};

  constructor(place: Installation, apps: readonly App[]) {
    this.#place = place;
    this.#apps = apps;
  }

  async lookAtProcesses(): Promise<void> {
    for (const [name, pid] of Object.entries(this.#place.stack.supervisor.pids())) {
      try {
        this.#note(`${name}: resident`, residentMb(pid));
      } catch {
        // It has just ended.
      }
    }
    await Promise.all(
      NODE.map(async (name) => {
        const mb = await heapOf(this.#place.stack.ports[name]);
        if (mb !== undefined) this.#note(`${name}: heap`, mb);
      }),
    );
  }

  async lookAtApps(): Promise<void> {
    for (const app of this.#apps) {
      const { mb, nodes, listeners } = await app.kept();
      this.#note(`${app.name}: heap`, mb);
      (this.#inPages[app.name] ??= []).push({ at: this.#seconds(), nodes, listeners });
    }
  }

  /** Of what was read after so many seconds. */
  told(from: number) {
    const slopes = [...this.#readings].map(([name, readings]) => {
      const counted = readings.filter(({ at }) => at >= from);
      return [name, slopeOf(counted, WINDOW_SECONDS)] as const;
    });
    const pages = Object.entries(this.#inPages).map(([name, all]) => {
      const counted = all.filter(({ at }) => at >= from);
      const nodes = counted.map((reading) => reading.nodes);
      return [`${name}: page`, { nodes, listeners: counted.map((reading) => reading.listeners) }];
    });
    return Object.fromEntries([...slopes, ...pages]) as Record<string, object>;
  }

  #seconds(): number {
    return (performance.now() - this.#from) / 1_000;
  }

  #note(name: string, mb: number): void {
    const readings = this.#readings.get(name) ?? [];
    readings.push({ at: this.#seconds(), mb });
    this.#readings.set(name, readings);
  }
}

/** Used heap of a process as it counts it itself, in MB; undefined: it does not answer now. */
async function heapOf(port: number): Promise<number | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/metrics`, { signal: AbortSignal.timeout(1_000) });
    const [, bytes] = /^nodejs_heap_size_used_bytes(?:\{.*\})? (\S+)$/m.exec(await answer.text()) ?? [];
    return bytes === undefined ? undefined : Number(bytes) / 1_048_576;
  } catch {
    return undefined;
  }
}
