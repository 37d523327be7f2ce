import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { epochAndLastSequence, LogReplaced } from '@holdfast/jetstream';
import { InboxSnapshot, SessionHistory } from '@holdfast/contracts';
import {
  eventually,
  startTestNats,
  startTestPostgres,
  type TestNatsServer,
  type TestPostgresServer,
} from '@holdfast/testing';
import pg from 'pg';
import { migrate } from './migrations/migrate.ts';
import { ada, Edge, open, post, specConfig } from './service.harness.ts';
import { type Service, startService } from './service.module.ts';

jest.setTimeout(120_000);

let nats: TestNatsServer;
let postgres: TestPostgresServer;
let edge: Edge;
let service: Service;
const start = () => startService(specConfig(nats.address, postgres.serviceUrl('session')));

beforeAll(async () => {
  [nats, postgres] = await Promise.all([startTestNats(), startTestPostgres()]);
  await migrate(postgres.ownerUrl);
  edge = await Edge.connect(nats.address);
  service = await start();
});
afterAll(async () => {
  await service.stop();
  await edge.nc.close();
  await nats.close();
  await postgres.close();
});

interface Ready {
  status: string;
  details: Record<string, { status: string; state?: string }>;
}
const ready = async (): Promise<Ready> => {
  const answer = await fetch(`${service.url}/readyz`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Ready;
};
const asOwner = async (text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(text).finally(() => client.end());
};
const workspace = 'acme';

describe('when something is away', () => {
  test('S-READ-3 S-HEALTH-1 Postgres is killed under traffic: nobody who writes notices, and history catches up', async () => {
    const s = 'without-postgres';
    await edge.settle(s, ada, open);
    await edge.projected();
    const said: string[] = [];
    const talk = async (until: () => boolean): Promise<void> => {
      while (!until()) {
        const text = `m${said.length}`;
        expect(await edge.settle(s, ada, post(text))).toMatchObject([{ kind: 'stored' }]);
        said.push(text);
      }
    };
    let back = false;
    const talking = talk(() => back && said.length > 60);
    await eventually(() => said.length > 10);
    await postgres.kill();
    const away = said.length;
    await eventually(() => said.length > away + 20, { within: 20_000 });
    expect(await ready()).toMatchObject({
      status: 'degraded',
      details: { commands: { status: 'up' }, postgres: { status: 'degraded' } },
    });
    await expect(edge.ask(SessionHistory, { workspace, session: s, audience: 'staff', limit: 5 })).rejects.toThrow(
      /unavailable/,
    );
    await postgres.start();
    back = true;
    await talking;

    await eventually(() => edge.ask(InboxSnapshot, { workspace, limit: 1, closed: false }), {
      within: 20_000,
      every: 50,
    });
    await edge.projected();
    const page = await edge.ask(SessionHistory, { workspace, session: s, audience: 'staff', limit: 200 });
    const texts = page?.events.flatMap((event) => (event.type === 'MessagePosted' ? [event.data.text] : []));
    expect(texts).toEqual(said);
    await eventually(async () => (await ready()).status === 'ok', { within: 20_000, every: 50 });
  });

  test('S-CMD-1 nats-server is killed between two messages: what was recorded is there, and talk goes on', async () => {
    const s = 'without-nats';
    await edge.settle(s, ada, open, post('before'));
    await nats.kill();
    await nats.start();
    expect(await edge.settle(s, ada, post('after'))).toMatchObject([{ kind: 'stored' }]);
    expect(await edge.texts(s)).toEqual(['before', 'after']);
    await edge.projected();
  });

  test('S-READ-3 the service starts while Postgres is away', async () => {
    await service.stop();
    await postgres.kill();
    service = await start();
    expect(await edge.settle('early', ada, open)).toMatchObject([{ kind: 'stored' }]);
    expect((await ready()).status).toBe('degraded');
    await postgres.start();
    await eventually(() => edge.ask(InboxSnapshot, { workspace, limit: 1, closed: false }), {
      within: 20_000,
      every: 50,
    });
    await edge.projected();
  });

  test('S-READ-4 a checkpoint that is not in the log: found while it runs, it takes no more commands, and says so', async () => {
    await edge.settle('before', ada, open);
    await edge.projected();
    await asOwner(`update session.checkpoint set commit_id = 'of-another-log'`);
    await postgres.kill();
    await postgres.start();
    await eventually(
      async () => {
        const answer = await fetch(`${service.url}/readyz`);
        const { details } = (await answer.json()) as Ready;
        expect([answer.status, details['projection']?.state, details['commands']?.status]).toEqual([
          503,
          'failed',
          'down',
        ]);
        return true;
      },
      { within: 20_000 },
    );
    expect(await (await fetch(`${service.url}/metrics`)).text()).toMatch(
      /holdfast_projector_failed\{service="session"\} 1/,
    );
  });

  test('S-READ-4 a checkpoint that is not in the log: found at the start, there is none', async () => {
    await service.stop();
    const { sequence } = await epochAndLastSequence(edge.nc);
    await expect(start()).rejects.toThrow(LogReplaced);
    expect(await epochAndLastSequence(edge.nc)).toMatchObject({ sequence });
    await asOwner('truncate session.checkpoint, session.transcript, session.inbox, session.search_message');
    await asOwner('truncate session.session_visitor, session.audit, session.snooze_timer');
    service = await start();
    expect(await edge.settle('after', ada, open)).toMatchObject([{ kind: 'stored' }]);
  });
});
