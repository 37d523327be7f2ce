import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = 'holdfast_session';
const TENANT_TABLES = ['transcript', 'inbox', 'search_message', 'audit'] as const;
const OPEN_TABLES = ['checkpoint', 'snooze_timer'] as const;

/** The tables of the four read models. Names are without schema: they belong to the first schema of the search path. */
export class ReadModels1764000000000 implements MigrationInterface {
  readonly name = 'ReadModels1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...TENANT_TABLES.flatMap(isolated), ...SEARCH, ...GRANTS])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function find_messages(text, integer)');
    await runner.query('drop function advance_checkpoint(text, bigint, text, bigint, text)');
    for (const table of [...TENANT_TABLES, ...OPEN_TABLES]) await runner.query(`drop table ${table}`);
  }
}

// Collation "C": ids are compared, never sorted for people.
const ID = 'text collate "C" not null';

const TABLES = [
  `create table checkpoint (
     projection ${ID} primary key, epoch ${ID}, sequence bigint not null, commit_id ${ID}
   )`,
  // The condition stands here and not in the projector, so that it holds although the statement is sent before others are answered.
  `create function advance_checkpoint(which text, was bigint, to_epoch text, to_sequence bigint, to_commit text) returns void
   language plpgsql as $$
   begin
     if was = 0 then
       insert into checkpoint values (which, to_epoch, to_sequence, to_commit) on conflict do nothing;
     else
       update checkpoint set epoch = to_epoch, sequence = to_sequence, commit_id = to_commit where projection = which and sequence = was;
     end if;
     if not found then
       raise exception 'the checkpoint of % is not at %', which, was using errcode = 'HF001';
     end if;
   end $$`,
  // One index serves both audiences: `w` never decreases with `v`. What is only handed out again is json, which is stored as it came.
  `create table transcript (
     workspace ${ID}, session ${ID}, v integer not null, w integer not null, visible boolean not null, event_id ${ID},
     at timestamptz not null, type ${ID}, actor json not null, data json not null,
     primary key (workspace, session, v)
   )`,
  // A row is written again with every event of its session: no index names a column that changes by a mere message, and pages keep room,
  // so that such an update touches one page and no index. That is why closed rows have a time of their own.
  `create table inbox (
     workspace ${ID}, session ${ID}, status ${ID}, visitor_id ${ID}, opened_at timestamptz not null, closed_at timestamptz,
     row jsonb not null,
     primary key (workspace, session)
   ) with (fillfactor = 70)`,
  `create index inbox_open on inbox (workspace, session) where status <> 'closed'`,
  `create index inbox_closed on inbox (workspace, closed_at desc, session) where status = 'closed'`,
  'create index inbox_visitor on inbox (workspace, visitor_id, opened_at desc)',
  // The workspace is a word of every message's terms: so the index finds one tenant's messages only, however many others have.
  `create table search_message (
     workspace ${ID}, session ${ID}, v integer not null, at timestamptz not null, author ${ID}, text text not null,
     terms tsvector not null generated always as (array_to_tsvector(array['workspace=' || workspace]) || to_tsvector('simple', text)) stored,
     primary key (workspace, session, v)
   )`,
  'create index search_message_terms on search_message using gin (terms)',
  // What the transcript does not tell: refusals, withdrawals, and that a session is erased.
  `create table audit (
     workspace ${ID}, session ${ID}, sequence bigint not null, n integer not null, at timestamptz not null, actor json not null,
     type ${ID}, v integer not null, outcome text collate "C",
     primary key (workspace, session, sequence, n)
   )`,
  // Read over all workspaces at start. It holds numbers and ids only.
  `create table snooze_timer (
     workspace ${ID}, session ${ID}, v integer not null, until timestamptz not null,
     primary key (workspace, session)
   )`,
];

const isolated = (table: string): string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy tenant on ${table} to ${ROLE}
   using (workspace = current_setting('holdfast.workspace', true)) with check (workspace = current_setting('holdfast.workspace', true))`,
];

/** What is asked for: with the workspace as one of the words, and without it, to be marked. @param asked the words, in SQL */
export const wordsOf = (asked: string): string => `words as (
      select quote_literal('workspace=' || current_setting('holdfast.workspace'))::tsquery && to_tsquery('simple', ${asked}) as query,
             to_tsquery('simple', ${asked}) as marked
    )`;

export const excerptOf = (text: string): string =>
  `ts_headline('simple', ${text}, marked, 'StartSel="", StopSel="", MaxWords=24, MinWords=12')`;

/** How messages are found. @param excerpt what is shown of one, in SQL @param narrowed a further condition */
export const messagesFound = (
  excerpt: string,
  narrowed = '',
): string => `returns table (session text, v integer, at timestamptz, author text, excerpt text)
  language sql stable security definer set search_path from current as $$
    with ${wordsOf('asked')}, best as (
      select m.*, words.marked, ts_rank(m.terms, words.query) as rank from search_message m, words
      where numnode(words.marked) > 0 and m.terms @@ words.query and m.workspace = current_setting('holdfast.workspace') ${narrowed}
      order by rank desc, m.at desc, m.session, m.v limit wanted
    )
    select session, v, at, author, ${excerpt}
    from best order by rank desc, at desc, session, v
  $$`;

/*
 * Under row level security Postgres uses no index for a condition that might leak (text search is one) before the policy is checked,
 * so it would look at every message of the workspace. The function runs as the owner, whom this one policy lets read, and names the
 * workspace of the transaction itself.
 */
export const FIND_MESSAGES = `create function find_messages(asked text, wanted integer)
  ${messagesFound(excerptOf('text'))}`;
const SEARCH = ['create policy search on search_message for select to current_user using (true)', FIND_MESSAGES];

/** Whoever may call a function that runs as the owner is named. */
export const forServiceOnly = (signature: string): string[] => [
  `revoke execute on function ${signature} from public`,
  `grant execute on function ${signature} to ${ROLE}`,
];

const GRANTS = [
  `grant select, insert, update, delete on ${[...TENANT_TABLES, ...OPEN_TABLES].join(', ')} to ${ROLE}`,
  ...forServiceOnly('find_messages(text, integer)'),
];
