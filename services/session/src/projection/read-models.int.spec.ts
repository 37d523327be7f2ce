import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inboxAfter, type InboxRow } from '@holdfast/contracts';
import type { ProjectorLease } from '@holdfast/jetstream';
import { createTestDatabase, type TestDatabase } from '@holdfast/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { AuditQuery } from '../audit/audit.query.ts';
import { audit } from '../audit/audit.projector.ts';
import { dataSourceOptions } from '../data-source.ts';
import { InboxSnapshotQuery } from '../inbox/inbox-snapshot.query.ts';
import { Inbox } from '../inbox/inbox.projector.ts';
import { migrate } from '../migrations/migrate.ts';
import { TenantReader } from '../reading/tenant-reader.query.ts';
import { search } from '../search/search.projector.ts';
import { SearchQuery } from '../search/search.query.ts';
import { visitors } from '../search/visitors.projector.ts';
import { snoozes } from '../snooze/snooze.projector.ts';
import { HistoryQuery } from '../transcript/history.query.ts';
import { transcript } from '../transcript/transcript.projector.ts';
import { VisitorSessionsQuery } from '../visitor-sessions/visitor-sessions.query.ts';
import { BatchWriter } from './batch-writer.projector.ts';
import { ada, ben, eve, root, Sessions } from './sessions.harness.ts';

const NAME = 'proj-session-v1';
let database: TestDatabase;
let source: DataSource;
let reader: TenantReader;
const leases: ProjectorLease[] = [];

const writerOf = async (schema?: string): Promise<BatchWriter> => {
  const models = [transcript, new Inbox(), search, visitors, audit, snoozes];
  const options = { url: database.serviceUrl('session'), name: NAME, models };
  return held(new BatchWriter({ ...options, ...(schema === undefined ? {} : { schema }) }));
};
const held = async (each: BatchWriter): Promise<BatchWriter> => {
  leases.push(await each.acquire(AbortSignal.timeout(10_000)));
  await each.load();
  return each;
};
const write = async (
  writer: BatchWriter,
  sessions: Sessions,
  from: number,
  to = sessions.log.length,
): Promise<void> => {
  const batch = sessions.log.slice(from, to);
  await writer.write(batch, { epoch: 'e1', sequence: to, commitId: batch.at(-1)!.commit.id });
};
const asRole = async <R extends pg.QueryResultRow>(
  text: string,
  values: unknown[] = [],
  workspace?: string,
): Promise<R[]> => {
  const client = new pg.Client({ connectionString: database.serviceUrl('session') });
  await client.connect();
  try {
    if (workspace !== undefined) await client.query(`select set_config('holdfast.workspace', $1, false)`, [workspace]);
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
};

const sessions = new Sessions();
let writer: BatchWriter;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.ownerUrl);
  source = new DataSource(dataSourceOptions(database.serviceUrl('session')));
  reader = new TenantReader(source, { name: NAME, epoch: 'e1', caughtUp: true });
  sessions.conversation('acme', 's1', ada, 'My parcel is late');
  sessions.conversation('acme', 's2', eve, 'Where is my invoice?');
  sessions.conversation('rival', 's9', ada, 'The parcel of somebody else');
  sessions.ask(ben, 'acme', 's2', 'PostMessage', { text: 'nope', visibility: 'public', broken: true });
  sessions.ask(eve, 'acme', 's2', 'SetLabels', { labels: ['x'] });
  sessions.ask(ben, 'acme', 's2', 'CloseSession', {});
  sessions.ask(eve, 'rival', 's9', 'CloseSession', {});
  sessions.ask(ben, 'acme', 's1', 'SnoozeSession', { until: '2026-06-01T00:00:00.000Z' });
  writer = await writerOf();
  expect(await writer.load()).toBeNull();
  await write(writer, sessions, 0);
});

afterAll(async () => {
  await Promise.all(leases.map((each) => each.release()));
  if (source.isInitialized) await source.destroy();
  await database.drop();
});

