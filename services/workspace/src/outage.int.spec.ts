import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Actor } from '@holdfast/contracts';
import { SignIn, SiteById } from '@holdfast/contracts';
import {
  eventually,
  startTestNats,
  startTestPostgres,
  type TestNatsServer,
  type TestPostgresServer,
} from '@holdfast/testing';
import { LogReplaced } from '@holdfast/jetstream';
import pg from 'pg';
import { migrate } from './migrations/index.ts';
import { Edge, shop, specConfig } from './service.harness.ts';
import { type Service, startService } from './service.module.ts';

jest.setTimeout(120_000);

const ada: Actor = { kind: 'agent', id: 'ada', name: 'ada', role: 'admin' };
const team = (teamId: string): { type: string; data: unknown } => ({
  type: 'SaveTeam',
  data: { teamId, name: teamId },
});
const site = (siteId: string): { type: string; data: unknown } => ({
  type: 'SaveSite',
  data: { siteId, name: 'Web', teamId: 'sales', allowedOrigins: [] },
});

describe('outages', () => {
  let nats: TestNatsServer;
  let postgres: TestPostgresServer;
  let edge: Edge;
  let service: Service;

  beforeAll(async () => {
    nats = await startTestNats({ durability: 'process-safe' });
    postgres = await startTestPostgres();
    await migrate(postgres.ownerUrl);
    edge = await Edge.connect(nats.address);
    service = await startService(specConfig(nats.address, postgres.serviceUrl('workspace')));
    await edge.settle('shop', shop('shop'));
    await eventually(async () => (await edge.ask(SiteById, { siteId: 'site-shop' })) !== null);
  });
  afterAll(async () => {
    await service.stop();
    await edge.nc.close();
    await nats.close();
    await postgres.close();
  });

  /** Waits until the service says of itself that it is so. */
  const isSaidToBe = (code: number, status: string): Promise<true> =>
    eventually(
      async () => {
        const answer = await fetch(`${service.url}/readyz`);
        expect([answer.status, ((await answer.json()) as { status: string }).status]).toEqual([code, status]);
        return true as const;
      },
      { within: 20_000 },
    );

  test('W-NAME-3 W-RUN-3 without Postgres commands are decided, names wait, and it is said', async () => {
    await postgres.kill();
    expect(await edge.settle('shop', [team('support')], ada)).toMatchObject([{ kind: 'stored' }]);
    const waiting = await edge.send('shop', [site('site-later')], ada);
    expect(await edge.settle('shop', [team('returns')], ada)).toMatchObject([{ kind: 'stored' }]);
    await expect(edge.ask(SignIn, { email: 'ada@shop.example', password: 'x', from: '10.0.0.1' })).rejects.toThrow();
    await isSaidToBe(200, 'degraded');
    expect(
      (await edge.log('shop')).flatMap(({ outcomes }) => outcomes).some(({ commandId }) => commandId === waiting[0]),
    ).toBe(false);

    await postgres.start();
    expect(await edge.outcomes('shop', waiting, 30_000)).toMatchObject([{ kind: 'stored' }]);
    await eventually(async () => (await edge.ask(SiteById, { siteId: 'site-later' }))?.workspace === 'shop', {
      within: 30_000,
    });
    await isSaidToBe(200, 'ok');
  });

  test('W-RUN-3 a nats-server that is killed and comes back is taken up again', async () => {
    await nats.kill();
    await isSaidToBe(503, 'error');
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
    await nats.start();
    expect(await edge.settle('shop', [team('back'), site('site-back')], ada)).toMatchObject([
      { kind: 'stored' },
      { kind: 'stored' },
    ]);
    await eventually(async () => (await edge.ask(SiteById, { siteId: 'site-back' }))?.workspace === 'shop', {
      within: 30_000,
    });
  });

  test('W-RUN-5 another log than the one that was projected: nothing more is decided, and nothing starts', async () => {
    const stand = async (commitId: string): Promise<string> => {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      const { rows } = await client.query<{ commit_id: string }>('select commit_id from workspace.checkpoint');
      await client.query('update workspace.checkpoint set commit_id = $1', [commitId]).finally(() => client.end());
      return rows[0]?.commit_id ?? '';
    };
    const before = await stand('of-another-log');
    await postgres.kill();
    await postgres.start();
    await isSaidToBe(503, 'error');
    await edge.send('shop', [team('never')], ada);
    await service.stop();
    const config = specConfig(nats.address, postgres.serviceUrl('workspace'));
    await expect(startService(config)).rejects.toThrow(LogReplaced);
    expect(JSON.stringify(await edge.log('shop'))).not.toContain('never');
    await stand(before);
    service = await startService(config);
    await isSaidToBe(200, 'ok');
  });
});
