import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * Visitors are found by plain letters too, as they are typed on any keyboard, and who has no name by the letters that the console
 * calls them by: the last four of their id. Canonical decomposition makes no sign that means something in a query.
 */
const PLAIN_LETTERS = `create function plain_letters(said text) returns text
  language sql immutable strict parallel safe as $$
    select translate(replace(regexp_replace(normalize(said, NFD), '[\\u0300-\\u036f]', '', 'g'), 'ß', 'ss'), 'ıøØłŁđĐ', 'ioOlLdD')
  $$`;
const SAID = `translate(coalesce(name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(external_id, ''), '@.', '  ')`;
const SHOWN_ID = `right(regexp_replace(visitor_id, '[^A-Za-z0-9]', '', 'g'), 4)`;

const terms = (words: string): string[] => [
  'alter table session_visitor drop column terms',
  `alter table session_visitor add column terms tsvector not null generated always as (
     array_to_tsvector(array['workspace=' || workspace]) || to_tsvector('simple', ${words})
   ) stored`,
  'create index session_visitor_terms on session_visitor using gin (terms)',
];
const findVisitors = (asked: string): string => `create or replace function find_visitors(asked text, wanted integer)
  returns table (session text, visitor_id text, name text, email text, external_id text)
  language sql stable security definer set search_path from current as $$
    with words as (
      select quote_literal('workspace=' || current_setting('holdfast.workspace'))::tsquery && to_tsquery('simple', ${asked}) as query,
             to_tsquery('simple', ${asked}) as marked
    )
    select v.session, v.visitor_id, v.name, v.email, v.external_id from session_visitor v, words
    where numnode(words.marked) > 0 and v.terms @@ words.query and v.workspace = current_setting('holdfast.workspace')
    order by v.session desc limit wanted
  $$`;

/** A letter of nobody's in the place of `<`: what looks like markup would be left out of an excerpt. */
const MARKUP = 'chr(57344)';
const findMessages = (
  excerpt: string,
): string => `create or replace function find_messages(asked text, wanted integer, within text default null)
  returns table (session text, v integer, at timestamptz, author text, excerpt text)
  language sql stable security definer set search_path from current as $$
    with words as (
      select quote_literal('workspace=' || current_setting('holdfast.workspace'))::tsquery && to_tsquery('simple', asked) as query,
             to_tsquery('simple', asked) as marked
    ), best as (
      select m.*, words.marked, ts_rank(m.terms, words.query) as rank from search_message m, words
      where numnode(words.marked) > 0 and m.terms @@ words.query and m.workspace = current_setting('holdfast.workspace')
        and (within is null or m.session = within)
      order by rank desc, m.at desc, m.session, m.v limit wanted
    )
    select session, v, at, author, ${excerpt}
    from best order by rank desc, at desc, session, v
  $$`;
const excerptOf = (text: string): string =>
  `ts_headline('simple', ${text}, marked, 'StartSel="", StopSel="", MaxWords=24, MinWords=12')`;

export class PlainLetters1764000000002 implements MigrationInterface {
  readonly name = 'PlainLetters1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    const words = `plain_letters(${SAID} || ' ' || ${SHOWN_ID})`;
    const excerpt = `translate(${excerptOf(`translate(text, '<', ${MARKUP})`)}, ${MARKUP}, '<')`;
    for (const statement of [
      PLAIN_LETTERS,
      ...terms(words),
      findVisitors('plain_letters(asked)'),
      findMessages(excerpt),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      findMessages(excerptOf('text')),
      findVisitors('asked'),
      ...terms(SAID),
      'drop function plain_letters(text)',
    ])
      await runner.query(statement);
  }
}
