import type { ReadModel, Step } from '../projection/read-model.ts';

const UPSERT = `
  insert into snooze_timer (workspace, session, v, until)
  select $1, * from json_to_recordset($2) as r (session text, v int, until timestamptz)
  on conflict (workspace, session) do update set v = excluded.v, until = excluded.until`;
const DELETE = 'delete from snooze_timer where workspace = $1 and session = any($2)';

/** Which sessions are snoozed: what timers are armed again from when the service starts. */
export const snoozes: ReadModel = {
  write(transaction, workspace, steps) {
    const changes = new Map(steps.flatMap(changesOf));
    const armed = [...changes].flatMap(([session, at]) => (at === null ? [] : [{ session, ...at }]));
    const ended = [...changes].flatMap(([session, at]) => (at === null ? [session] : []));
    if (armed.length > 0) transaction.send('snooze-upsert', UPSERT, [workspace, JSON.stringify(armed)]);
    if (ended.length > 0) transaction.send('snooze-delete', DELETE, [workspace, ended]);
  },
  erase(transaction, workspace, sessions) {
    transaction.send('snooze-delete', DELETE, [workspace, sessions]);
  },
};

type Snooze = { v: number; until: string } | null;

function changesOf({ ref, commit }: Step): [session: string, snooze: Snooze][] {
  return commit.events.flatMap((event): [string, Snooze][] => {
    switch (event.type) {
      case 'SessionSnoozed':
        return [[ref.id, { v: event.v, until: event.data.until }]];
      case 'SessionWoken':
      case 'AgentUnassigned':
      case 'TransferRequested':
      case 'SessionClosed':
        return [[ref.id, null]];
      default:
        return [];
    }
  });
}
