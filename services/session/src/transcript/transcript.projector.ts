import { visitorView } from '@holdfast/contracts';
import { columns, type ReadModel } from '../projection/read-model.ts';

const INSERT = `
  insert into transcript (workspace, session, v, w, visible, event_id, at, type, actor, data)
  select $1, * from unnest($2::text[], $3::int[], $4::int[], $5::boolean[], $6::text[], $7::timestamptz[], $8::text[], $9::jsonb[], $10::jsonb[])
  on conflict do nothing`;

/** Every event of every session, whole: pages of history are cut from it. */
export const transcript: ReadModel = {
  write(transaction, workspace, steps) {
    const rows = steps.flatMap(({ ref, commit }) => {
      const actor = JSON.stringify(commit.actor);
      return commit.events
        .filter(({ type }) => type !== 'SessionErased')
        .map((event) => {
          const visible = visitorView(event) !== null;
          return [
            ref.id,
            event.v,
            event.w,
            visible,
            event.id,
            commit.at,
            event.type,
            actor,
            JSON.stringify(event.data),
          ] as const;
        });
    });
    if (rows.length > 0) transaction.send('transcript-insert', INSERT, [workspace, ...columns(rows, 9)]);
  },
  erase(transaction, workspace, sessions) {
    transaction.send('transcript-erase', 'delete from transcript where workspace = $1 and session = any($2)', [
      workspace,
      sessions,
    ]);
  },
};
