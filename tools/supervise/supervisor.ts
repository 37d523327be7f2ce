import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeExit, startChild } from '../servers/child.ts';
import type { Child, ChildPlan } from '../servers/child.ts';
import { nextWait } from './backoff.ts';
import { openLogFile } from './log-file.ts';
import type { LogFile } from './log-file.ts';
import { noteworthy } from './noteworthy.ts';
import type { RunRecorder } from './run-record.ts';
import { createThrottle } from './throttle.ts';

/** A process to keep alive. */
export type SupervisedPlan = ChildPlan & {
  /** Stopping goes through the phases in rising order; processes of one phase stop together. */
  stopPhase: number;
};

export type SupervisorOptions = {
  logFolder: string;
  /** One line for a person: deaths, restarts, errors from the logs. */
  say: (line: string) => void;
  record?: RunRecorder;
};

export type Supervisor = {
  /** Starts a process and keeps it alive from then on; resolves when it is ready for the first time. @throws StartupFailure */
  start: (plan: SupervisedPlan) => Promise<void>;
  pids: () => Record<string, number>;
  /** Stops everything, phase by phase. Safe to call twice. */
  stop: () => Promise<void>;
  /** Kills everything at once. */
  kill: () => Promise<void>;
};

/** A process that could not be brought up; `tail` holds what the end of its log says, for a person. */
export class StartupFailure extends Error {
  override readonly name = 'StartupFailure';
  readonly process: string;
  readonly log: string;
  readonly tail: readonly string[];

  constructor(process: string, reason: string, log: LogFile) {
    super(`${process} does not start: ${reason}`);
    this.process = process;
    this.log = log.path;
    this.tail = readable(log.tail());
  }
}

const TAIL_LINES = 8;

/** The errors among the lines, or the lines themselves when none is recognised, each once. */
function readable(lines: readonly string[]): string[] {
  const errors = lines.flatMap((line) => noteworthy(line) ?? []);
  const chosen = errors.length > 0 ? errors : lines.filter((line) => line.trim() !== '');
  return [...new Set(chosen)].slice(-TAIL_LINES);
}

type Supervised = { plan: SupervisedPlan; log: LogFile; child: Child | undefined; kept: Promise<void> };

const DEATHS_BEFORE_GIVING_UP = 3;

/** Keeps processes alive: a death is said and followed by a restart with growing waits, until `stop`. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const all = new Map<string, Supervised>();
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;

  const launch = (entry: Supervised): Child => {
    const { plan, log } = entry;
    const throttle = createThrottle((line) => {
      options.say(`[${plan.name}] ${line}`);
    }, log.path);
    const child = startChild(plan, (line) => {
      log.write(line);
      const text = noteworthy(line);
      if (text !== undefined && !isStopping()) throttle(text);
    });
    entry.child = child;
    if (child.pid !== undefined) options.record?.put(plan.name, child.pid);
    return child;
  };

  /** One life after another until the supervisor stops, or until the process has never become ready. */
  const keep = async (
    entry: Supervised,
    becameReady: () => void,
    gaveUp: (error: StartupFailure) => void,
  ): Promise<void> => {
    const { plan, log } = entry;
    let wait: number | undefined;
    let deaths = 0;
    const life = { wasReady: false };
    while (!isStopping()) {
      const bornAt = performance.now();
      const child = launch(entry);
      void child.ready().then(
        () => {
          if (life.wasReady) options.say(`${plan.name} is back (${Math.round(performance.now() - bornAt)} ms).`);
          life.wasReady = true;
          becameReady();
        },
        (error: unknown) => {
          if (child.hasExited() || isStopping()) return;
          if (life.wasReady) options.say(`${plan.name} runs but is not ready; see ${log.path}.`);
          else gaveUp(new StartupFailure(plan.name, error instanceof Error ? error.message : String(error), log));
        },
      );
      const exit = await child.exited;
      options.record?.remove(plan.name);
      if (isStopping()) return;
      deaths += 1;
      if (!life.wasReady && deaths >= DEATHS_BEFORE_GIVING_UP) {
        gaveUp(new StartupFailure(plan.name, `it ended ${deaths} times (${describeExit(exit)})`, log));
        return;
      }
      wait = nextWait(wait, performance.now() - bornAt);
      if (life.wasReady) options.say(`${plan.name} died (${describeExit(exit)}); restarting in ${wait} ms.`);
      await delay(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  const stopOne = async (entry: Supervised, how: 'stop' | 'kill'): Promise<void> => {
    await (how === 'stop' ? entry.child?.stop() : entry.child?.kill());
    await entry.kept;
    entry.log.close();
  };

  return {
    start: (plan) =>
      new Promise((resolve, reject) => {
        if (isStopping()) {
          reject(new Error('the supervisor is stopping'));
          return;
        }
        const log = openLogFile(join(options.logFolder, `${plan.name}.log`));
        const entry: Supervised = { plan, log, child: undefined, kept: Promise.resolve() };
        all.set(plan.name, entry);
        entry.kept = keep(entry, resolve, reject);
        // Stopped before it was ready: whoever waits must not wait for ever.
        void entry.kept.then(() => {
          reject(new Error(`${plan.name} was stopped`));
        });
      }),
    pids: () => {
      const pids: Record<string, number> = {};
      for (const [name, { child }] of all) if (child?.pid !== undefined && !child.hasExited()) pids[name] = child.pid;
      return pids;
    },
    stop: async () => {
      stopping.abort();
      const phases = [...new Set([...all.values()].map(({ plan }) => plan.stopPhase))].sort((a, b) => a - b);
      for (const phase of phases) {
        await Promise.all(
          [...all.values()].filter(({ plan }) => plan.stopPhase === phase).map((entry) => stopOne(entry, 'stop')),
        );
      }
    },
    kill: async () => {
      stopping.abort();
      await Promise.all([...all.values()].map((entry) => stopOne(entry, 'kill')));
    },
  };
}
