import { join } from 'node:path';
import type { Child, ChildPlan } from '../servers/child.ts';
import { keepAlive } from './keep-alive.ts';
import { openLogFile } from './log-file.ts';
import type { LogFile } from './log-file.ts';
import type { RunRecorder } from './run-record.ts';

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

type Supervised = { plan: SupervisedPlan; log: LogFile; child: Child | undefined; kept: Promise<void> };

/** Keeps processes alive: a death is said and followed by a restart with growing waits, until `stop`. */
export function createSupervisor({ logFolder, say, record }: SupervisorOptions): Supervisor {
  const all = new Map<string, Supervised>();
  const stopping = new AbortController();

  const begin = (plan: SupervisedPlan, onReady: () => void, onGivenUp: (error: Error) => void): void => {
    const log = openLogFile(join(logFolder, `${plan.name}.log`));
    const entry: Supervised = { plan, log, child: undefined, kept: Promise.resolve() };
    all.set(plan.name, entry);
    entry.kept = keepAlive({
      plan,
      log,
      say,
      stopping: stopping.signal,
      onLaunch: (child) => {
        entry.child = child;
        if (child.pid !== undefined) record?.put(plan.name, child.pid);
      },
      onExit: () => record?.remove(plan.name),
      onReady,
      onGivenUp,
    });
    // Stopped before it was ready: whoever waits must not wait for ever.
    void entry.kept.then(() => {
      onGivenUp(new Error(`${plan.name} was stopped`));
    });
  };

  const end = async (entries: Iterable<Supervised>, how: 'stop' | 'kill'): Promise<void> => {
    await Promise.all(
      Array.from(entries, async (entry) => {
        await entry.child?.[how]();
        await entry.kept;
        entry.log.close();
      }),
    );
  };

  return {
    start: (plan) =>
      new Promise((resolve, reject) => {
        if (stopping.signal.aborted) reject(new Error('the supervisor is stopping'));
        else begin(plan, resolve, reject);
      }),
    pids: () => {
      const pids: Record<string, number> = {};
      for (const [name, { child }] of all) if (child?.pid !== undefined && !child.hasExited()) pids[name] = child.pid;
      return pids;
    },
    stop: async () => {
      stopping.abort();
      const entries = [...all.values()];
      const phases = [...new Set(entries.map(({ plan }) => plan.stopPhase))].sort((a, b) => a - b);
      for (const phase of phases)
        await end(
          entries.filter(({ plan }) => plan.stopPhase === phase),
          'stop',
        );
    },
    kill: async () => {
      stopping.abort();
      await end(all.values(), 'kill');
    },
  };
}
