import type { MigrationInterface, QueryRunner } from 'typeorm';
import { forServiceOnly, wordsOf } from './1-read-models.ts';
import { findMessages } from './2-visitors.ts';
import { EXCERPT, PLAIN_LETTERS, termsAnew, VISITOR_WORDS } from './3-plain-letters.ts';

const SIGNATURE = 'find_messages(text, integer, text)';

/** As `plainLetters` of the contracts: small letters first (of all alphabets, also of what is compared as bytes), and marks that make another letter stay. */
const PLAINER_LETTERS = `create or replace function plain_letters(said text) returns text
  language sql immutable strict parallel safe as $$
    select translate(
      replace(lower(normalize(regexp_replace(normalize(said, NFD), '[\\u0300-\\u036f]', '', 'g'), NFC) collate "default"), 'ß', 'ss'),
      'ıøłđſςµ', 'ioldsσμ'
    )
  $$`;

/**
 * Words alone: where letters have no accents, the parser would take `möglich.danke` for a host, and what is between `<` and `>` for a tag.
 * None of these signs is an operator of a query.
 */
const inWords = (text: string): string => `translate(plain_letters(${text}), '@./<>_', '      ')`;

/** Messages are found by plain letters, as visitors are, and come whole: Postgres can quote only by the letters as they were written. */
const FIND = `create function find_messages(asked text, wanted integer, within text default null)
  returns table (session text, v integer, at timestamptz, author text, text text)
  language sql stable security definer set search_path from current as $$
    with ${wordsOf(inWords('asked'))}
    select m.session, m.v, m.at, m.author, m.text from search_message m, words
    where numnode(words.marked) > 0 and m.terms @@ words.query and m.workspace = current_setting('holdfast.workspace')
      and (within is null or m.session = within)
    order by ts_rank(m.terms, words.query) desc, m.at desc, m.session, m.v limit wanted
  $$`;

export class PlainMessages1764000000003 implements MigrationInterface {
  readonly name = 'PlainMessages1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      PLAINER_LETTERS,
      // What was made with the function does not follow it.
      ...termsAnew('session_visitor', VISITOR_WORDS),
      ...termsAnew('search_message', inWords('text')),
      `drop function ${SIGNATURE}`,
      FIND,
      ...forServiceOnly(SIGNATURE),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `drop function ${SIGNATURE}`,
      ...termsAnew('search_message', 'text'),
      findMessages(EXCERPT),
      ...forServiceOnly(SIGNATURE),
      PLAIN_LETTERS,
      ...termsAnew('session_visitor', VISITOR_WORDS),
    ])
      await runner.query(statement);
  }
}
