/** How often it is looked whether the machine has slept, in ms. */
const LOOK_EVERY_MS = 1_000;
/** It has when its clock has moved on by so much between two looks, in ms. */
const SLEPT_MS = 5_000;

/** What happens to a page; outside a browser nothing ever does. */
export interface PageListener {
  /** The network may be gone or back, somebody looks at the page again, or the machine has slept under a page that is looked at. `seen`: somebody looks at it. */
  readonly woke: (seen: boolean) => void;
  /** Somebody looks at it; about once a second. */
  readonly watched: () => void;
  /** The page ends, and does not come back. */
  readonly gone: () => void;
}

/** Listens until the function that it returns is called. The timers of hidden pages run once a minute at times, which is no sleep; the events come in time. */
export function listenToPage({ woke, watched, gone }: PageListener): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => undefined;
  const ending = new AbortController();
  const { signal } = ending;
  const look = (onlySeen: boolean) => () => {
    const seen = document.visibilityState === 'visible';
    if (seen || !onlySeen) woke(seen);
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
    if (document.visibilityState === 'visible') watched();
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(looking);
    ending.abort();
  };
}
