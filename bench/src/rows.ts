import type { Installation } from './installation.ts';
import type { People } from './people.ts';
import { Projection } from './projection.ts';

const LOOK_EVERY_MS = 20;
/** For so long a row may be missing that somebody has been shown already. */
const BEHIND_MS = 500;

/** Looks into Postgres all the time, and calls `behind` whenever it lacks what somebody was shown, or does not answer. */
export function watchRows(place: Installation, people: People, behind: (now: number) => void) {
  let isOver = false;
  let found = 0;
  const shown: { readonly at: number; readonly count: number }[] = [];
  // By itself: a Postgres that does not answer keeps the looks waiting.
  const noting = setInterval(() => {
    shown.push({ at: performance.now(), count: people.sent - people.underWay });
  }, LOOK_EVERY_MS);
  const watch = async (): Promise<void> => {
    let projection: Projection | undefined;
    while (!isOver) {
      try {
        projection ??= await Projection.open(place.stack.databaseUrl, place.workspace);
        found = await projection.messages();
        const due = shown.findLast(({ at }) => at < performance.now() - BEHIND_MS);
        if (due !== undefined && found < due.count) behind(performance.now());
      } catch {
        behind(performance.now());
        await projection?.close().catch(() => undefined);
        projection = undefined;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    await projection?.close();
  };
  const watching = watch();
  return {
    areThere: () => found >= people.sent - people.underWay,
    stop: async () => {
      isOver = true;
      clearInterval(noting);
      await watching;
    },
  };
}
