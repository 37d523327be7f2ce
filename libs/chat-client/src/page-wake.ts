/** How often it is looked whether the machine has slept, in ms. */
const LOOK_EVERY_MS = 1_000;
/** It has when its clock has moved on by so much between two looks, in ms. */
const SLEPT_MS = 5_000;

/**
 * Calls `wake` when the network may be gone or back, somebody looks at the page again, or the machine has slept under a page that is looked at.
 * `seen`: somebody looks at it. The timers of hidden pages run once a minute at times, which is no sleep; the events come in time. Outside a
 * browser nothing ever happens. `gone`: the page ends, and does not come back. Returns how to stop.
 */
export function onWake(wake: (seen: boolean) => void, gone: () => void): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => undefined;
  const ending = new AbortController();
  const { signal } = ending;
  const look = (onlySeen: boolean) => () => {
    const seen = document.visibilityState === 'visible';
    if (seen || !onlySeen) wake(seen);
  };
  for (const type of ['online', 'offline', 'pageshow', 'focus']) window.addEventListener(type, look(false), { signal });
  document.addEventListener('visibilitychange', look(true), { signal });
  window.addEventListener(
    'pagehide',
    (event) => {
      if (!event.persisted) gone();
    },
    { signal },
  );
  let lookedAt = Date.now();
  const looking = setInterval(() => {
    const before = lookedAt;
    lookedAt = Date.now();
    if (lookedAt - before >= SLEPT_MS) look(true)();
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(looking);
    ending.abort();
  };
}
