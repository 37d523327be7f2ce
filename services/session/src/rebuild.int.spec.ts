import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectNats, epochAndLastSequence, type Projector } from '@holdfast/jetstream';
import { createTestDatabase, createTestNats, eventually, type TestDatabase, type TestNats } from '@holdfast/testing';
import type { NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';
import { migrate } from './migrations/migrate.ts';
import { PROJECTION_NAME, SessionProjector } from './projection/session.projector.ts';
import { ada, assign, ben, desk, Edge, open, post, root, specConfig } from './service.harness.ts';
import { type Service, startService } from './service.module.ts';

const REBUILT = 'session_rebuilt';
const TABLES = ['transcript', 'inbox', 'search_message', 'session_visitor', 'audit', 'snooze_timer'];
let nats: TestNats;
let nc: NatsConnection;
let database: TestDatabase;
let edge: Edge;
let service: Service;
let rebuild: Projector | undefined;

const query = async <R extends pg.QueryResultRow>(text: string): Promise<R[]> => {
  // The superuser sees every workspace.
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client
    .query<R>(text)
    .then(({ rows }) => rows)
    .finally(() => client.end());
};

beforeAll(async () => {
  nats = await createTestNats();
  nc = await connectNats({ ...nats.address, name: 'rebuild' });
  database = await createTestDatabase();
  await migrate(database.ownerUrl);
  await query(`create schema ${REBUILT} authorization holdfast_owner`);
  await query(`grant usage on schema ${REBUILT} to holdfast_session`);
  await migrate(database.ownerUrl, REBUILT);
  edge = await Edge.connect(nats.address);
  service = await startService(specConfig(nats.address, database.serviceUrl('session')));
});
afterAll(async () => {
  await rebuild?.stop();
  await service.stop();
  await edge.nc.close();
  await nc.close();
  await nats.close();
  await database.drop();
});

describe('rebuilding', () => {
  test('S-READ-2 what is replayed from the log equals the live rows byte for byte, erasures included', async () => {
    await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        const s = `story-${n}`;
        await edge.settle(s, ada, open, post(`Hello ${n} 🧵 "quoted" \\ and\nmore`));
        await edge.settle(s, desk, assign);
        await edge.settle(s, ben, post('a note', 'internal'), post(`Answer ${n}`), {
          type: 'SetLabels',
          data: { labels: ['b', 'a'] },
        });
        await edge.settle(
          s,
          ada,
          { type: 'MarkReceipts', data: { delivered: 99, read: 99 } },
          { type: 'IdentifyVisitor', data: { email: 'ada@example.org' } },
        );
        if (n % 3 === 0)
          await edge.settle(s, ben, { type: 'SnoozeSession', data: { until: '2099-01-01T00:00:00.000Z' } });
        if (n % 3 === 1) await edge.settle(s, ben, { type: 'CloseSession', data: {} });
        if (n % 4 === 1) await edge.settle(s, ada, { type: 'RateSession', data: { score: 4 } });
      }),
    );
    await edge.settle('story-0', root, { type: 'EraseSession', data: {} });
    await edge.settle('story-0', ada, post('anybody?'));
    await edge.projected();

    const { epoch, sequence } = await epochAndLastSequence(nc);
    const quiet = { onEvent: () => undefined, onUnknownEvent: () => undefined };
    rebuild = new SessionProjector({
      nc,
      url: database.serviceUrl('session'),
      epoch,
      schema: REBUILT,
      consumer: `${PROJECTION_NAME}-${REBUILT}`,
      ...quiet,
    }).start();
    await eventually(() => rebuild?.checkpoint()?.sequence === sequence);
    for (const table of TABLES) {
      const rows = (schema: string) =>
        query<{ row: string }>(`select t::text as row from ${schema}.${table} t order by 1`);
      const live = await rows('session');
      expect(live.length).toBeGreaterThan(0);
      expect(await rows(REBUILT)).toEqual(live);
    }
  });
});
