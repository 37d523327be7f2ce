import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventFilter, SessionDecisions } from '@holdfast/contracts';
import { LogReplaced, runProjector } from '@holdfast/jetstream';
import {
  createTestNats,
  eventually,
  startTestPostgres,
  type TestNats,
  type TestPostgresServer,
} from '@holdfast/testing';
import pg from 'pg';
import { migrate } from '../migrations/migrate.ts';
import { agent, Edge, seed, specConfig } from '../service.harness.ts';
import { startService, type Service } from '../service.module.ts';
import { DecisionWriter } from './decisions.projector.ts';

let nats: TestNats;
let postgres: TestPostgresServer;
let service: Service;
let edge: Edge;

beforeAll(async () => {
  nats = await createTestNats();
  postgres = await startTestPostgres();
  await migrate(postgres.ownerUrl);
  edge = await Edge.connect(nats.address);
  service = await startService(specConfig(nats.address, postgres.serviceUrl('assignment')));
  await edge.agent('ann', { capacity: 2 });
});

afterAll(async () => {
  await service.stop();
  await edge.nc.close();
  await nats.close();
  await postgres.close();
});

const queue = (session: string): Parameters<Edge['send']>[2] => ({
  type: 'QueueChat',
  data: { session, ticket: 1, siteId: 'shop', teamId: 'help', since: new Date().toISOString(), reason: 'opened' },
});
const decisions = async (session: string): Promise<string[]> =>
  (await edge.ask(SessionDecisions, { workspace: edge.workspace, session })).decisions.map(({ type }) => type);

/** Every row as the superuser sees it, and the checkpoint. */
async function everything(schema: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    const { rows } = await client.query(`select * from ${schema}.decision order by workspace, session, v`);
    return JSON.stringify([rows, (await client.query(`select * from ${schema}.checkpoint`)).rows]);
  } finally {
    await client.end();
  }
}

describe('decisions in Postgres', () => {
  test('D-READ-3 while Postgres is away chats are assigned, and the rows follow', async () => {
    await edge.settle(edge.desk, seed, queue('s1'));
    await eventually(async () => (await decisions('s1')).length === 2);
    await postgres.kill();
    await edge.settle(edge.desk, seed, queue('s2'));
    expect(await edge.events(edge.desk, 'session')).toContain('ChatAssigned s2');
    await expect(decisions('s2')).rejects.toThrow('unavailable');
    await postgres.start();
    expect(await eventually(async () => ((await decisions('s2')).length === 2 ? decisions('s2') : null))).toEqual([
      'ChatAssigned',
      'ChatQueued',
    ]);
  });

  test('D-HEALTH-1 ready while Postgres is away, and it is said that it is', async () => {
    await postgres.kill();
    await eventually(async () => {
      const answer = await fetch(`${service.url}/readyz`);
      expect(answer.status).toBe(200);
      const { status, details } = (await answer.json()) as {
        status: string;
        details: Record<string, { status: string }>;
      };
      expect([status, details['postgres']?.status, details['commands']?.status]).toEqual([
        'degraded',
        'degraded',
        'up',
      ]);
      return true;
    });
    await postgres.start();
    await eventually(async () => (await decisions('s1')).length === 2);
  });

  test('D-READ-2 rebuilt beside the live ones from the log, they are equal', async () => {
    for (const session of ['s3', 's4', 's5']) await edge.settle(edge.desk, seed, queue(session));
    await edge.settle(edge.desk, seed, { type: 'ReleaseChat', data: { session: 's1', ticket: 4, reason: 'closed' } });
    await edge.settle(edge.desk, seed, { type: 'ReleaseChat', data: { session: 's2', ticket: 4, reason: 'erased' } });
    await edge.settle(edge.desk, agent('ann'), { type: 'SetAvailability', data: { availability: 'offline' } });
    await eventually(async () => (await decisions('s4')).includes('ChatRecalled'));

    const owner = new pg.Client({ connectionString: postgres.url });
    await owner.connect();
    await owner.query('create schema rebuilt authorization holdfast_owner');
    await owner.query('grant usage on schema rebuilt to holdfast_assignment');
    await owner.end();
    await migrate(postgres.ownerUrl, 'rebuilt');
    const writer = new DecisionWriter({ url: postgres.serviceUrl('assignment'), schema: 'rebuilt' });
    const projector = runProjector({
      nc: edge.nc,
      name: 'proj-assignment-rebuilt',
      filter: eventFilter('desk'),
      owner: 'assignment',
      checkpoint: writer,
      lock: writer,
      apply: (batch, next) => writer.apply(batch, next),
      batchLimit: 3,
    });
    await projector.caughtUp;
    await projector.stop();
    expect(await everything('rebuilt')).toBe(await everything('assignment'));
    expect(await everything('rebuilt')).toContain('ChatRecalled');
    expect(await everything('rebuilt')).not.toContain('"s2"');
  });

  test('D-READ-5 another log than the one that was projected: nothing more is decided, and nothing starts', async () => {
    const asOwner = async (text: string): Promise<void> => {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      await client.query(text).finally(() => client.end());
    };
    await asOwner(`update assignment.checkpoint set commit_id = 'of-another-log'`);
    await postgres.kill();
    await postgres.start();
    await eventually(async () => (await fetch(`${service.url}/readyz`)).status === 503, { within: 20_000 });
    await edge.send(edge.desk, seed, queue('never'));
    const config = specConfig(nats.address, postgres.serviceUrl('assignment'));
    await expect(startService(config)).rejects.toThrow(LogReplaced);
    expect((await edge.events(edge.desk, 'session')).join()).not.toContain('never');
    await asOwner('truncate assignment.checkpoint, assignment.decision');
    const next = await startService(config);
    await eventually(async () => (await edge.events(edge.desk, 'session')).includes('ChatQueued never'));
    await next.stop();
  });
});
