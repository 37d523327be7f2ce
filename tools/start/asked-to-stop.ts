// One Ctrl-C can arrive twice, from the terminal and through npm; a person's second one comes later.
const SECOND_AFTER_MS = 1_000;

/** `process`, as far as it is used here. */
export type SignalSource = { on: (name: string, listener: () => void) => unknown };

export type AskedToStop = {
  /** Aborted at the first request. */
  signal: AbortSignal;
  /** Resolved at the first request. */
  asked: Promise<void>;
  /** What to do when a person asks again. */
  onSecond: (run: () => unknown) => void;
};

/**
 * Hears every way in which this process is asked to stop: signals, and `disconnect`, which says that the bootstrap
 * that started it is gone, however it went.
 */
export function askedToStop(source: SignalSource, now: () => number = () => performance.now()): AskedToStop {
  const controller = new AbortController();
  let resolve = (): void => undefined;
  const asked = new Promise<void>((done) => {
    resolve = done;
  });
  let firstAt: number | undefined;
  let second: () => unknown = () => undefined;
  const ask = (): void => {
    if (firstAt === undefined) {
      firstAt = now();
      controller.abort();
      resolve();
    } else if (now() - firstAt > SECOND_AFTER_MS) second();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) source.on(name, ask);
  return {
    signal: controller.signal,
    asked,
    onSecond: (run) => {
      second = run;
    },
  };
}
