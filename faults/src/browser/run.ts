import { setTimeout as delay } from 'node:timers/promises';
import { type AgentConsole, logOf, sample, type Stage, type Widget } from '@holdfast/e2e/browser';
import { messageOf } from '@holdfast/tools';
import type { Played, Violation } from '../history.ts';
import { Breaker } from '../process/breaker.ts';
import { BROWSER_TALK_MS, type BrowserFault, type BrowserSchedule, nameOf, TABS, type Who } from './schedule.ts';
import { differences, everWrong } from './screens.ts';
import { Tab } from './tab.ts';

/** After everything is whole again, every screen has to show what the log has within this time. */
const SETTLE_MS = 60_000;
const LOOK_EVERY_MS = 200;

/** Plays a schedule in browsers, with the screens as witnesses. `agent` is signed in, and online. */
export async function playInBrowsers(stage: Stage, agent: AgentConsole, schedule: BrowserSchedule): Promise<Played> {
  const scene = await Scene.set(stage, agent, schedule);
  try {
    await scene.talk();
    return await scene.settle();
  } finally {
    await scene.leave();
  }
}

/** The browser of one person. */
type Person = ReturnType<Tab['page']['context']>;

/** The tabs of a schedule, and the chat that all of them follow. */
class Scene {
  readonly #stage: Stage;
  readonly #schedule: BrowserSchedule;
  readonly #session: string;
  readonly #tabs: readonly Tab[];
  readonly #breaker: Breaker;
  readonly #errorsBefore: number;
  /** Ends what lasts a while, by what it is. */
  readonly #undone = new Set<() => Promise<void>>();
  /** People have two tabs and two hands. */
  readonly #hands: Record<Who, Promise<unknown>> = { visitor: Promise.resolve(), agent: Promise.resolve() };

