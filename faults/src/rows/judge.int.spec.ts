import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { rebuild as rebuildDecisions } from '@holdfast/assignment/rebuild';
import { type AggregateRef, type AnyEvent, type Commit, DESK_ID, WORKSPACE_AGGREGATE_ID } from '@holdfast/contracts';
import { JetStreamEventStore, managerOf, provision } from '@holdfast/jetstream';
import { rebuild as rebuildSessions } from '@holdfast/session/rebuild';
import { createTestNats, startTestPostgres, type TestNats, type TestPostgresServer } from '@holdfast/testing';
import { DATABASE_ROLES } from '@holdfast/tools';
import { prepareSchemas } from '@holdfast/tools/start';
import { rebuild as rebuildDirectory } from '@holdfast/workspace/rebuild';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { judgeRows } from './judge.ts';
import type { Installation } from './rebuilt.ts';

let nats: TestNats;
let postgres: TestPostgresServer;
let installation: Installation;
let live: pg.Client;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  [nats, postgres] = await Promise.all([createTestNats(), startTestPostgres()]);
  await provision(nats.connection, { durability: 'process-safe' });
  const { password } = new URL(postgres.ownerUrl);
  const roles = Object.fromEntries(DATABASE_ROLES.map((role) => [role, password]));
  await prepareSchemas(join(import.meta.dirname, '..', '..', '..'), postgres.url, { roles });
  installation = { nats: nats.connection, databaseUrl: postgres.url, roles };
  live = new pg.Client({ connectionString: postgres.url });
  await live.connect();

  const opened = { siteId: 'shop', visitorId: 'mara', visitor: { name: 'Mara' } };
  await append('session', 's1', { type: 'SessionOpened', data: opened });
  for (const text of ['Where is my parcel?', 'Hello?'])
    await append('session', 's1', { type: 'MessagePosted', data: { text, visibility: 'public' } });
  const queued = { session: 's1', ticket: 1, siteId: 'shop', teamId: 'help', since: AT, reason: 'opened' };
  await append('desk', DESK_ID, { type: 'ChatQueued', data: { ...queued, considered: [], consideredTotal: 0 } });
  const site = { siteId: 'shop', name: 'Shop', teamId: 'help', allowedOrigins: ['https://shop.example'] };
  await append('workspace', WORKSPACE_AGGREGATE_ID, { type: 'WorkspaceCreated', data: { name: 'Acme' } });
  await append('workspace', WORKSPACE_AGGREGATE_ID, { type: 'SiteSaved', data: site });

  // What the services do while they run.
  const { connection } = nats;
  ends.push(
    await rebuildSessions(connection, postgres.serviceUrl('session'), 'live-session'),
    await rebuildDecisions(connection, postgres.serviceUrl('assignment'), 'live-assignment'),
    await rebuildDirectory(connection, postgres.serviceUrl('workspace'), 'live-workspace'),
  );
});

afterEach(async () => {
  // Nothing is left of what was built.
  const { rows } = await live.query(`select datname from pg_database where datname like 'holdfast\\_rebuilt%'`);
  expect(rows).toEqual([]);
  const names: string[] = [];
  for await (const { name } of (await managerOf(nats.connection)).consumers.list('CHAT_EVENTS')) names.push(name);
  expect(names.sort()).toEqual(['live-assignment', 'live-session', 'live-workspace']);
});

afterAll(async () => {
  await Promise.all(ends.map((end) => end()));
  await live.end();
  await nats.close();
  await postgres.close();
});

const AT = '2026-01-01T00:00:00.000Z';
const last = new Map<string, { v: number; sequence: number }>();

async function append(kind: AggregateRef['kind'], id: string, event: AnyEvent): Promise<void> {
  const { v, sequence } = last.get(kind) ?? { v: 0, sequence: 0 };
  const commit: Commit = {
    ...{ id: randomUUID(), at: AT, actor: { kind: 'visitor', id: 'mara' }, causationId: 'c', correlationId: 'c' },
    ...{ v: v + 1, w: v + 1, outcomes: [] },
    events: [{ id: `${kind}-${String(v + 1)}/0`, ver: 1, v: v + 1, w: v + 1, ...event }],
  };
  const appended = await new JetStreamEventStore(nats.connection).append(
    { workspace: 'acme', kind, id },
    commit,
    sequence,
  );
  if (appended.kind !== 'appended') throw new Error('nobody else appends');
  last.set(kind, { v: v + 1, sequence: appended.sequence });
}

/** What is found while the live tables are other ones. */
async function foundWith(...changes: readonly string[]): Promise<string[]> {
  for (const change of changes) await live.query(change);
  return (await judgeRows(installation)).violations.map(({ rule, detail }) => `${rule}: ${detail}`);
}

describe('rows that are built anew', () => {
  test('F-ROWS-2 of the same log are the same, and every table is counted', async () => {
    const { violations, rows } = await judgeRows(installation);
    expect(violations).toEqual([]);
    expect(rows).toEqual({
      ...{ 'session.transcript': 3, 'session.inbox': 1, 'session.search_message': 2, 'session.session_visitor': 1 },
      ...{ 'session.audit': 0, 'session.snooze_timer': 0, 'assignment.decision': 1 },
      ...{ 'workspace.workspace': 1, 'workspace.site': 1, 'workspace.name_claim': 1 },
      ...{ 'workspace.agent': 0, 'workspace.team': 0, 'workspace.canned_reply': 0 },
    });
  });

  test('F-ROWS-2 what the log does not have is not compared', async () => {
    const found = await foundWith(
      `insert into workspace.credential values ('acme', 'noor', 'hash', now())`,
      `insert into workspace.name_claim values ('email', 'noor@shop.example', 'acme', 'noor', false, now())`,
      `update workspace.name_claim set claimed_at = '2020-01-01' where kind = 'site'`,
    );
    expect(found).toEqual([]);
  });

  test('F-ROWS-2 a row that is another one, missing or too many is told with its table', async () => {
    const found = await foundWith(
      `update session.inbox set row = row || '{"unread": 7}'`,
      `delete from session.search_message where v = 3`,
      `delete from assignment.decision`,
      `insert into workspace.team values ('acme', 'help', 'Help')`,
    );
    expect(found).toEqual([
      expect.stringMatching(
        /^F-ROWS-2: session\.inbox: 1 rows are not the 1 that the log makes; .*""unread"": 7.*built anew .*""unread"": 2/,
      ),
      expect.stringMatching(/^F-ROWS-2: session\.search_message: 1 rows .* is none, built anew \(acme,s1,3,.*Hello/),
      expect.stringMatching(/^F-ROWS-2: assignment\.decision: 0 rows .* is none, built anew \(acme,s1,1,/),
      expect.stringMatching(
        /^F-ROWS-2: workspace\.team: 1 rows are not the 0 .* is \(acme,help,Help\), built anew none$/,
      ),
    ]);
  });

  test('F-ROWS-2 tables that stay behind the log are told', async () => {
    await live.query('update assignment.checkpoint set sequence = sequence - 1');
    const { violations } = await judgeRows(installation, 1_000);
    expect(violations).toContainEqual({
      rule: 'F-ROWS-2',
      detail: expect.stringMatching(/^assignment stands at .* 3 .*, built anew at .* 4 /),
    });
  });
});
