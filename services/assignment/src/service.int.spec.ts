import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DeskSnapshot, DirectAnswer, SessionDecisions, STREAMS } from '@holdfast/contracts';
import { publishCommand, type CommandConsumer } from '@holdfast/jetstream';
import { createTestNats, eventually, type TestDatabase, type TestNats } from '@holdfast/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import pg from 'pg';
import { PROCESS_DURABLE } from './process/process-manager.consumer.ts';
import { agent, Edge, seed, specConfig, specDatabase } from './service.harness.ts';
import { startService, type Service } from './service.module.ts';
import { runSessionStandIn } from './session-stand-in.harness.ts';

const GRACE_MS = 300;
let nats: TestNats;
let database: TestDatabase;
let sessions: CommandConsumer;
let services: Service[];
let root: Edge;

beforeAll(async () => {
  nats = await createTestNats();
  database = await specDatabase();
  root = await Edge.connect(nats.address);
  sessions = runSessionStandIn(root.nc);
  // Two instances share the work: both decide, one carries, one projects.
  const config = specConfig(nats.address, database.serviceUrl('assignment'), GRACE_MS);
  services = [await startService(config), await startService(config)];
});

afterAll(async () => {
  for (const service of services) await service.stop();
  sessions.stopAccepting();
  await sessions.drained();
  await root.nc.close();
  await nats.close();
  await database.drop();
});

describe('from a visitor to an agent', () => {
  test('D-PROC-3 an opened session is assigned, closed and released, and the slot serves the next', async () => {
    const edge = root.in('loop');
    await edge.agent('ann', { capacity: 1 });
    await edge.open('s1');
    await edge.assigned('s1', 'ann');
    await edge.open('s2');
    await eventually(async () => (await edge.events(edge.desk, 'session')).includes('ChatQueued s2'));
    await edge.send(edge.session('s1'), seed, { type: 'CloseSession', data: {} });
    await edge.assigned('s2', 'ann');
    expect((await edge.events(edge.desk, 'session')).filter((event) => event.startsWith('Chat'))).toEqual([
      'ChatQueued s1',
      'ChatAssigned s1',
      'ChatQueued s2',
      'ChatReleased s1',
      'ChatAssigned s2',
    ]);
  });

  test('D-PROC-5 agents and sites come from the workspace', async () => {
    const edge = root.in('sites');
    await edge.agent('ann', { teams: ['sales'] });
    await edge.workspaceEvent({
      type: 'SiteSaved',
      data: { siteId: 'shop', name: 'x', teamId: 'sales', allowedOrigins: [] },
    });
    await eventually(async () => (await edge.events(edge.desk, 'teamId')).includes('SiteRouted sales'));
    await edge.send(edge.session('s1'), seed, { type: 'OpenSession', data: { siteId: 'shop' } });
    await edge.assigned('s1', 'ann');
  });

  test('D-PROC-4 a session that was closed before the decision reached it frees its slot', async () => {
    const edge = root.in('refused');
    await edge.agent('ann', { capacity: 1 });
    const closed = [
      { type: 'OpenSession', data: { siteId: 'shop', teamId: 'help' } },
      { type: 'CloseSession', data: {} },
    ];
    await edge.send(edge.session('s1'), seed, ...closed);
    await edge.open('s2');
    await edge.assigned('s2', 'ann');
    expect(await edge.events(edge.session('s1'))).toEqual(['SessionOpened', 'SessionClosed']);
  });

  test('D-PROC-1 a returned chat goes to somebody else, and a transfer to whom it names', async () => {
    const edge = root.in('moves');
    await edge.agent('ann');
    await edge.open('s1');
    await edge.assigned('s1', 'ann');
    await edge.agent('bob');
    await edge.send(edge.session('s1'), agent('ann'), {
      type: 'UnassignAgent',
      data: { ticket: 1, reason: 'returned' },
    });
    await edge.assigned('s1', 'bob');
    await edge.agent('sue', { teams: ['sales'] });
    await edge.send(edge.session('s1'), agent('bob'), { type: 'RequestTransfer', data: { toAgentId: 'sue' } });
    await edge.assigned('s1', 'sue');
    const { chats } = await edge.ask(DeskSnapshot, { workspace: edge.workspace });
    expect(chats).toEqual([{ session: 's1', ticket: 5, agentId: 'sue' }]);
  });

  test('D-CLAIM-2 of two claims through two instances one wins, and the other is told who and when', async () => {
    const edge = root.in('claims');
    await edge.agent('ann', { capacity: 0 });
    await edge.agent('bob', { capacity: 0 });
    await edge.open('s1');
    await eventually(async () => (await edge.events(edge.desk, 'session')).includes('ChatQueued s1'));
    const claim = { type: 'ClaimChat', data: { session: 's1' } };
    const outcomes = (await Promise.all(['ann', 'bob'].map((id) => edge.settle(edge.desk, agent(id), claim)))).flat();
    const [assigned] = (await edge.events(edge.desk, 'agentId')).filter((event) => event.startsWith('ChatAssigned'));
    const winner = assigned?.split(' ')[1] ?? '';
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['refused', 'stored']);
    expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({
      reason: 'already-taken',
      detail: { agentId: winner, agentName: winner, at: expect.stringMatching(/^\d{4}-/) as unknown },
    });
    await edge.assigned('s1', winner);
  });
});

