import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Actor,
  REVOCATION_SUBJECT,
  Revocation,
  RefreshSignIn,
  SetPassword,
  SignIn,
  SignOut,
  SiteById,
  WorkspaceDirectory,
} from '@holdfast/contracts';
import { createTestNats, eventually, type TestNats } from '@holdfast/testing';
import { type SpecDatabase, specDatabase } from './database/database.harness.ts';
import { Edge, shop, specConfig } from './service.harness.ts';
import { type Service, startService } from './service.module.ts';

const ada: Actor = { kind: 'agent', id: 'ada', name: 'ada', role: 'admin' };

describe('the service', () => {
  let nats: TestNats;
  let database: SpecDatabase;
  let edge: Edge;
  let services: Service[] = [];

  beforeAll(async () => {
    nats = await createTestNats();
    database = await specDatabase();
    edge = await Edge.connect(nats.address);
    // Two instances share the work; one of them projects.
    services = [
      await startService(specConfig(nats.address, database.serviceUrl)),
      await startService(specConfig(nats.address, database.serviceUrl)),
    ];
  });
  afterAll(async () => {
    for (const service of services) await service.stop();
    await edge.nc.close();
    await nats.close();
    await database.close();
  });

  const made = async (workspace: string): Promise<void> => {
    const outcomes = await edge.settle(workspace, shop(workspace));
    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'stored'));
    await eventually(async () => (await edge.ask(SiteById, { siteId: `site-${workspace}` })) !== null);
  };

  test('W-DIR-1 what is decided is in the directory', async () => {
    await made('one');
    const directory = await eventually(() => edge.ask(WorkspaceDirectory, { workspace: 'one' }));
    expect(directory).toMatchObject({
      name: 'Shop one',
      teams: [{ teamId: 'sales' }],
      cannedReplies: [{ replyId: 'r1', shortcut: 'hi', text: 'Hello!' }],
    });
    expect(directory.agents.map(({ agentId, role }) => [agentId, role])).toEqual([
      ['ada', 'admin'],
      ['bo', 'agent'],
    ]);
    const by: Actor = { kind: 'system', id: 'setup' };
    await edge.ask(SetPassword, { workspace: 'one', agentId: 'bo', password: 'correct horse battery', by });
    const { agents } = await edge.ask(WorkspaceDirectory, { workspace: 'one' });
    expect([directory.agents, agents].map((all) => all.map(({ hasPassword }) => hasPassword))).toEqual([
      [false, false],
      [false, true],
    ]);
    const removed = await edge.settle('one', [{ type: 'RemoveCannedReply', data: { replyId: 'r1' } }], ada);
    expect(removed).toMatchObject([{ kind: 'stored' }]);
    await eventually(async () => (await edge.ask(WorkspaceDirectory, { workspace: 'one' })).cannedReplies.length === 0);
    await expect(edge.ask(WorkspaceDirectory, { workspace: 'nowhere' })).rejects.toThrow('not-found');
  });

  test('W-DIR-4 a site is found by its id alone', async () => {
    await made('sited');
    expect(await edge.ask(SiteById, { siteId: 'site-sited' })).toEqual({
      workspace: 'sited',
      site: {
        siteId: 'site-sited',
        name: 'Web',
        teamId: 'sales',
        allowedOrigins: ['https://shop.example'],
        greeting: 'Hello',
      },
    });
    expect(await edge.ask(SiteById, { siteId: 'site-nowhere' })).toBeNull();
  });

  test('W-AGENT-4 W-SITE-2 names of another workspace are taken', async () => {
    await made('first');
    await edge.settle('second', shop('second'));
    const email = {
      agentId: 'eve',
      name: 'Eve',
      email: 'ADA@first.example',
      role: 'agent',
      teams: [],
      capacity: 1,
      active: true,
    };
    const site = { siteId: 'site-first', name: 'Web', teamId: 'sales', allowedOrigins: [] };
    const outcomes = await edge.settle(
      'second',
      [
        { type: 'SaveAgent', data: email },
        { type: 'SaveSite', data: site },
      ],
      ada,
    );
    expect(outcomes).toMatchObject([
      { kind: 'refused', reason: 'email-taken' },
      { kind: 'refused', reason: 'site-taken' },
    ]);
    const again = await edge.settle(
      'second',
      [{ type: 'SaveAgent', data: { ...email, email: 'eve@second.example' } }],
      ada,
    );
    expect(again).toMatchObject([{ kind: 'stored' }]);
  });

  test('W-SITE-2 of two workspaces that save a site of one id at once, one has it', async () => {
    const workspaces = ['racing-a', 'racing-b'];
    for (const workspace of workspaces) await edge.settle(workspace, shop(workspace));
    const site = { type: 'SaveSite', data: { siteId: 'contested', name: 'Web', teamId: 'sales', allowedOrigins: [] } };
    const outcomes = (await Promise.all(workspaces.map((workspace) => edge.settle(workspace, [site], ada)))).flat();
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['refused', 'stored']);
    const winner = workspaces[outcomes.findIndex(({ kind }) => kind === 'stored')];
    await eventually(async () => (await edge.ask(SiteById, { siteId: 'contested' }))?.workspace === winner);
  });

  test('W-NAME-1 who may not save claims nothing', async () => {
    await made('owned');
    const agent = {
      agentId: 'mal',
      name: 'Mal',
      email: 'wanted@elsewhere.example',
      role: 'agent',
      teams: [],
      capacity: 1,
      active: true,
    };
    const bo: Actor = { kind: 'agent', id: 'bo', name: 'bo', role: 'admin' };
    expect(await edge.settle('owned', [{ type: 'SaveAgent', data: agent }], bo)).toMatchObject([
      { kind: 'refused', reason: 'not-permitted' },
    ]);
    const rows = await database.dataSource.query<object[]>(
      `select 1 from workspace.name_claim where name = 'wanted@elsewhere.example'`,
    );
    expect(rows).toHaveLength(0);
  });

  test('W-FOLD-1 a request that comes again is answered with the recorded outcomes', async () => {
    await made('repeated');
    const command = { id: 'team-once', type: 'SaveTeam', data: { teamId: 'support', name: 'Support' } };
    await edge.settle('repeated', [command], ada);
    const before = (await edge.log('repeated')).length;
    const answer = await edge.directAnswer((replyTo) =>
      edge.send('repeated', [{ ...command, data: { teamId: 'x', name: 'Another body' } }], ada, replyTo),
    );
    expect(answer.outcomes).toEqual([{ commandId: 'team-once', kind: 'stored' }]);
    expect(await edge.log('repeated')).toHaveLength(before);
  });

  test('W-SIGN-1 W-REVOKE-1 from password to revocation, over the wire', async () => {
    await made('signing');
    const told: Revocation[] = [];
    const subscription = edge.nc.subscribe(REVOCATION_SUBJECT, {
      callback: (_, message) => void told.push(Revocation.parse(message.json())),
    });
    await edge.nc.flush();
    const by: Actor = { kind: 'system', id: 'seed' };
    expect(
      await edge.ask(SetPassword, { workspace: 'signing', agentId: 'bo', password: 'correct horse battery', by }),
    ).toEqual({});
    const credentials = { email: 'bo@signing.example', from: '10.0.0.1' };
    expect(await edge.ask(SignIn, { ...credentials, password: 'wrong' })).toBeNull();
    const answer = await edge.ask(SignIn, { ...credentials, password: 'correct horse battery' });
    if (answer === null || 'tooMany' in answer) throw new Error('not signed in');
    const next = await edge.ask(RefreshSignIn, { refreshToken: answer.refreshToken });
    const changed = {
      agentId: 'bo',
      name: 'bo',
      email: 'bo@signing.example',
      role: 'supervisor',
      teams: [],
      capacity: 3,
      active: true,
    };
    await edge.settle('signing', [{ type: 'SaveAgent', data: changed }], ada);
    await eventually(() => told.length === 1);
    expect(told).toMatchObject([{ workspace: 'signing', agentId: 'bo', family: expect.stringMatching(/^.+$/) }]);
    expect(await edge.ask(RefreshSignIn, { refreshToken: next?.refreshToken ?? '' })).toBeNull();
    expect(await edge.ask(SignOut, { refreshToken: answer.refreshToken })).toEqual({});
    subscription.unsubscribe();
  });

  test('W-RUN-3 health and metrics are served', async () => {
    for (const { url } of services) {
      const ready = await eventually(async () => {
        const answer = await fetch(`${url}/readyz`);
        return answer.status === 200 ? ((await answer.json()) as { status: string }) : null;
      });
      expect(ready.status).toBe('ok');
      expect(await (await fetch(`${url}/livez`)).json()).toEqual({ status: 'ok' });
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('holdfast_projector_lag_commits');
    }
  });
});
