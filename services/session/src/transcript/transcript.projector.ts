import { visitorView } from '@holdfast/contracts';
import type { ReadModel } from '../projection/read-model.ts';

const INSERT = `
  insert into transcript (workspace, session, v, w, visible, event_id, at, type, actor, data)
  select $1, * from json_to_recordset($2)
  as r (session text, v int, w int, visible boolean, event_id text, at timestamptz, type text, actor json, data json)`;

/** Every event of every session, whole: pages of history are cut from it. */
export const transcript: ReadModel = {
  write(transaction, workspace, steps) {
    const rows = steps.flatMap(({ ref, commit: { at, actor, events } }) =>
      events
        .filter(({ type }) => type !== 'SessionErased')
        .map((event) => {
          const { id: event_id, v, w, type, data } = event;
          return { session: ref.id, v, w, visible: visitorView(event) !== null, event_id, at, type, actor, data };
        }),
    );
    if (rows.length > 0) transaction.send('transcript-insert', INSERT, [workspace, JSON.stringify(rows)]);
  },
  erase(transaction, workspace, sessions) {
    const DELETE = 'delete from transcript where workspace = $1 and session = any($2)';
    transaction.send('transcript-erase', DELETE, [workspace, sessions]);
  },
};
