import { setTimeout as delay } from 'node:timers/promises';
import { describeExit, startChild } from '../servers/child.ts';
import type { Child, ChildPlan, Exit } from '../servers/child.ts';
import { nextWait } from './backoff.ts';
import type { LogFile } from './log-file.ts';
import { noteworthy } from './noteworthy.ts';
import { StartupFailure } from './startup-failure.ts';
import { createThrottle } from './throttle.ts';

export type KeepAliveOptions = {
  plan: ChildPlan;
  log: LogFile;
  /** One line for a person. */
  say: (line: string) => void;
  /** Each life of the process, as it begins. */
  onLaunch: (child: Child) => void;
  /** And as it ends. */
  onExit: () => void;
  /** The process is ready for the first time. */
  onReady: () => void;
  /** The process has never become ready and is given up. */
  onGivenUp: (failure: StartupFailure) => void;
  /** Aborted when no further life shall begin. */
  stopping: AbortSignal;
};

type Life = { child: Child; isReady: boolean; lastError: string | undefined };

const DEATHS_BEFORE_GIVING_UP = 3;
const LOOK_EVERY_MS = 1_000;
/** So many times in a row a process has to say that it cannot go on. */
const LOOKS_BEFORE_ENDING = 3;

/** One life of the process after another, until it is stopped, or given up because it never became ready. */
export async function keepAlive(options: KeepAliveOptions): Promise<void> {
  const { plan, log, say, stopping } = options;
  const isStopping = (): boolean => stopping.aborted;
  const history = { wasReady: false };
  let wait: number | undefined;
  for (let deaths = 1; !isStopping(); deaths++) {
    const bornAt = performance.now();
    const life = launch(options);
    options.onLaunch(life.child);
    void endUnwell(options, life.child);
    void life.child.ready().then(
      () => {
        life.isReady = true;
        if (history.wasReady) say(`${plan.name} is back (${Math.round(performance.now() - bornAt)} ms).`);
        history.wasReady = true;
        options.onReady();
      },
      (error: unknown) => {
        if (life.child.hasExited() || isStopping()) return;
        if (history.wasReady) say(`${plan.name} runs but is not ready; see ${log.path}.`);
        else
          options.onGivenUp(new StartupFailure(plan.name, error instanceof Error ? error.message : String(error), log));
      },
    );
    const exit = await life.child.exited;
    options.onExit();
    if (isStopping()) return;
    if (!history.wasReady && deaths >= DEATHS_BEFORE_GIVING_UP) {
      options.onGivenUp(new StartupFailure(plan.name, `it ended ${deaths} times (${describeExit(exit)})`, log));
      return;
    }
    wait = nextWait(wait, performance.now() - bornAt);
    if (history.wasReady) say(`${plan.name} died (${causeOf(exit, life)}); restarting in ${wait} ms.`);
    await delay(wait, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** Looks after a process as long as it lives, and asks it to end where it says that it cannot go on: it may, before it was ever ready. */
async function endUnwell({ plan, log, say, stopping }: KeepAliveOptions, child: Child): Promise<void> {
  const { name, isWell } = plan;
  if (isWell === undefined) return;
  const ended = new AbortController();
  void child.exited.then(() => {
    ended.abort();
  });
  for (let unwell = 0; unwell < LOOKS_BEFORE_ENDING;) {
    await delay(LOOK_EVERY_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    if (child.hasExited() || stopping.aborted) return;
    unwell = (await isWell().catch(() => true)) ? 0 : unwell + 1;
  }
  say(`${name} says that it cannot go on; it is asked to end. See ${log.path}.`);
  await child.stop();
}

/** Errors are shown once the process is ready: while it starts, its neighbours may be starting too. */
function launch({ plan, log, say, stopping }: KeepAliveOptions): Life {
  const throttle = createThrottle((line) => {
    say(`[${plan.name}] ${line}`);
  }, log.path);
  const life: Omit<Life, 'child'> = { isReady: false, lastError: undefined };
  const child = startChild(plan, (line) => {
    log.write(line);
    const text = noteworthy(line);
    if (text === undefined) return;
    life.lastError = text;
    if (life.isReady && !stopping.aborted) throttle(text);
  });
  return Object.assign(life, { child });
}

function causeOf(exit: Exit, life: Life): string {
  // After a signal the last error of the log is older than what ended the process.
  return exit.signal === null && life.lastError !== undefined
    ? `${describeExit(exit)}: ${life.lastError}`
    : describeExit(exit);
}