describe('read models on a real Postgres', () => {
  test('S-READ-1 the checkpoint is where the rows are', async () => {
    expect(await writer.load()).toEqual({
      epoch: 'e1',
      sequence: sessions.log.length,
      commitId: sessions.log.at(-1)!.commit.id,
    });
    const { at } = await new AuditQuery(reader).answer({ workspace: 'acme', session: 's1', limit: 1 });
    expect(at).toEqual({ epoch: 'e1', sequence: sessions.log.length, caughtUp: true });
  });

  test('S-HISTORY-1 pages are newest first, ascending within, and dense', async () => {
    const history = new HistoryQuery(reader);
    const last = await history.answer({ workspace: 'acme', session: 's1', audience: 'staff', limit: 3 });
    expect(last).toMatchObject({
      older: true,
      events: [
        { n: 5, type: 'MessagePosted' },
        { n: 6, type: 'ReceiptsAdvanced' },
        { n: 7, type: 'SessionSnoozed' },
      ],
    });
    const first = await history.answer({ workspace: 'acme', session: 's1', audience: 'staff', before: 5, limit: 50 });
    expect(first).toMatchObject({
      older: false,
      events: [
        { n: 1, at: sessions.log[0]!.commit.at, actor: { kind: 'visitor', id: 'ada', name: 'Ada' } },
        { n: 2 },
        { n: 3 },
        { n: 4 },
      ],
    });
    const beyond = { workspace: 'acme', session: 's1', audience: 'staff', before: Number.MAX_SAFE_INTEGER } as const;
    expect(await history.answer({ ...beyond, limit: 3 })).toEqual(last);
    expect(await history.answer({ workspace: 'acme', session: 'none', audience: 'staff', limit: 3 })).toBeNull();
  });

  test('S-HISTORY-2 a visitor reads what visitors may see, of their own', async () => {
    const history = new HistoryQuery(reader);
    const page = await history.answer({
      workspace: 'acme',
      session: 's1',
      audience: 'visitor',
      visitorId: 'ada',
      limit: 50,
    });
    expect(page?.events.map(({ n, type }) => [n, type])).toEqual([
      [1, 'SessionOpened'],
      [2, 'MessagePosted'],
      [3, 'AgentAssigned'],
      [4, 'MessagePosted'],
      [5, 'ReceiptsAdvanced'],
    ]);
    expect(JSON.stringify(page)).not.toMatch(/secret|d\/1/);
    expect(
      await history.answer({ workspace: 'acme', session: 's1', audience: 'visitor', visitorId: 'eve', limit: 50 }),
    ).toBeNull();
    expect(
      await history.answer({ workspace: 'rival', session: 's1', audience: 'visitor', visitorId: 'ada', limit: 50 }),
    ).toBeNull();
  });

  test('S-INBOX-1 rows are the fold at the position named, open and closed apart', async () => {
    const inbox = new InboxSnapshotQuery(reader);
    const open = await inbox.answer({ workspace: 'acme', limit: 10, closed: false });
    expect(open).toMatchObject({
      more: false,
      rows: [{ session: 's1', status: 'snoozed', v: 7, assignee: { id: 'ben' }, visitor: { id: 'ada', name: 'Ada' } }],
      at: { sequence: sessions.log.length },
    });
    const closed = await inbox.answer({ workspace: 'acme', limit: 10, closed: true });
    expect(closed.rows).toMatchObject([{ session: 's2', status: 'closed' }]);
    expect((await inbox.answer({ workspace: 'acme', limit: 10, closed: true, after: 's2' })).rows).toEqual([]);
    expect((await inbox.answer({ workspace: 'acme', limit: 10, closed: false, after: 's1' })).rows).toEqual([]);
  });

  test('S-SEARCH-1 messages are found by words and beginnings, in one workspace', async () => {
    const query = new SearchQuery(reader);
    const hits = async (workspace: string, text: string) => (await query.answer({ workspace, text, limit: 10 })).hits;
    expect(await hits('acme', 'parcel la')).toMatchObject([
      { session: 's1', n: 2, from: 'Ada', excerpt: 'My parcel is late', visitor: { id: 'ada', name: 'Ada' } },
    ]);
    expect(await hits('rival', 'parcel')).toMatchObject([{ session: 's9' }]);
    expect(await hits('acme', 'secret')).toHaveLength(2);
    for (const text of ['somebody', "it's", '& | !', '   ', 'workspace=rival', "parcel' | 'somebody"])
      expect(await hits('acme', text)).toEqual([]);
  });

  test("S-VISITOR-1 a visitor's list shows what they may see", async () => {
    const { sessions: list } = await new VisitorSessionsQuery(reader).answer({
      workspace: 'acme',
      visitorId: 'ada',
      limit: 10,
    });
    expect(list).toMatchObject([{ session: 's1', status: 'assigned', preview: 'How may I help?', w: 5 }]);
  });

  test('S-AUDIT-1 acts and refusals are listed, receipts are not', async () => {
    const { entries } = await new AuditQuery(reader).answer({ workspace: 'acme', session: 's2', limit: 100 });
    expect(entries.map(({ type, outcome, actor }) => [type, outcome, actor.id])).toEqual([
      ['SessionClosed', undefined, 'ben'],
      ['CommandRefused', 'not-permitted', 'eve'],
      ['MessagePosted', undefined, 'ben'],
      ['MessagePosted', undefined, 'ben'],
      ['MessagePosted', undefined, 'ben'],
      ['AgentAssigned', undefined, 'desk'],
      ['MessagePosted', undefined, 'eve'],
      ['SessionOpened', undefined, 'eve'],
    ]);
  });

  test('S-READ-5 without the workspace there are no rows, and none are written', async () => {
    for (const table of ['transcript', 'inbox', 'search_message', 'session_visitor', 'audit']) {
      expect(await asRole(`select 1 from ${table}`)).toEqual([]);
      expect(await asRole(`select 1 from ${table} where workspace = 'acme'`, [], 'rival')).toEqual([]);
    }
    await expect(
      asRole(`insert into audit select 'acme', 's1', 1, 99, now(), '{}', 't', 1, null`, [], 'rival'),
    ).rejects.toThrow(/row-level security/);
    await expect(asRole('drop table audit')).rejects.toThrow(/owner/);
  });

  test('S-READ-1 a writer whose checkpoint has moved on changes nothing', async () => {
    const stale = sessions.log.slice(0, 1);
    const fresh = await held(
      new BatchWriter({ url: database.serviceUrl('session'), name: 'another', models: [audit] }),
    );
    await asRole(`insert into checkpoint values ('another', 'e1', 5, 'k5')`);
    await expect(
      fresh.write([{ ...stale[0]!, sequence: 9_999 }], { epoch: 'e1', sequence: 1, commitId: 'k1' }),
    ).rejects.toThrow(/checkpoint of another is not at 0/);
    expect(await asRole('select 1 from audit where sequence = 9999', [], 'acme')).toEqual([]);
  });

  test('S-READ-6 who takes over once more goes on from what another one has written since', async () => {
    const talk = new Sessions();
    talk.conversation('turns', 's1', ada, 'Whose turn is it?');
    const takeTurn = async (one: BatchWriter, from: number, to: number): Promise<void> => {
      const lease = await one.acquire(AbortSignal.timeout(10_000));
      await one.load();
      await write(one, talk, from, to);
      await lease.release();
    };
    const [first, second] = [1, 2].map(
      () => new BatchWriter({ url: database.serviceUrl('session'), name: 'turns', models: [new Inbox()] }),
    ) as [BatchWriter, BatchWriter];
    await takeTurn(first, 0, 4);
    await takeTurn(second, 4, 5);
    await takeTurn(first, 5, 6);
    const [kept] = await asRole<{ row: unknown }>('select row from inbox', [], 'turns');
    expect(kept?.row).toEqual(
      talk.log.reduce<InboxRow | null>((row, { ref, commit }) => inboxAfter(row, ref.id, commit), null),
    );
  });

  test('S-READ-2 rebuilt in other batches into other tables, every row is the same', async () => {
    const more = new Sessions();
    more.log.push(...sessions.log);
    more.conversation('acme', 's3', ada, 'An erased story');
    more.ask(root, 'acme', 's3', 'EraseSession', {});
    more.ask(ada, 'acme', 's3', 'PostMessage', { text: 'hello?', visibility: 'public' });
    more.conversation('rival', 's8', eve, 'Another parcel');
    await write(writer, more, sessions.log.length);

    await createSchema('session_rebuilt');
    await migrate(database.ownerUrl, 'session_rebuilt');
    const rebuild = await writerOf('session_rebuilt');
    // What the log keeps of an erased session: the erasure, and what came after.
    const kept = more.log.filter(
      ({ ref, commit }) => ref.id !== 's3' || commit.events.every(({ type }) => type === 'SessionErased'),
    );
    for (const step of kept)
      await rebuild.write([step], { epoch: 'e1', sequence: step.sequence, commitId: step.commit.id });

    for (const workspace of ['acme', 'rival'])
      for (const table of ['transcript', 'inbox', 'search_message', 'session_visitor', 'audit']) {
        const rows = (schema: string) =>
          asRole(`select t::text from ${schema}.${table} t order by t::text`, [], workspace);
        const live = await rows('session');
        expect(live.length).toBeGreaterThan(0);
        expect(await rows('session_rebuilt')).toEqual(live);
      }
    expect(await asRole('select t::text from session_rebuilt.snooze_timer t')).toEqual(
      await asRole('select t::text from session.snooze_timer t'),
    );
    const { entries } = await new AuditQuery(reader).answer({ workspace: 'acme', session: 's3', limit: 10 });
    expect(entries.map(({ type, outcome }) => [type, outcome])).toEqual([
      ['CommandRefused', 'erased'],
      ['SessionErased', undefined],
    ]);
    expect((await new SearchQuery(reader).answer({ workspace: 'acme', text: 'story', limit: 10 })).hits).toEqual([]);
  });
});

async function createSchema(schema: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(`create schema ${schema} authorization holdfast_owner`);
    await client.query(`grant usage on schema ${schema} to holdfast_session`);
  } finally {
    await client.end();
  }
}
