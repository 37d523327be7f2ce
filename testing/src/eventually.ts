import { setTimeout as delay } from 'node:timers/promises';

export type EventuallyOptions = {
  /** Milliseconds after which the wait fails; 10 seconds when absent. */
  within?: number;
  /** Milliseconds between two looks; 5 when absent. */
  every?: number;
};

/**
 * Waits until `check` neither throws nor answers false, null or undefined, and returns its answer.
 * So both `() => rows.length === 3` and a function full of expectations will do.
 * @throws what the last look threw, or an error that names the last answer
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { within = 10_000, every = 5 }: EventuallyOptions = {},
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + within;
  for (;;) {
    let failure: unknown;
    try {
      const answer = await check();
      if (holds(answer)) return answer;
      failure = new Error(
        `the condition was still ${String(answer)} after ${within} ms: ${check.toString().slice(0, 200)}`,
      );
    } catch (error) {
      failure = error;
    }
    if (performance.now() >= deadline) throw failure;
    await delay(every);
  }
}

function holds<T>(answer: T): answer is Exclude<T, false | null | undefined> {
  return answer !== false && answer !== null && answer !== undefined;
}

/** A promise to be settled by hand. */
export type Deferred<T> = { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void };

export function deferred<T>(): Deferred<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  return { promise, resolve, reject };
}
