import { sample, Stage } from '@holdfast/e2e/browser';
import { accountOf } from '@holdfast/e2e/platform';
import type { Place, PlaceOptions } from '../place.ts';
import { playInBrowsers } from './run.ts';
import { browserScheduleOf, toldInBrowser } from './schedule.ts';

/** Processes, networks and browsers are broken, people are pages in Chromium. @throws what `Stage.open` does */
export async function browserPlace({ durability }: PlaceOptions): Promise<Place> {
  const stage = await Stage.open({ agents: ['Noor'], capacity: 1_000, instances: { session: 2 }, durability });
  try {
    const person = await stage.person();
    await sample(person);
    const agent = await stage.console(accountOf(stage.workspace, 0), person);
    await agent.goOnline();
    return {
      faultsOf: (seed) => browserScheduleOf(seed).faults.map(({ fault }) => toldInBrowser(fault)),
      play: (seed) => playInBrowsers(stage, agent, browserScheduleOf(seed)),
      get said() {
        return stage.platform.said;
      },
      stop: () => stage.close(),
    };
  } catch (error) {
    await stage.close();
    throw error;
  }
}
