import type { Actor } from '@holdfast/contracts';
import type { ReadModel } from '../projection/read-model.ts';

const INSERT = `
  insert into search_message (workspace, session, v, at, author, text)
  select $1, * from json_to_recordset($2) as r (session text, v int, at timestamptz, author text, text text)`;

/** The texts of all messages, notes included: only staff search. */
export const search: ReadModel = {
  write(transaction, workspace, steps) {
    const rows = steps.flatMap(({ ref, commit: { at, actor, events } }) =>
      events.flatMap((event) =>
        event.type === 'MessagePosted'
          ? [{ session: ref.id, v: event.v, at, author: author(actor), text: event.data.text }]
          : [],
      ),
    );
    if (rows.length > 0) transaction.send('search-insert', INSERT, [workspace, JSON.stringify(rows)]);
  },
  erase(transaction, workspace, sessions) {
    const DELETE = 'delete from search_message where workspace = $1 and session = any($2)';
    transaction.send('search-erase', DELETE, [workspace, sessions]);
  },
};

/** What an author is called; a visitor without a name is a visitor. */
const author = (actor: Actor): string => (actor.kind === 'system' ? actor.id : (actor.name ?? actor.kind));
