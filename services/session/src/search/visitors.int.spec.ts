import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Actor, plainLetters } from '@holdfast/contracts';
import type { ProjectorLease } from '@holdfast/jetstream';
import { createTestDatabase, type TestDatabase } from '@holdfast/testing';
import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { dataSourceOptions } from '../data-source.ts';
import { Inbox } from '../inbox/inbox.projector.ts';
import { ReadModels1764000000000 } from '../migrations/1-read-models.ts';
import { Visitors1764000000001 } from '../migrations/2-visitors.ts';
import { PlainLetters1764000000002 } from '../migrations/3-plain-letters.ts';
import { PlainMessages1764000000003 } from '../migrations/4-plain-messages.ts';
import { migrate } from '../migrations/migrate.ts';
import { BatchWriter } from '../projection/batch-writer.projector.ts';
import type { ReadModel } from '../projection/read-model.ts';
import { ada, ben, eve, root, Sessions } from '../projection/sessions.harness.ts';
import { TenantReader } from '../reading/tenant-reader.query.ts';
import { transcript } from '../transcript/transcript.projector.ts';
import { search } from './search.projector.ts';
import { SearchQuery } from './search.query.ts';
import { SearchVisitorsQuery } from './search-visitors.query.ts';
import { visitors } from './visitors.projector.ts';

const NAME = 'proj-session-v1';
const vouched: Actor = { kind: 'visitor', id: 'max', name: 'Max Stone', externalId: 'K-1042' };
const unnamed: Actor = { kind: 'visitor', id: '0197c3aa-77aa-7e01-9c11-5b1d0c7e3F2a' };
const ALL = [ReadModels1764000000000, Visitors1764000000001, PlainLetters1764000000002, PlainMessages1764000000003];
const WRITTEN = 'Das ist möglich.Danke! An björk@bücher.de, x <y und süßer als z>, Hohe Straße, ガイド';
let database: TestDatabase;
let source: DataSource;
let reader: TenantReader;
const leases: ProjectorLease[] = [];
const sessions = new Sessions();

async function writeAll(models: readonly ReadModel[], schema?: string): Promise<void> {
  const options = { url: database.serviceUrl('session'), name: NAME, models };
  const writer = new BatchWriter(schema === undefined ? options : { ...options, schema });
  leases.push(await writer.acquire(AbortSignal.timeout(10_000)));
  await writer.load();
  const commitId = sessions.log.at(-1)!.commit.id;
  await writer.write(sessions.log, { epoch: 'e1', sequence: sessions.log.length, commitId });
}
async function asSuperuser<R extends pg.QueryResultRow>(...statements: string[]): Promise<R[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  let rows: R[] = [];
  for (const statement of statements) rows = (await client.query<R>(statement)).rows;
  await client.end();
  return rows;
}

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.ownerUrl);
  source = new DataSource(dataSourceOptions(database.serviceUrl('session')));
  reader = new TenantReader(source, { name: NAME, epoch: 'e1', caughtUp: true });
  sessions.conversation('acme', 's1', ada, 'My parcel is late');
  sessions.conversation('acme', 's2', eve, 'Where is my invoice?');
  sessions.conversation('rival', 's9', ada, 'The parcel of somebody else');
  sessions.ask(eve, 'acme', 's2', 'IdentifyVisitor', { name: 'Eve Björk', email: 'eve.b@mail.example' });
  sessions.conversation('acme', 's3', vouched, 'My parcel, please');
  sessions.conversation('acme', 's4', ada, 'Another parcel');
  sessions.conversation('acme', 's5', { ...eve, id: 'gone', name: 'Gone Girl' } as Actor, 'Forget me');
  sessions.conversation('acme', 's6', unnamed, 'Is the <b>Zauberberg</b> in stock, at 1 < 2?');
  sessions.conversation(
    'acme',
    's7',
    { ...ada, id: 'isik', name: 'Işık Yılmaz-Strauß' } as Actor,
    'Die Größe für Café Müller?',
  );
  sessions.conversation('acme', 's8', { ...ada, id: 'kim', name: 'Kim' } as Actor, WRITTEN);
  sessions.conversation('acme', 'sA', { ...ada, id: 'lukasz', name: 'Łukasz Øre STRAẞE' } as Actor, 'Dzień dobry');
  sessions.ask(root, 'acme', 's5', 'EraseSession', {});
  sessions.ask(ben, 'acme', 's4', 'CloseSession', {});
  await writeAll([transcript, new Inbox(), search, visitors]);
});
afterAll(async () => {
  await Promise.all(leases.map((each) => each.release()));
  if (source.isInitialized) await source.destroy();
  await database.drop();
});

