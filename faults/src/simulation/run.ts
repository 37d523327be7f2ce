import { judge } from '../checker.ts';
import type { Played } from '../history.ts';
import type { Schedule } from '../schedule.ts';
import { TALK_MS } from './schedule.ts';
import { World } from './world.ts';

/** After everything is whole again, everybody has to agree within this time; virtual ms. */
const SETTLE_MS = 90_000;
const LOOK_EVERY_MS = 500;

/** Plays a schedule in a world of its own. */
export async function simulate(schedule: Schedule, { syncs }: { readonly syncs: boolean }): Promise<Played> {
  const world = new World(schedule, { syncs });
  const uninstall = world.time.install();
  try {
    await world.gather();
    const from = world.time.now;
    for (const act of schedule.acts) world.after(act.at, () => world.act(act));
    for (const { at, fault } of schedule.faults) world.after(at, () => world.inject(fault));
    await world.time.until(from + TALK_MS);
    world.heal();
    const healed = world.time.now;
    world.after(0, () => world.postEverywhere());
    for (;;) {
      await world.time.until(world.time.now + LOOK_EVERY_MS);
      const history = world.history();
      const violations = judge(history);
      const settledMs = Math.round(world.time.now - healed);
      if (violations.length > 0 && settledMs < SETTLE_MS) continue;
      return {
        violations,
        ...(violations.length === 0 ? { settledMs } : {}),
        messages: history.sent.length,
        stored: history.sessions
          .flatMap(({ commits }) => commits.flatMap(({ events }) => events))
          .filter(({ type }) => type === 'MessagePosted').length,
      };
    }
  } finally {
    uninstall();
  }
}
