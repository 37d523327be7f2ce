import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { tether, watchOrphan } from './tether.ts';

/** What it takes to run one process: built without side effects, run by `startChild` or by the supervisor. */
export type ChildPlan = {
  name: string;
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** Asks the process to finish its work and leave. */
  stopSignal: NodeJS.Signals;
  /** After this many milliseconds an asked process is killed. */
  stopBudgetMs: number;
  /** What the process gets when the one that started it is gone without a word. */
  orphanSignal: NodeJS.Signals;
  /** One probe; true when the process does its work. Throwing counts as not yet. */
  isReady: () => Promise<boolean>;
  readyBudgetMs: number;
  /** One probe: false when the process says itself that it cannot go on. Throwing says nothing: it may only be slow. */
  isWell?: () => Promise<boolean>;
  /** Gives the process an input that ends when its starter is gone, for those that watch it. */
  lifeline?: boolean;
};

export type Exit = { code: number | null; signal: NodeJS.Signals | null; error?: Error };

export type Child = {
  pid: number | undefined;
  exited: Promise<Exit>;
  hasExited: () => boolean;
  /** Resolves when the process is ready; rejects when it ends first or takes longer than its budget. */
  ready: () => Promise<void>;
  /** Asks the process to end and kills it when its budget is over; resolves when it has ended. */
  stop: () => Promise<Exit>;
  /** Sends SIGKILL; resolves when the process has ended. */
  kill: () => Promise<Exit>;
};

const PROBE_EVERY_MS = 20;

/** Starts a process whose life is tied to this one's. Each line it writes goes to `onLine`. */
export function startChild(plan: ChildPlan, onLine: (line: string) => void = () => undefined): Child {
  const [command, args] = tether(plan.orphanSignal, plan.command, plan.args);
  // A group of its own: Ctrl-C in a terminal reaches the starter only, which then stops everything in order.
  const child = spawn(command, args, {
    detached: true,
    cwd: plan.cwd,
    env: { ...process.env, ...plan.env },
    stdio: [plan.lifeline === true ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const release = watchOrphan(child.pid, plan.orphanSignal);
  splitLines(child.stdout, onLine);
  splitLines(child.stderr, onLine);

  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    const settle = (value: Exit): void => {
      exit ??= value;
      release();
      resolve(exit);
    };
    child.once('exit', (code, signal) => {
      settle({ code, signal });
    });
    child.once('error', (error) => {
      if (child.pid === undefined) settle({ code: 127, signal: null, error });
    });
  });
  const hasExited = (): boolean => exit !== undefined;

  return {
    pid: child.pid,
    exited,
    hasExited,
    ready: () => waitReady(plan, hasExited, exited),
    stop: async () => {
      if (!hasExited()) {
        child.kill(plan.stopSignal);
        const giveUp = new AbortController();
        const killer = delay(plan.stopBudgetMs, undefined, { signal: giveUp.signal }).then(
          () => child.kill('SIGKILL'),
          () => undefined,
        );
        await exited;
        giveUp.abort();
        await killer;
      }
      return exited;
    },
    kill: async () => {
      if (!hasExited()) child.kill('SIGKILL');
      return exited;
    },
  };
}

async function waitReady(plan: ChildPlan, hasExited: () => boolean, exited: Promise<Exit>): Promise<void> {
  const deadline = performance.now() + plan.readyBudgetMs;
  for (;;) {
    if (hasExited()) throw new Error(`${plan.name} ended before it was ready (${describeExit(await exited)})`);
    if (await plan.isReady().catch(() => false)) return;
    if (performance.now() > deadline)
      throw new Error(`${plan.name} was not ready within ${plan.readyBudgetMs / 1000} s`);
    await Promise.race([delay(PROBE_EVERY_MS), exited]);
  }
}

/** How a process ended, in words. */
export function describeExit(exit: Exit): string {
  if (exit.error !== undefined) return exit.error.message;
  return exit.signal === null ? `exit code ${exit.code ?? 'unknown'}` : `signal ${exit.signal}`;
}

function splitLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  if (stream === null) return;
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
