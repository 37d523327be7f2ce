import type { RecordedEvent, SessionEvent } from '@holdfast/contracts';
import { commandIdOf } from '@holdfast/contracts/validators';
import { eventually } from '@holdfast/testing';
import { expect } from '@jest/globals';
import type { Platform } from './stack.ts';

/** A message that somebody was told is stored. `from` is whoever sent it. */
export interface Acknowledged {
  readonly id: string;
  readonly from: string;
}

type Recorded = RecordedEvent<SessionEvent>;

/** The events of a session in `CHAT_EVENTS`; every `v` is there once, in order. */
export async function eventsInLog(platform: Platform, workspace: string, session: string): Promise<Recorded[]> {
  const commits = await platform.sessionCommits(workspace, session);
  const events = commits.flatMap((commit) => commit.events);
  expect(events.map(({ v }) => v)).toEqual(events.map((_, i) => i + 1));
  const settled = commits.flatMap(({ outcomes }) => outcomes.map(({ commandId }) => commandId));
  expect(new Set(settled).size).toBe(settled.length);
  return events;
}

/** Ids of the messages in the log, in its order: the one truth that everybody else's list is compared with. */
export const messageIds = (events: readonly Recorded[]): string[] =>
  events.filter(({ type }) => type === 'MessagePosted').map(commandIdOf);

/** Each acknowledged message is in the log once, and those of one sender are in the order they were sent in. */
export function expectAllIn(inLog: readonly string[], acknowledged: readonly Acknowledged[]): void {
  expect(new Set(inLog).size).toBe(inLog.length);
  for (const from of new Set(acknowledged.map((message) => message.from))) {
    const theirs = acknowledged.filter((message) => message.from === from).map(({ id }) => id);
    const wanted = new Set(theirs);
    expect(inLog.filter((id) => wanted.has(id))).toEqual(theirs);
  }
}

interface Row {
  readonly v: number;
  readonly w: number;
  readonly event_id: string;
  readonly type: string;
  readonly data: unknown;
}

/** Waits until Postgres holds exactly the events of the log: each once, in order, unchanged. */
export async function expectProjected(platform: Platform, workspace: string, session: string): Promise<void> {
  await eventually(
    async () => {
      const rows = await platform.rows<Row>(
        'select v, w, event_id, type, data from session.transcript where workspace = $1 and session = $2 order by v',
        workspace,
        session,
      );
      // Read last and each time: receipts go on for a moment after the last message.
      const events = await eventsInLog(platform, workspace, session);
      expect(rows).toEqual(events.map(({ v, w, id, type, data }): Row => ({ v, w, event_id: id, type, data })));
      return true;
    },
    { within: 20_000, every: 50 },
  );
}