describe('visitors', () => {
  const found = async (text: string, workspace = 'acme') =>
    (await new SearchVisitorsQuery(reader).answer({ workspace, text, limit: 10 })).hits;

  test('S-SEARCH-2 are found by what they are called and by any part of their address', async () => {
    expect(await found('björ')).toMatchObject([
      { visitorId: 'eve', name: 'Eve Björk', email: 'eve.b@mail.example', session: 's2', sessions: 1 },
    ]);
    for (const text of [
      'eve.b@mail',
      'eve.b@mail.example',
      'eve.b@mail.exa',
      'Björk eve.b',
      'ev bj',
      'mail',
      'EVE',
      'eve.b@',
    ])
      expect(await found(text)).toMatchObject([{ visitorId: 'eve' }]);
    for (const text of ['bjork', 'BJÖRK', 'björk']) expect(await found(text)).toMatchObject([{ visitorId: 'eve' }]);
    for (const text of ['yilmaz', 'Yılmaz', 'straus', 'strauß'])
      expect(await found(text)).toMatchObject([{ name: 'Işık Yılmaz-Strauß' }]);
    for (const text of ['3f2a', '3F2', '3f2A']) expect(await found(text)).toMatchObject([{ visitorId: unnamed.id }]);
    expect(await found('k-1042')).toMatchObject([{ visitorId: 'max', externalId: 'K-1042' }]);
  });

  test('S-SEARCH-2 whatever their capitals are', async () => {
    for (const text of ['Łukasz', 'lukasz', 'ore', 'Øre', 'strasse', 'STRAẞE', 'łUKASZ'])
      expect(await found(text)).toMatchObject([{ visitorId: 'lukasz' }]);
  });

  test('S-SEARCH-2 once each, last heard first, with all their sessions', async () => {
    expect(await found('ada')).toMatchObject([{ visitorId: 'ada', session: 's4', sessions: 2 }]);
    const { hits } = await new SearchVisitorsQuery(reader).answer({ workspace: 'acme', text: 'ada', limit: 1 });
    expect(hits[0]?.changedAt).toBe(sessions.log.at(-1)?.commit.at);
  });

  test('S-SEARCH-2 not what is erased, nor what is another workspace’s', async () => {
    expect(await found('gone')).toEqual([]);
    expect(await found('ada', 'rival')).toMatchObject([{ session: 's9', sessions: 1 }]);
    for (const text of ['eve', 'max', 'workspace=acme', "x' | 'eve"]) expect(await found(text, 'rival')).toEqual([]);
    expect(await found('& |')).toEqual([]);
  });

  test('S-SEARCH-1 messages within one session', async () => {
    const hits = async (session?: string) =>
      (
        await new SearchQuery(reader).answer({
          workspace: 'acme',
          text: 'parcel',
          limit: 10,
          ...(session === undefined ? {} : { session }),
        })
      ).hits.map((hit) => hit.session);
    expect((await hits()).sort()).toEqual(['s1', 's3', 's4']);
    expect(await hits('s3')).toEqual(['s3']);
    expect(await hits('s9')).toEqual([]);
  });

  test('S-SEARCH-1 and quotes them as they were written', async () => {
    const { hits } = await new SearchQuery(reader).answer({ workspace: 'acme', text: 'zauberberg', limit: 10 });
    expect(hits.map(({ excerpt }) => excerpt)).toEqual(['Is the <b>Zauberberg</b> in stock, at 1 < 2?']);
  });

  test('S-SEARCH-1 by plain letters, whatever accents they have', async () => {
    const excerpts = async (text: string) =>
      (await new SearchQuery(reader).answer({ workspace: 'acme', text, limit: 10 })).hits.map(({ excerpt }) => excerpt);
    for (const text of ['grosse', 'Größe', 'CAFE müll', 'muller'])
      expect(await excerpts(text)).toEqual(['Die Größe für Café Müller?']);
    expect(await excerpts('mueller')).toEqual([]);
    // Letters without accents do not make hosts or tags of words.
    for (const text of ['danke', 'moglich da', 'Björk', 'bucher.de', 'susser', 'STRAẞE', 'strasse'])
      expect(await excerpts(text)).toEqual([WRITTEN]);
    expect(await excerpts('カ')).toEqual([]);
  });

  test('S-SEARCH-1 letters are the same plain ones in Postgres as elsewhere', async () => {
    const said = [
      'Größe STRAẞE',
      'İstanbul ısı',
      'ΣΟΦΟΣ σοφός',
      'ガイド は',
      '한국',
      'Łódź Đặng ſo µ Øre',
      'é e\u0301',
    ];
    const [row] = await asSuperuser<{ plain: string[] }>(
      `select array(select session.plain_letters(said) from unnest(array[${said.map((one) => `'${one}'`).join()}]) said) as plain`,
    );
    expect(row?.plain).toEqual(said.map(plainLetters));
  });

  test('S-READ-2 of an installation that was there before, they are read from the transcript', async () => {
    await asSuperuser(
      'create schema earlier authorization holdfast_owner',
      'grant usage on schema earlier to holdfast_session',
    );
    const migrating = async (
      migrations: (new () => MigrationInterface)[],
      run: (it: DataSource) => Promise<unknown>,
    ) => {
      const url = database.ownerUrl;
      const extra = { options: '-c search_path=earlier', max: 1 };
      const it = new DataSource({
        type: 'postgres',
        url,
        schema: 'earlier',
        migrations,
        migrationsTableName: 'migrations',
        extra,
      });
      await it.initialize();
      await run(it).finally(() => it.destroy());
    };
    await migrating([ReadModels1764000000000], (it) => it.runMigrations());
    await writeAll([transcript, new Inbox(), search], 'earlier');
    await migrate(database.ownerUrl, 'earlier');
    const rows = (schema: string) =>
      asSuperuser(
        `select t::text from ${schema}.session_visitor t union all select m::text from ${schema}.search_message m order by 1`,
      );
    expect(await rows('earlier')).toEqual(await rows('session'));
    // Back and forth leads to the same.
    await migrating(ALL, async (it) => {
      await it.undoLastMigration();
      await it.undoLastMigration();
      await it.undoLastMigration();
    });
    await migrate(database.ownerUrl, 'earlier');
    expect(await rows('earlier')).toEqual(await rows('session'));
    await migrating(ALL, async (it) => {
      for (const _ of ALL) await it.undoLastMigration();
    });
  });
});