  private constructor(stage: Stage, schedule: BrowserSchedule, session: string, tabs: readonly Tab[]) {
    this.#stage = stage;
    this.#schedule = schedule;
    this.#session = session;
    this.#tabs = tabs;
    this.#errorsBefore = stage.errors.length;
    this.#breaker = new Breaker({
      platform: stage.platform,
      workspace: stage.workspace.id,
      people: [stage.platform],
      chats: [session],
    });
  }

  static async set(stage: Stage, agent: AgentConsole, schedule: BrowserSchedule): Promise<Scene> {
    const person = await stage.person();
    await sample(person);
    const visitor = await stage.shop(person);
    const hello = `Hello from ${String(schedule.seed)}.`;
    await visitor.post(hello);
    await agent.view('All');
    await agent.openChat(hello);
    const path = new URL(agent.page.url()).pathname;
    const openShop = (): Promise<Widget> => stage.shop(person);
    const openConsole = (): Promise<AgentConsole> => stage.tab(agent, path);
    const opens = { visitor: openShop, agent: openConsole };
    const surfaces = [visitor, ...(await Promise.all([openShop(), openConsole(), openConsole()]))];
    const tabs = surfaces.map((surface, i) => new Tab(nameOf(i), surface, opens[TABS[i] ?? 'visitor']));
    return new Scene(stage, schedule, agent.session, tabs);
  }

  /** Everybody writes while things break; in the end nothing is broken any more. */
  async talk(): Promise<void> {
    const { lines, faults } = this.#schedule;
    const steps = [
      ...lines.map(({ at, tab }) => ({ at, run: () => this.#write(tab) })),
      ...faults.map(({ at, fault }) => ({ at, run: () => this.#inject(fault) })),
    ].sort((a, b) => a.at - b.at);
    const from = performance.now();
    for (const { at, run } of steps) {
      await delay(Math.max(0, from + at - performance.now()));
      run();
    }
    await delay(Math.max(0, from + BROWSER_TALK_MS - performance.now()));
    await this.#breaker.heal();
    await Promise.all([...this.#undone].map((undo) => undo()));
    await Promise.all(this.#tabs.map((tab) => tab.recovered()));
  }

  /** Everybody writes once more; then what is on the screens has to become what is in the log. */
  async settle(): Promise<Played> {
    const from = performance.now();
    for (const tab of this.#tabs.keys()) this.#write(tab);
    await Promise.all(Object.values(this.#hands));
    for (;;) {
      const isLast = performance.now() - from > SETTLE_MS;
      const inLog = await this.#inLog().catch(() => undefined);
      const open = inLog === undefined ? [] : await this.#differences(inLog);
      if (inLog !== undefined && (open.length === 0 || isLast)) {
        const violations = [...open, ...(await this.#everWrong())];
        return {
          violations,
          ...(violations.length === 0 ? { settledMs: Math.round(performance.now() - from) } : {}),
          messages: this.#tabs.flatMap(({ lines }) => lines).length,
          stored: inLog.length - 1,
        };
      }
      if (isLast) throw new Error('the log cannot be read');
      await delay(LOOK_EVERY_MS);
    }
  }

  async leave(): Promise<void> {
    await Promise.all(this.#tabs.map(({ page }) => page.close()));
    await this.#tabs[0]?.page.context().close();
  }

  #write(tab: number): void {
    const who = TABS[tab] ?? 'visitor';
    this.#hands[who] = this.#hands[who].then(() => this.#tabs[tab]?.write()).catch(() => undefined);
  }

  #inject(fault: BrowserFault): void {
    switch (fault.kind) {
      case 'tab-crash':
        this.#tabs[fault.tab]?.crash();
        return;
      case 'reload':
        this.#tabs[fault.tab]?.reload();
        return;
      case 'freeze': {
        const tab = this.#tabs[fault.tab];
        if (tab === undefined || tab.isOut) return;
        this.#lasts(fault.forMs, () => tab.freeze());
        return;
      }
      case 'offline': {
        const context = this.#tabs[TABS.indexOf(fault.who)]?.page.context();
        if (context === undefined) return;
        this.#lasts(fault.forMs, async () => {
          await setOffline(context, true);
          return () => setOffline(context, false);
        });
        return;
      }
      default:
        this.#breaker.inject(fault);
    }
  }

  /** Undone after a while, and at the latest when everything is to be whole again. */
  #lasts(forMs: number, begin: () => Promise<() => Promise<void>>): void {
    const begun = begin();
    const undo = async (): Promise<void> => {
      if (!this.#undone.delete(undo)) return;
      clearTimeout(timer);
      await (
        await begun
      )();
    };
    const timer = setTimeout(() => void undo(), forMs);
    this.#undone.add(undo);
  }

  async #inLog(): Promise<string[]> {
    const { platform, workspace } = this.#stage;
    const commits = await platform.sessionCommits(workspace.id, this.#session);
    return commits.flatMap(({ events }) =>
      events.flatMap((event) => (event.type === 'MessagePosted' ? [event.data.text] : [])),
    );
  }

  async #differences(inLog: readonly string[]): Promise<Violation[]> {
    // A page that cannot be asked shows what kept it from answering.
    const texts = (tab: Tab): Promise<string[]> => tab.texts().catch((error: unknown) => [messageOf(error)]);
    const screens = await Promise.all(
      this.#tabs.map(async (tab) => ({ name: tab.name, lines: tab.lines, texts: await texts(tab) })),
    );
    return differences(screens, inLog);
  }

  async #everWrong(): Promise<Violation[]> {
    const { platform, workspace, errors } = this.#stage;
    const watched = await Promise.all(
      this.#tabs.map(async (tab, i) => ({ name: tab.name, side: TABS[i] ?? 'visitor', lives: await tab.lives() })),
    );
    // Read afterwards: whatever was true when it was shown is in it.
    const log = await logOf(platform, workspace.id, this.#session);
    return everWrong(watched, log, errors.slice(this.#errorsBefore));
  }
}

/** A page that has crashed cannot be told, and is closed soon; the others are told then. */
async function setOffline(context: Person, isOffline: boolean): Promise<void> {
  for (let turns = 20; ; turns--) {
    try {
      await context.setOffline(isOffline);
      return;
    } catch (error) {
      if (turns === 0) throw error;
      await delay(LOOK_EVERY_MS);
    }
  }
}
