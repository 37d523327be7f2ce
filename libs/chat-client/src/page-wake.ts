/** How often it is looked whether the machine has slept, in ms. */
const LOOK_EVERY_MS = 1_000;
/** It has when its clock has moved on by so much between two looks, in ms. */
const SLEPT_MS = 5_000;

/**
 * Calls `wake` when the network may be gone or back, somebody looks at the page again, or the machine has slept under a page that is looked at.
 * `seen`: somebody looks at it. The timers of hidden pages run once a minute at times, which is no sleep; the events come in time. Outside a
 * browser nothing ever happens. Returns how to stop.
 */
export function onWake(wake: (seen: boolean) => void): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => undefined;
  const isSeen = (): boolean => document.visibilityState === 'visible';
  const now = (): void => wake(isSeen());
  const ifSeen = (): void => {
    if (isSeen()) wake(true);
  };
  let lookedAt = Date.now();
  const looking = setInterval(() => {
    const slept = Date.now() - lookedAt >= SLEPT_MS;
    lookedAt = Date.now();
    if (slept) ifSeen();
  }, LOOK_EVERY_MS);
  const ends = [() => clearInterval(looking)];
  const on = (target: EventTarget, type: string, run: () => void): void => {
    target.addEventListener(type, run);
    ends.push(() => target.removeEventListener(type, run));
  };
  for (const type of ['online', 'offline', 'pageshow', 'focus']) on(window, type, now);
  on(document, 'visibilitychange', ifSeen);
  return () => {
    for (const end of ends) end();
  };
}
