/** Resolves after `ms`, or at once when the signal is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** The wait before attempt `n` (from 1), in milliseconds: doubling from `first` up to `most`, the upper half of it at random. */
export const backoff = (n: number, first: number, most: number): number => {
  const full = Math.min(most, first * 2 ** Math.min(n - 1, 20));
  return full / 2 + Math.random() * (full / 2);
};
