import { setTimeout as delay } from 'node:timers/promises';
import { type Commit, DESK_ID, type DeskEvent } from '@holdfast/contracts';
import type { Platform } from '@holdfast/e2e/platform';
import { eventually } from '@holdfast/testing';
import { judge, LASTING } from '../checker.ts';
import type { Clocks } from '../clock/clocks.ts';
import type { Crashes } from '../crash/crashes.ts';
import { PAGE_WINDOW } from '../crash/windows.ts';
import type { History, Played, SessionRecord, TranscriptRow, Violation } from '../history.ts';
import { PROCESSES, type Schedule, TALK_MS } from '../schedule.ts';
import { Breaker } from './breaker.ts';
import { Crowd } from './crowd.ts';

/** After everything is whole again and every process is back, everybody has to agree within this time. */
export const SETTLE_MS = 30_000;
const LOOK_EVERY_MS = 100;
/** What died has to be back after so long. */
const BACK_WITHIN_MS = 60_000;

/** How a schedule is played. */
export interface Manner {
  readonly crashes: Crashes;
  readonly clocks: Clocks;
  readonly cutPower?: (() => Promise<void>) | undefined;
  readonly fillDisk?: (() => Promise<() => Promise<void>>) | undefined;
  /** The end is not waited for once something is found that time cannot mend. */
  readonly first?: boolean;
}

/** Plays a schedule on an installation that is whole, and leaves it whole. */
export async function play(
  platform: Platform,
  schedule: Schedule,
  { crashes, clocks, cutPower, fillDisk, first }: Manner,
): Promise<Played> {
  await untilWhole(platform);
  const crowd = await Crowd.gather(platform, schedule);
  try {
    const { workspace, people, chats } = crowd;
    for (const device of crowd.devices) device.mayDie(() => crashes.isDue(PAGE_WINDOW));
    const breaker = new Breaker({
      platform,
      workspace: workspace.id,
      people,
      chats,
      cutPower,
      fillDisk,
      crashes,
      clocks,
    });
    await talk(schedule, crowd, breaker).finally(() => breaker.heal());
    const from = performance.now();
    for (const device of crowd.devices) device.postEverywhere();
    const { violations, history } = await settle(platform, crowd, first === true);
    const stored = history.sessions.flatMap(({ commits }) => commits.flatMap(({ events }) => events));
    return {
      violations,
      ...(violations.length === 0 ? { settledMs: Math.round(performance.now() - from) } : {}),
      messages: history.sent.length,
      stored: stored.filter(({ type }) => type === 'MessagePosted').length,
    };
  } finally {
    await crowd.leave();
  }
}

/** Waits until every process that died is back. @throws when one is not */
export async function untilWhole(platform: Platform): Promise<void> {
  await eventually(() => isWhole(platform.said), { within: BACK_WITHIN_MS, every: 50 });
}

/** Whether every process that died is back, or everything was started since: people may have agreed before, without it. */
function isWhole(said: readonly string[]): boolean {
  const last = (words: string): number => said.findLastIndex((line) => line.startsWith(words));
  return PROCESSES.every((name) => Math.max(last(`${name} is back`), last('  ready  ')) >= last(`${name} died`));
}

async function talk({ acts, faults }: Schedule, crowd: Crowd, breaker: Breaker): Promise<void> {
  const from = performance.now();
  const steps: { readonly at: number; readonly run: () => void }[] = [
    ...acts.map((act) => ({
      at: act.at,
      run: () => {
        crowd.act(act);
      },
    })),
    ...faults.map(({ at, fault }) => ({
      at,
      run: () => {
        breaker.inject(fault);
      },
    })),
  ].sort((a, b) => a.at - b.at);
  for (const { at, run } of steps) {
    const wait = from + at - performance.now();
    if (wait > 0) await delay(wait);
    run();
  }
  await delay(Math.max(0, from + TALK_MS - performance.now()));
}

/** Looks again and again until there is nothing to say against what is seen, or no hope for it, or the time is over. */
async function settle(
  platform: Platform,
  crowd: Crowd,
  first: boolean,
): Promise<{ violations: Violation[]; history: History }> {
  // What died takes its time to start, above all on a busy machine.
  let until = performance.now() + BACK_WITHIN_MS + SETTLE_MS;
  for (;;) {
    if (isWhole(platform.said)) until = Math.min(until, performance.now() + SETTLE_MS);
    const isLast = performance.now() > until;
    try {
      await crowd.readOlder(platform).catch((error: unknown) => {
        // At the end whatever there is is judged: what cannot be read shows as what it is.
        if (!isLast) throw error;
      });
      const history = await historyOf(platform, crowd);
      const violations = judge(history);
      const lasting = violations.filter(({ rule }) => LASTING.has(rule));
      if (first && lasting.length > 0 && !isLast) return { violations: lasting, history };
      if (violations.length === 0 || isLast) return { violations, history };
    } catch (error) {
      // The servers may still be on their way back.
      if (isLast) throw error;
    }
    await delay(LOOK_EVERY_MS);
  }
}

async function historyOf(platform: Platform, { workspace, devices, chats }: Crowd): Promise<History> {
  // What people are shown is looked at first: the log may be ahead of them for a moment, and never behind.
  const sent = devices.flatMap((device) => device.allSent());
  const observed = devices.flatMap((device) => device.observed());
  const issued = devices.flatMap((device) => device.issued.map((command) => ({ ...command })));
  const [sessions, desk] = await Promise.all([
    Promise.all(
      chats.map(async (id): Promise<SessionRecord> => {
        const [commits, rows] = await Promise.all([
          platform.sessionCommits(workspace.id, id),
          platform.rows<TranscriptRow & Record<string, unknown>>(
            'select v, w, event_id, type, data from session.transcript where workspace = $1 and session = $2 order by v',
            workspace.id,
            id,
          ),
        ]);
        return { id, commits, rows };
      }),
    ),
    platform.commits({ workspace: workspace.id, kind: 'desk', id: DESK_ID }) as Promise<Commit<DeskEvent>[]>,
  ]);
  return { sent, issued, observed, sessions, desk };
}
