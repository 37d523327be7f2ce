import type { MigrationInterface, QueryRunner } from 'typeorm';
import { excerptOf, FIND_MESSAGES, forServiceOnly, messagesFound, wordsOf } from './1-read-models.ts';

const ROLE = 'holdfast_session';
const ID = 'text collate "C" not null';

/** @param asked the query, in SQL: the words, or what is made of them */
export const findVisitors = (
  asked: string,
): string => `create or replace function find_visitors(asked text, wanted integer)
  returns table (session text, visitor_id text, name text, email text, external_id text)
  language sql stable security definer set search_path from current as $$
    with ${wordsOf(asked)}
    select v.session, v.visitor_id, v.name, v.email, v.external_id from session_visitor v, words
    where numnode(words.marked) > 0 and v.terms @@ words.query and v.workspace = current_setting('holdfast.workspace')
    order by v.session desc limit wanted
  $$`;

/** @param excerpt what is shown of a message, in SQL */
export const findMessages = (
  excerpt: string,
): string => `create or replace function find_messages(asked text, wanted integer, within text default null)
  ${messagesFound(excerpt, 'and (within is null or m.session = within)')}`;

/*
 * Whom each session is with, to be found by name, e-mail or the site's own id of them, and messages within one session.
 * As with messages, the workspace is a word of the terms, and the look-up runs as the owner: see the migration before.
 */
const UP = [
  `create table session_visitor (
     workspace ${ID}, session ${ID}, visitor_id ${ID}, name text, email text, external_id text,
     terms tsvector not null generated always as (
       array_to_tsvector(array['workspace=' || workspace])
       || to_tsvector('simple', translate(coalesce(name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(external_id, ''), '@.', '  '))
     ) stored,
     primary key (workspace, session)
   )`,
  'create index session_visitor_terms on session_visitor using gin (terms)',
  'alter table session_visitor enable row level security',
  'alter table session_visitor force row level security',
  `create policy tenant on session_visitor to ${ROLE}
   using (workspace = current_setting('holdfast.workspace', true)) with check (workspace = current_setting('holdfast.workspace', true))`,
  'create policy search on session_visitor for select to current_user using (true)',
  findVisitors('asked'),
  'drop function find_messages(text, integer)',
  findMessages(excerptOf('text')),
  `grant select, insert, update, delete on session_visitor to ${ROLE}`,
  ...['find_visitors(text, integer)', 'find_messages(text, integer, text)'].flatMap(forServiceOnly),
];

/** What the log has told already is in the transcript; the owner is let in for that one look. */
const FILL = [
  'alter table transcript no force row level security',
  'alter table session_visitor no force row level security',
  `insert into session_visitor (workspace, session, visitor_id, name, email, external_id)
   select distinct on (t.workspace, t.session) t.workspace, t.session, opened.data ->> 'visitorId', p.profile ->> 'name', p.profile ->> 'email', p.profile ->> 'externalId'
   from transcript t
   join transcript opened on opened.workspace = t.workspace and opened.session = t.session and opened.type = 'SessionOpened'
   cross join lateral (select case when t.type = 'SessionOpened' then t.data -> 'visitor' else t.data end as profile) p
   where t.type in ('SessionOpened', 'VisitorIdentified')
   order by t.workspace, t.session, t.v desc`,
  'alter table session_visitor force row level security',
  'alter table transcript force row level security',
];

export class Visitors1764000000001 implements MigrationInterface {
  readonly name = 'Visitors1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...UP, ...FILL]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function find_visitors(text, integer)');
    await runner.query('drop table session_visitor');
    await runner.query('drop function find_messages(text, integer, text)');
    for (const statement of [FIND_MESSAGES, ...forServiceOnly('find_messages(text, integer)')])
      await runner.query(statement);
  }
}