describe('commands', () => {
  test('D-CMD-1 a request that comes again leaves no second commit and is answered directly', async () => {
    const edge = root.in('again');
    await edge.agent('ann');
    const id = 'the-same';
    const commands = [{ id, type: 'SetAvailability', data: { availability: 'away' } }];
    await edge.settle(edge.desk, agent('ann'), ...commands);
    const answers = edge.nc.subscribe('reply.again', { max: 1 });
    const request = { id: 'r2', at: new Date().toISOString(), actor: agent('ann'), correlationId: 'r2', commands };
    await publishCommand(edge.nc, edge.desk, { ...request, replyTo: 'reply.again' });
    for await (const message of answers)
      expect(DirectAnswer.parse(message.json())).toMatchObject({ outcomes: [{ commandId: id, kind: 'stored' }] });
    const told = (await edge.log(edge.desk)).flatMap(({ outcomes }) => outcomes);
    expect(told.filter(({ commandId }) => commandId === id)).toHaveLength(1);
  });

  test('D-WHO-3 what no schema reads has an outcome too', async () => {
    const edge = root.in('invalid');
    const outcomes = await edge.settle(edge.desk, agent('ann'), { type: 'ClaimChat', data: { session: 'a b' } });
    expect(outcomes).toMatchObject([{ kind: 'refused', reason: 'invalid' }]);
  });
});

describe('presence', () => {
  test('D-PRES-2 who loses the lease for the grace time loses the chats to others, and may come back', async () => {
    const edge = root.in('presence');
    await edge.agent('ann');
    await edge.open('s1');
    await edge.assigned('s1', 'ann');
    await edge.agent('bob');
    await edge.endLease('ann');
    await edge.assigned('s1', 'bob');
    expect(await edge.events(edge.session('s1'), 'reason')).toEqual([
      'SessionOpened',
      'AgentAssigned',
      'AgentUnassigned agent-offline',
      'AgentAssigned',
    ]);
    await edge.lease('ann');
    await eventually(async () => {
      const { agents } = await edge.ask(DeskSnapshot, { workspace: edge.workspace });
      return agents.find(({ id }) => id === 'ann')?.present === true;
    });
  });
});

