/** How often it is looked whether the machine has slept, in ms. */
const LOOK_EVERY_MS = 1_000;
/** It has when its clock has moved on by so much between two looks, in ms. */
const SLEPT_MS = 5_000;
/** The same where nobody sees the page: its timers run once a minute at times. */
const SLEPT_UNSEEN_MS = 90_000;

/** What happens to a page; outside a browser nothing ever does. */
export interface PageListener {
  /**
   * The network may be gone or back, somebody looks at the page again, or the machine has slept. `seen`: somebody looks at it. `sleptMs`: for how
   * long the page stood still, 0 where it is not known to have.
   */
  readonly woke: (seen: boolean, sleptMs: number) => void;
  /** Somebody looks at it; about once a second. */
  readonly watched: () => void;
  /** The page ends, and does not come back. */
  readonly gone: () => void;
}

/** Listens until the function that it returns is called. */
export function listenToPage({ woke, watched, gone }: PageListener): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => undefined;
  const ending = new AbortController();
  const { signal } = ending;
  const isSeen = (): boolean => document.visibilityState === 'visible';
  for (const type of ['online', 'offline', 'pageshow', 'focus'])
    window.addEventListener(type, () => woke(isSeen(), 0), { signal });
  let lookedAt = Date.now();
  /** For how long it has, in ms, if that is `atLeast`. */
  const slept = (atLeast: number): number => {
    const ms = Date.now() - lookedAt;
    lookedAt += ms;
    return ms >= atLeast ? ms : 0;
  };
  document.addEventListener(
    'visibilitychange',
    () => {
      if (isSeen()) woke(true, slept(SLEPT_UNSEEN_MS));
    },
    { signal },
  );
  window.addEventListener(
    'pagehide',
    (event) => {
      if (!event.persisted) gone();
    },
    { signal },
  );
  const looking = setInterval(() => {
    const sleptMs = slept(SLEPT_MS);
    if (!isSeen()) return;
    if (sleptMs > 0) woke(true, sleptMs);
    watched();
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(looking);
    ending.abort();
  };
}
