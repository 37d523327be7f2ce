import { columns, type ReadModel } from '../projection/read-model.ts';
import { auditEntries } from './audit-entries.ts';

const INSERT = `
  insert into audit (workspace, session, sequence, n, at, actor, type, v, outcome)
  select $1, * from unnest($2::text[], $3::bigint[], $4::int[], $5::timestamptz[], $6::jsonb[], $7::text[], $8::int[], $9::text[])
  on conflict do nothing`;

export const audit: ReadModel = {
  write(transaction, workspace, steps) {
    const rows = steps.flatMap(({ ref, commit, sequence }) => {
      const actor = JSON.stringify(commit.actor);
      return auditEntries(commit).map(
        ({ type, v, outcome }, n) => [ref.id, sequence, n, commit.at, actor, type, v, outcome] as const,
      );
    });
    if (rows.length > 0) transaction.send('audit-insert', INSERT, [workspace, ...columns(rows, 8)]);
  },
  erase(transaction, workspace, sessions) {
    transaction.send('audit-erase', 'delete from audit where workspace = $1 and session = any($2)', [
      workspace,
      sessions,
    ]);
  },
};
