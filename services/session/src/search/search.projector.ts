import type { Actor } from '@holdfast/contracts';
import { columns, type ReadModel } from '../projection/read-model.ts';

const INSERT = `
  insert into search_message (workspace, session, v, at, author, text)
  select $1, * from unnest($2::text[], $3::int[], $4::timestamptz[], $5::text[], $6::text[])
  on conflict do nothing`;

/** The texts of all messages, notes included: only staff search. */
export const search: ReadModel = {
  write(transaction, workspace, steps) {
    const rows = steps.flatMap(({ ref, commit }) =>
      commit.events.flatMap((event) =>
        event.type === 'MessagePosted'
          ? [[ref.id, event.v, commit.at, author(commit.actor), event.data.text] as const]
          : [],
      ),
    );
    if (rows.length > 0) transaction.send('search-insert', INSERT, [workspace, ...columns(rows, 5)]);
  },
  erase(transaction, workspace, sessions) {
    transaction.send('search-erase', 'delete from search_message where workspace = $1 and session = any($2)', [
      workspace,
      sessions,
    ]);
  },
};

/** What an author is called; a visitor without a name is a visitor. */
const author = (actor: Actor): string => (actor.kind === 'system' ? actor.id : (actor.name ?? actor.kind));
