import type { ReadModel } from '../projection/read-model.ts';
import { auditEntries } from './audit-entries.ts';

const INSERT = `
  insert into audit (workspace, session, sequence, n, at, actor, type, v, outcome)
  select $1, * from json_to_recordset($2)
  as r (session text, sequence bigint, n int, at timestamptz, actor json, type text, v int, outcome text)`;

export const audit: ReadModel = {
  write(transaction, workspace, steps) {
    const rows = steps.flatMap(({ ref, commit, sequence }) =>
      auditEntries(commit).map((entry, n) => ({
        session: ref.id,
        sequence,
        n,
        at: commit.at,
        actor: commit.actor,
        ...entry,
      })),
    );
    if (rows.length > 0) transaction.send('audit-insert', INSERT, [workspace, JSON.stringify(rows)]);
  },
  erase(transaction, workspace, sessions) {
    const DELETE = 'delete from audit where workspace = $1 and session = any($2)';
    transaction.send('audit-erase', DELETE, [workspace, sessions]);
  },
};
