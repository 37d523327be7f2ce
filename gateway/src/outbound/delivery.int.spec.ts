import { type ClientSessionCommand } from '@holdfast/contracts';
import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../config.ts';
import { Client } from '../client.harness.ts';
import { agent, agentToken, open, type Rig, say, startRig, visitor, visitorToken } from '../gateway.harness.ts';
import { type RunningGateway, startGateway } from '../start.module.ts';

const clients: Client[] = [];
const hello = async (...args: Parameters<typeof Client.hello>): Promise<Client> => {
  const client = await Client.hello(...args);
  clients.push(client);
  return client;
};

describe('two gateways on one log', () => {
  let rig: Rig;
  let other: RunningGateway;
  beforeAll(async () => {
    rig = await startRig();
    other = await startGateway(readConfig(rig.environment));
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await other.close();
    await rig.close();
  });

  test('G-OUT-3 outcomes reach all connections of their actor, at any gateway, and nobody else', async () => {
    const token = await visitorToken({ sub: 'v1' });
    const [here, elsewhere, staff] = [
      await hello(rig.port, token),
      await hello(other.port, token),
      await hello(rig.port, await agentToken({ sub: 'v1' }), { s: 0 }),
    ];
    here.send({ t: 'request', id: 'r', session: 's', commands: [{ id: 'c1', ...open() }] });
    for (const client of [here, elsewhere])
      expect(await client.next('outcomes')).toMatchObject({ session: 's', outcomes: [{ commandId: 'c1' }] });
    await staff.next('events');
    // The agent has the same id as the visitor, and is another person.
    expect(staff.of('outcomes')).toEqual([]);
  });

  test('G-OUT-4 an outcome that was in the log already comes from the service, to the gateway that asked', async () => {
    const client = await hello(other.port, await visitorToken({ sub: 'v2' }));
    const request = { t: 'request', id: 'r', session: 's2', commands: [{ id: 'c1', ...open() }] } as const;
    client.send({ ...request, commands: [...request.commands] });
    await client.next('outcomes');
    client.send({ ...request, commands: [...request.commands] });
    expect(await client.next('outcomes')).toEqual({
      t: 'outcomes',
      session: 's2',
      outcomes: [{ commandId: 'c1', kind: 'stored' }],
    });
    expect(await rig.services.commitsOf('acme', 's2')).toHaveLength(1);
  });

  test('G-OUT-4 a refusal that nobody heard is told to who asks again, also over HTTP and through a gateway of later', async () => {
    const token = await visitorToken({ sub: 'v8' });
    const ask = (client: Client, ...commands: ClientSessionCommand[]) =>
      client.send({ t: 'request', id: 'r', session: 's8', commands });
    const deaf = await hello(rig.port, token);
    ask(deaf, { id: 'c1', ...open() });
    await deaf.next('outcomes');
    ask(deaf, { id: 'c2', ...open() });
    deaf.close();
    const log = await eventually(async () => {
      const commits = await rig.services.commitsOf('acme', 's8');
      return commits.length === 2 ? commits : null;
    });
    const refusal = { commandId: 'c2', kind: 'refused', reason: 'already-open' };
    expect(log[1]?.outcomes).toEqual([refusal]);

    const late = await startGateway(readConfig(rig.environment));
    try {
      for (const port of [rig.port, other.port, late.port]) {
        const client = await hello(port, token);
        // What comes with the id by now would be stored.
        ask(client, { id: 'c2', ...say('hello?') });
        expect((await client.next('outcomes')).outcomes).toEqual([refusal]);
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/sessions/s8/commands`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ commands: [{ id: 'c2', ...say('hello?') }] }),
        });
        expect(await answer.json()).toEqual({ outcomes: [refusal] });
        client.close();
      }
    } finally {
      await late.close();
    }
    expect(await rig.services.commitsOf('acme', 's8')).toEqual(log);
  });

  test('G-OUT-1 a note reaches staff only, by tail, snapshot and live', async () => {
    await rig.services.record('acme', 's3', visitor('v3'), open(), say('hi'));
    await rig.services.record('acme', 's3', agent('a1'), say('a note', 'internal'));
    const mine = await hello(rig.port, await visitorToken({ sub: 'v3' }), { s3: 0 });
    const staff = await hello(other.port, await agentToken({ sub: 'a1' }), { s3: 0 });
    staff.send({
      t: 'request',
      id: 'r',
      session: 's3',
      commands: [
        { id: 'n1', ...say('another note', 'internal') },
        { id: 'n2', ...say('hello') },
      ],
    });
    expect((await mine.next('events')).events).toMatchObject([{ n: 3, data: { text: 'hello' } }]);
    expect((await staff.next('events')).events).toMatchObject([{ n: 4, data: { text: 'another note' } }, { n: 5 }]);
    expect(JSON.stringify(mine.frames)).not.toContain('note');
  });

  test('G-SIGNAL-1 signals reach the others who follow, through every gateway', async () => {
    await rig.services.record('acme', 's4', visitor('v4'), open());
    const mine = await hello(rig.port, await visitorToken({ sub: 'v4' }), { s4: 0 });
    const staff = await hello(other.port, await agentToken({ sub: 'a1' }), { s4: 0 });
    const stranger = await hello(other.port, await visitorToken({ sub: 'v9' }), { s4: 0 });
    stranger.send({ t: 'signal', session: 's4', kind: 'typing', on: true });
    mine.send({ t: 'signal', session: 's4', kind: 'typing', on: true });
    expect(await staff.next('signal')).toEqual({
      t: 'signal',
      session: 's4',
      from: { kind: 'visitor', id: 'v4' },
      kind: 'typing',
      on: true,
    });
    staff.send({ t: 'signal', session: 's4', kind: 'typing', on: true });
    expect(await mine.next('signal')).toMatchObject({ from: { kind: 'agent', id: 'a1', name: 'Agent a1' } });
    expect([mine, staff, stranger].map((client) => client.of('signal').length)).toEqual([1, 1, 0]);
  });

  test('G-SIGNAL-2 who writes a note, and who looks, is told to staff only', async () => {
    await rig.services.record('acme', 's5', visitor('v5'), open());
    const mine = await hello(rig.port, await visitorToken({ sub: 'v5' }), { s5: 0 });
    const [one, two] = [
      await hello(rig.port, await agentToken({ sub: 'a1' }), { s5: 0 }),
      await hello(rig.port, await agentToken({ sub: 'a2' }), { s5: 0 }),
    ];
    one.send({ t: 'signal', session: 's5', kind: 'typing', on: true, internal: true });
    one.send({ t: 'signal', session: 's5', kind: 'viewing', on: true });
    one.send({ t: 'signal', session: 's5', kind: 'typing', on: false });
    await mine.next('signal');
    expect(mine.of('signal').map(({ kind, on }) => [kind, on])).toEqual([['typing', false]]);
    await two.next('signal', ({ on }) => !on);
    const told = two.of('signal').filter(({ from }) => from.kind === 'agent');
    expect(told.map(({ kind }) => kind)).toEqual(['typing', 'viewing', 'typing']);
  });

  test('G-SIGNAL-3 who looks at a chat is told that its visitor is there, while they are', async () => {
    await rig.services.record('acme', 's10', visitor('v10'), open());
    const mine = await hello(other.port, await visitorToken({ sub: 'v10' }), { s10: 0 });
    const [one, two] = [
      await hello(rig.port, await agentToken({ sub: 'a1' }), { s10: 0 }),
      await hello(other.port, await agentToken({ sub: 'a2' }), { s10: 0 }),
    ];
    const visitors = async (): Promise<number> => {
      const metrics = await (await fetch(`http://127.0.0.1:${other.port}/metrics`)).text();
      return Number(/holdfast_gateway_connections\{kind="visitor"\} (\d+)/.exec(metrics)?.[1]);
    };
    one.send({ t: 'signal', session: 's10', kind: 'viewing', on: true });
    const there = { t: 'signal', session: 's10', from: { kind: 'visitor', id: 'v10' }, kind: 'viewing', on: true };
    expect(await one.next('signal')).toEqual(there);
    expect(await two.next('signal', ({ from }) => from.kind === 'visitor')).toEqual(there);
    one.send({ t: 'signal', session: 's10', kind: 'viewing', on: false });
    await two.next('signal', ({ on }) => !on);
    const before = await visitors();
    mine.close();
    await eventually(async () => (await visitors()) < before);
    one.send({ t: 'signal', session: 's10', kind: 'viewing', on: true });
    await two.next('signal', ({ on }) => on);
    const again = await hello(other.port, await visitorToken({ sub: 'v10' }), { s10: 0 });
    one.send({ t: 'signal', session: 's10', kind: 'viewing', on: true });
    await two.next('signal', ({ from }) => from.kind === 'visitor');
    expect(two.of('signal').map(({ from }) => from.id)).toEqual(['a1', 'v10', 'a1', 'a1', 'a1', 'v10']);
    expect([mine, again].flatMap((client) => client.of('signal'))).toEqual([]);
  });

  test('G-SLOW-2 a client that stopped reading is cut off, and nobody waits for it', async () => {
    await rig.services.record('acme', 's7', visitor('v7'), open());
    const frozen = await hello(rig.port, await agentToken({ sub: 'a1' }), { s7: 0 });
    const reading = await hello(rig.port, await agentToken({ sub: 'a2' }), { s7: 0 });
    frozen.pause();
    const slow = async () =>
      (await (await fetch(`${rig.url}/metrics`)).text()).includes('holdfast_gateway_slow_clients_total 1');
    for (let i = 0; i < 100 && !(await slow()); i++) {
      const texts = Array.from({ length: 20 }, () => say('x'.repeat(8_000)));
      await rig.services.record('acme', 's7', visitor('v7'), ...texts);
      await reading.next('events');
    }
    expect(await slow()).toBe(true);
    expect(reading.closed).toBeUndefined();
  });

  test('G-RING-2 a gateway that has just started proves what happened lately without reading the log', async () => {
    await rig.services.record('acme', 's6', visitor('v6'), open(), say('a'), say('b'));
    const late = await startGateway(readConfig(rig.environment));
    const { epoch } = await (await hello(rig.port, await agentToken({ sub: 'a1' }))).next('welcome');
    const staff = await hello(late.port, await agentToken({ sub: 'a1' }), { s6: 1 }, epoch);
    expect(staff.of('sync')).toMatchObject([{ mode: 'tail', n: 3, events: [{ n: 2 }, { n: 3 }] }]);
    const metrics = await (await fetch(`http://127.0.0.1:${late.port}/metrics`)).text();
    expect(metrics).toContain('holdfast_gateway_syncs_total{mode="tail",source="ring"} 1');
    expect(metrics).not.toContain('source="log"');
    await late.close();
  });
});