describe('queries', () => {
  test('D-QUERY-1 decisions are told newest first, and while a chat waits, why nobody has it', async () => {
    const edge = root.in('why');
    await edge.agent('ann', { capacity: 0 });
    await edge.open('s0');
    await edge.open('s1');
    const ask = () => edge.ask(SessionDecisions, { workspace: edge.workspace, session: 's1' });
    await eventually(async () => (await ask()).decisions.length === 1);
    const { decisions, waiting } = await ask();
    expect(decisions).toMatchObject([{ type: 'ChatQueued', reason: 'opened' }]);
    expect(waiting).toMatchObject({ considered: [{ agentId: 'ann', load: 0, capacity: 0, verdict: 'at-capacity' }] });
    expect(waiting?.position).toBeGreaterThan(0);
    await edge.settle(edge.desk, agent('ann'), { type: 'ClaimChat', data: { session: 's1' } });
    await eventually(async () => (await ask()).decisions.length === 2);
    expect(await ask()).toMatchObject({
      decisions: [{ type: 'ChatAssigned', kind: 'claimed', agentId: 'ann' }, { type: 'ChatQueued' }],
    });
    expect(await ask()).not.toHaveProperty('waiting');
  });

  test('D-QUERY-2 the roster is the folded desk', async () => {
    const edge = root.in('roster');
    await edge.agent('ann', { capacity: 3, teams: ['help', 'sales'] });
    await edge.open('s1');
    await edge.assigned('s1', 'ann');
    const roster = await edge.ask(DeskSnapshot, { workspace: edge.workspace });
    const named = { id: 'ann', name: 'ann', teams: ['help', 'sales'], capacity: 3, active: true };
    expect(roster.agents).toEqual([{ ...named, availability: 'online', present: true, load: 1 }]);
    expect(roster.v).toBe((await edge.log(edge.desk)).at(-1)?.v);
  });

  test('D-QUERY-2 the roster has who waits, in the order of service', async () => {
    const edge = root.in('queue');
    await edge.agent('ann', { capacity: 0 });
    const queue = async () => (await edge.ask(DeskSnapshot, { workspace: edge.workspace })).queue;
    // Sessions do not wait for each other: the second one asks when the first is in the queue.
    await edge.open('s1');
    await eventually(async () => (await queue()).length === 1);
    await edge.open('s2');
    await eventually(async () => (await queue()).length === 2);
    expect((await queue()).map(({ session, ticket }) => ({ session, ticket }))).toEqual([
      { session: 's1', ticket: 1 },
      { session: 's2', ticket: 1 },
    ]);
  });

  test('D-READ-4 an erased session leaves no row', async () => {
    const edge = root.in('erased');
    await edge.agent('ann');
    await edge.open('s1');
    await edge.assigned('s1', 'ann');
    const ask = () => edge.ask(SessionDecisions, { workspace: edge.workspace, session: 's1' });
    await eventually(async () => (await ask()).decisions.length === 2);
    const erase = [
      { type: 'CloseSession', data: {} },
      { type: 'EraseSession', data: {} },
    ];
    await edge.send(edge.session('s1'), seed, ...erase);
    await eventually(async () => (await ask()).decisions.length === 0);
    await edge.open('s2');
    await eventually(async () => (await rows(edge.workspace)).includes('s2'));
    expect(await rows(edge.workspace)).not.toContain('s1');
  });

  test('D-READ-1 a row of another workspace is neither read nor written', async () => {
    const edge = root.in('mine');
    await edge.agent('ann');
    await edge.open('s1');
    await eventually(async () => (await rows('mine')).length > 0);
    expect(await rows('other')).toEqual([]);
    expect(await edge.ask(SessionDecisions, { workspace: 'other', session: 's1' })).toEqual({ decisions: [] });
    await expect(
      asRole('other', `update decision set session = 'x' where workspace = 'mine' returning session`),
    ).resolves.toEqual([]);
    const columns = `workspace, session, v, id, at, type, ticket, considered, considered_total`;
    await expect(
      asRole('other', `insert into decision (${columns}) values ('mine', 's', 99, 'x', now(), 'x', 1, '[]', 0)`),
    ).rejects.toThrow('row-level security');
  });
});

describe('the process', () => {
  test('D-HEALTH-1 both instances are ready, one carries and one stands by', async () => {
    const answers = await eventually(async () => {
      const all = await Promise.all(
        services.map(async ({ url }) => (await fetch(`${url}/readyz`)).json() as Promise<unknown>),
      );
      return all.every((answer) => (answer as { status: string }).status === 'ok') ? all : null;
    });
    const states = answers.map(
      (answer) => (answer as { details: { process: { state: string } } }).details.process.state,
    );
    expect(states.sort()).toEqual(['reading', 'standby']);
    const [{ url } = { url: '' }] = services;
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('holdfast_process_pending_commits');
  });

  test('D-PROC-9 when all is carried out, all is acknowledged, and the consumer says what it is', async () => {
    const jsm = await jetstreamManager(root.nc);
    const info = await eventually(async () => {
      const consumer = await jsm.consumers.info(STREAMS.events, PROCESS_DURABLE);
      return consumer.num_pending === 0 && consumer.num_ack_pending === 0 ? consumer : null;
    });
    expect(info.config).toMatchObject({ ack_policy: 'all', metadata: { owner: 'assignment' } });
    expect(info.config.description).toContain('chats wait for agents');
  });
});

async function asRole(workspace: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.serviceUrl('assignment') });
  await client.connect();
  try {
    await client.query(`select set_config('holdfast.workspace', $1, false)`, [workspace]);
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
const rows = async (workspace: string): Promise<unknown[]> =>
  (await asRole(workspace, 'select session from decision')).map(({ session }) => session);
