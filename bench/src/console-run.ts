import { mkdir } from 'node:fs/promises';
import { type AgentActor, DESK_ID } from '@holdfast/contracts';
import type { ChatClient, InboxView } from '@holdfast/chat-client';
import { lastCommit } from '@holdfast/jetstream';
import { launchBrowser } from '@holdfast/testing';
import { agentClient } from './agent-client.ts';
import { type Act, ConsolePage } from './console-page.ts';
import { Crowd } from './crowd.ts';
import { type Installation, until } from './installation.ts';
import { letIn } from './let-in.ts';
import { cores, watchIdle } from './machine.ts';
import { percentile, round } from './measure.ts';
import type { Options } from './options.ts';
import { pace } from './pacer.ts';

const LOADS = 5;
const LETTERS = 200;
/** Of the open chats; the rest waits. */
const TAKEN_SHARE = 0.2;
/** Opening the conversations of a crowd may take so long, in ms; beyond it the run is given up. */
const GATHER_MS = 240_000;
/** Scrolling begins a while after the events, and typing ends this long after scrolling, in seconds. */
const AROUND_SECONDS = 35;

/** What an agent's Chromium makes of an inbox of many open chats: at rest, and while something happens in them. */
export async function useConsole(place: Installation, options: Options, say: (line: string) => void) {
  const nats = await place.connect();
  const [agent, ...others] = place.agents;
  if (agent === undefined || others.length === 0) throw new Error('one agent looks, the others have chats');
  const watcher = watch(place, agent);
  const crowd = new Crowd(nats, place.workspace);
  const browser = await launchBrowser();
  try {
    say(`Opening ${String(options.sessions)} chats`);
    await crowd.open(options.sessions);
    await counted(watcher, 'all chats are open', ({ all }) => all === options.sessions);
    // A claim of a chat that the desk has not heard of yet is refused.
    const desk = { workspace: place.workspace, kind: 'desk', id: DESK_ID } as const;
    const known = async (): Promise<boolean> => ((await lastCommit(nats, desk))?.commit.v ?? 0) >= options.sessions;
    await until('the desk knows all chats', known, GATHER_MS);
    say('Letting agents take their share of them');
    const taken = Math.floor(options.sessions * TAKEN_SHARE);
    await crowd.assign(taken, others);
    await counted(watcher, 'agents have their chats', ({ waiting }) => waiting === options.sessions - taken);
    await settled(watcher);
    const { email, password } = await letIn(nats, place, agent);
    const page = await ConsolePage.signIn(browser, place.stack.urls.console, email, password);
    say('Loading the console');
    const idle = watchIdle();
    const cold = await loads(page, true);
    const warm = await loads(page, false);
    const nothing: number[] = [];
    for (let i = 0; i < LOADS; i++) nothing.push(await page.loadNothing());
    const idleAtRest = idle();
    say(`Using it while ${String(options.rate)} events a second arrive`);
    const idleInUse = watchIdle();
    const stirring = pace({ perSecond: options.rate, seconds: options.seconds + AROUND_SECONDS }, () => crowd.stir());
    const stirred = await loads(page, true);
    if (options.profile !== undefined) await mkdir(options.profile, { recursive: true });
    const { scroll, open, type } = await page.use(options.seconds, LETTERS, options.profile);
    const result = {
      scenario: options.scenario,
      open_chats: options.sessions,
      waiting: options.sessions - taken,
      load_cold_ms: cold,
      load_warm_ms: warm,
      load_nothing_ms: { median: percentile(nothing, 0.5), all: nothing },
      rate: options.rate,
      load_cold_stirred_ms: stirred,
      scroll: summed(scroll),
      open_chat: summed(open),
      type: { letters: LETTERS, ...summed(type) },
      not_sent: crowd.failed,
      page_errors: page.errors,
      durability: options.durability,
      idle_share: { at_rest: round(idleAtRest), in_use: round(idleInUse()) },
      cores: cores(),
      versions: { node: process.version, chromium: browser.version() },
    };
    await stirring;
    return result;
  } finally {
    watcher.stop();
    await browser.close();
    await nats.close();
  }
}

async function loads(page: ConsolePage, cold: boolean) {
  const all: { ms: number; longTasks: number[] }[] = [];
  for (let i = 0; i < LOADS; i++) all.push(await page.load({ cold }));
  const times = all.map(({ ms }) => ms);
  return {
    median: percentile(times, 0.5),
    all: times,
    longest_task: Math.max(0, ...all.flatMap((one) => one.longTasks)),
  };
}

const summed = ({ longTasks, inputs }: Act) => ({
  long_tasks: longTasks.length,
  longest_task_ms: Math.max(0, ...longTasks),
  ...(inputs.length === 0 ? {} : { input_p50_ms: percentile(inputs, 0.5), input_p99_ms: percentile(inputs, 0.99) }),
});

/** Counts through the same inbox that the console shows. */
function watch(place: Installation, agent: AgentActor): ChatClient {
  const client = agentClient(place, agent);
  client.start();
  client.inbox.watch({ filter: 'all', limit: 1 });
  return client;
}

const counted = ({ inbox }: ChatClient, what: string, holds: (counts: InboxView['counts']) => boolean): Promise<void> =>
  until(what, () => inbox.view.value.current && holds(inbox.view.value.counts), GATHER_MS);

/** Waits until nothing has changed for two seconds: the services are done with what was asked of them. */
async function settled({ inbox }: ChatClient): Promise<void> {
  let changedAt = performance.now();
  const letGo = inbox.view.subscribe(() => (changedAt = performance.now()));
  await until('the services are at rest', () => performance.now() - changedAt > 2_000, GATHER_MS);
  letGo();
}
