import type { MigrationInterface, QueryRunner } from 'typeorm';
import { excerptOf } from './1-read-models.ts';
import { findMessages, findVisitors } from './2-visitors.ts';

/*
 * Visitors are found by plain letters too, as they are typed on any keyboard, and who has no name by the letters that the console
 * calls them by: the last four of their id. Canonical decomposition makes no sign that means something in a query.
 */
export const PLAIN_LETTERS = `create or replace function plain_letters(said text) returns text
  language sql immutable strict parallel safe as $$
    select translate(replace(regexp_replace(normalize(said, NFD), '[\\u0300-\\u036f]', '', 'g'), 'ß', 'ss'), 'ıøØłŁđĐ', 'ioOlLdD')
  $$`;
const SAID = `translate(coalesce(name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(external_id, ''), '@.', '  ')`;
const SHOWN_ID = `right(regexp_replace(visitor_id, '[^A-Za-z0-9]', '', 'g'), 4)`;
export const VISITOR_WORDS = `plain_letters(${SAID} || ' ' || ${SHOWN_ID})`;

/** Makes the words that rows are found by anew. @param words what they are, in SQL */
export const termsAnew = (table: 'session_visitor' | 'search_message', words: string): string[] => [
  `alter table ${table} drop column terms`,
  `alter table ${table} add column terms tsvector not null generated always as (
     array_to_tsvector(array['workspace=' || workspace]) || to_tsvector('simple', ${words})
   ) stored`,
  `create index ${table}_terms on ${table} using gin (terms)`,
];

/** A letter of nobody's in the place of `<`: what looks like markup would be left out of an excerpt. */
const MARKUP = 'chr(57344)';
/** What is shown of a message, in SQL. */
export const EXCERPT = `translate(${excerptOf(`translate(text, '<', ${MARKUP})`)}, ${MARKUP}, '<')`;

export class PlainLetters1764000000002 implements MigrationInterface {
  readonly name = 'PlainLetters1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      PLAIN_LETTERS,
      ...termsAnew('session_visitor', VISITOR_WORDS),
      findVisitors('plain_letters(asked)'),
      findMessages(EXCERPT),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      findMessages(excerptOf('text')),
      findVisitors('asked'),
      ...termsAnew('session_visitor', SAID),
      'drop function plain_letters(text)',
    ])
      await runner.query(statement);
  }
}
