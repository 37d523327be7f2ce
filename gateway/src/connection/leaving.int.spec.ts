import {
  CLOSE,
  type CommandRequest,
  DESK_ID,
  DeskSnapshot,
  PRESENCE_BUCKET,
  presenceKey,
  REVOCATION_SUBJECT,
} from '@holdfast/contracts';
import { publishCommand } from '@holdfast/jetstream';
import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Kvm } from '@nats-io/kv';
import { v7 as uuidv7 } from 'uuid';
import { WebSocket } from 'ws';
import { Client } from '../client.harness.ts';
import { readConfig } from '../config.ts';
import { agentToken, open, type Rig, say, startRig, visitor, visitorToken } from '../gateway.harness.ts';
import { startGateway } from '../start.module.ts';

const upgrade = (port: number, headers: Record<string, string>) =>
  new Promise<number>((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_, response) => {
      socket.terminate();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => undefined);
  });

const asSystem = (commands: CommandRequest['commands']): CommandRequest => ({
  id: uuidv7(),
  at: new Date().toISOString(),
  actor: { kind: 'system', id: 'spec' },
  correlationId: 'spec',
  commands,
});

describe('who may be connected', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({ PUBLIC_URL: 'http://localhost:8080', WIDGET_URL: 'http://widget.localhost:8080/widget/' });
  });
  afterAll(() => rig.close());

  test('G-ORIGIN-1 pages of ours and clients that are no browsers, nobody else', async () => {
    const answers = await Promise.all(
      [
        { origin: 'http://localhost:8080' },
        { origin: 'http://widget.localhost:8080' },
        {},
        { origin: 'http://evil.example' },
        { origin: 'null' },
      ].map((headers) => upgrade(rig.port, headers)),
    );
    expect(answers).toEqual([101, 101, 101, 403, 403]);
  });

  test('G-REVOKE-1 a revocation closes the sockets of its family within a second, and its tokens open no more', async () => {
    const token = await agentToken({ sub: 'a1', family: 'phone' });
    const phone = await Client.hello(rig.port, token);
    const laptop = await Client.hello(rig.port, await agentToken({ sub: 'a1', family: 'laptop' }));
    const began = performance.now();
    rig.nc.publish(REVOCATION_SUBJECT, JSON.stringify({ workspace: 'acme', agentId: 'a1', family: 'phone' }));
    expect(await phone.ended()).toMatchObject({ code: CLOSE.unauthenticated });
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(phone.of('bye')).toMatchObject([{ code: 'revoked' }]);
    const again = await Client.connect(rig.port);
    again.sayHello(token);
    expect(await again.ended()).toMatchObject({ code: CLOSE.unauthenticated });
    expect(laptop.closed).toBeUndefined();
    rig.nc.publish(REVOCATION_SUBJECT, JSON.stringify({ workspace: 'acme', agentId: 'a1' }));
    expect(await laptop.ended()).toMatchObject({ code: CLOSE.unauthenticated });
  });

  test('G-REVOKE-2 a deactivated agent, or one of another role, is out at that point of the log', async () => {
    const [gone, promoted, same] = await Promise.all(
      ['b1', 'b2', 'b3'].map(async (sub) => Client.hello(rig.port, await agentToken({ sub }))),
    );
    const save = (agentId: string, role: string, active: boolean) => ({
      id: uuidv7(),
      type: 'SaveAgent',
      data: { agentId, name: 'B', email: `${agentId}@acme.example`, role, teams: [], capacity: 1, active },
    });
    await publishCommand(
      rig.nc,
      { workspace: 'acme', kind: 'workspace', id: 'main' },
      asSystem([save('b3', 'agent', true), save('b1', 'agent', false), save('b2', 'admin', true)]),
    );
    expect(await gone?.ended()).toMatchObject({ code: CLOSE.unauthenticated });
    expect(await promoted?.ended()).toMatchObject({ code: CLOSE.unauthenticated });
    expect(same?.closed).toBeUndefined();
    same?.close();
  });

  test('G-PRESENCE-1 an agent has a lease while a console is connected, and none after the last', async () => {
    const bucket = await new Kvm(rig.nc).open(PRESENCE_BUCKET);
    const key = presenceKey('acme', 'c1');
    const [one, two] = [
      await Client.hello(rig.port, await agentToken({ sub: 'c1' })),
      await Client.hello(rig.port, await agentToken({ sub: 'c1' })),
    ];
    await eventually(async () => (await bucket.get(key))?.operation === 'PUT');
    one.close();
    two.send({ t: 'ping' });
    await two.next('pong');
    expect((await bucket.get(key))?.operation).toBe('PUT');
    two.close();
    await eventually(async () => (await bucket.get(key))?.operation === 'DEL');
  });

  test('G-PRESENCE-1 a lease that another gateway has renewed stays', async () => {
    const other = await startGateway(readConfig(rig.environment));
    const bucket = await new Kvm(rig.nc).open(PRESENCE_BUCKET);
    const key = presenceKey('acme', 'c2');
    const here = await Client.hello(rig.port, await agentToken({ sub: 'c2' }));
    const first = await eventually(async () => (await bucket.get(key))?.revision);
    const there = await Client.hello(other.port, await agentToken({ sub: 'c2' }));
    const second = await eventually(async () => {
      const revision = (await bucket.get(key))?.revision ?? 0;
      return revision > first ? revision : null;
    });
    here.close();
    await eventually(async () =>
      (await (await fetch(`${rig.url}/metrics`)).text()).includes('holdfast_gateway_sockets 0'),
    );
    expect(await bucket.get(key)).toMatchObject({ operation: 'PUT', revision: second });
    there.close();
    await other.close();
  });

  test('G-ROSTER-1 a console is shown the agents, and when they change', async () => {
    const console = await Client.hello(rig.port, await agentToken({ sub: 'd1' }));
    expect(await console.next('roster')).toEqual({ t: 'roster', agents: [] });
    await publishCommand(
      rig.nc,
      { workspace: 'acme', kind: 'desk', id: DESK_ID },
      asSystem([
        {
          id: uuidv7(),
          type: 'RegisterAgent',
          data: { agentId: 'd1', agentName: 'Dora', teams: [], capacity: 3, active: true },
        },
      ]),
    );
    expect(await console.next('roster')).toMatchObject({
      agents: [{ id: 'd1', name: 'Dora', availability: 'offline' }],
    });
    console.send({
      t: 'desk-request',
      id: 'r',
      commands: [{ id: 'c-d1', type: 'SetAvailability', data: { availability: 'online' } }],
    });
    expect(await console.next('outcomes')).toEqual({
      t: 'outcomes',
      outcomes: [{ commandId: 'c-d1', kind: 'stored' }],
    });
    expect(await console.next('roster')).toMatchObject({
      agents: [{ id: 'd1', availability: 'online', present: true }],
    });
    console.close();
  });

  test('G-INBOX-2 a console watches the inbox, live', async () => {
    await rig.services.record('acme', 'i1', visitor('v1'), open());
    const console = await Client.hello(rig.port, await agentToken({ sub: 'e1' }));
    console.send({ t: 'watch-inbox', window: 'w', filter: 'all', offset: 0, limit: 50 });
    await console.next('inbox');
    await rig.services.record('acme', 'i2', visitor('v2'), open(), say('anybody there?'));
    expect(await console.next('inbox', ({ rows }) => rows.some((row) => row.session === 'i2'))).toMatchObject({
      order: ['i2', 'i1'],
      rows: [{ session: 'i2', unread: 1, lastMessage: { text: 'anybody there?' } }],
    });
    console.close();
  });

  test('G-INBOX-2 a console has a window for each of its tabs, until it wants it no more or wants too many', async () => {
    const token = await agentToken({ sub: 'e1', ws: 'tabs' });
    const console = await Client.hello(rig.port, token);
    const watch = (window: string, filter: 'all' | 'waiting') =>
      console.send({ t: 'watch-inbox', window, filter, offset: 0, limit: 50 });
    watch('one', 'all');
    watch('two', 'waiting');
    for (const window of ['one', 'two']) await console.next('inbox', (frame) => frame.window === window);
    /** The windows that are told of another session, each once. */
    const told = async (session: string, last: string): Promise<string[]> => {
      const before = console.of('inbox').length;
      await rig.services.record('tabs', session, visitor('v1'), open());
      await console.next('inbox', ({ window, order }) => window === last && order.includes(session));
      return [
        ...new Set(
          console
            .of('inbox')
            .slice(before)
            .map(({ window }) => window),
        ),
      ].sort();
    };
    expect(await told('t1', 'two')).toEqual(['one', 'two']);
    console.send({ t: 'unwatch-inbox', window: 'one' });
    expect(await told('t2', 'two')).toEqual(['two']);
    const more = Array.from({ length: 8 }, (_, i) => `more${String(i)}`);
    for (const window of more) watch(window, 'all');
    for (const window of more) await console.next('inbox', (frame) => frame.window === window);
    expect(await told('t3', 'more7')).toEqual(more);
    console.close();
  });

  test('G-INBOX-6 a window comes with the order and the narrowing it was asked for with', async () => {
    await rig.services.record('narrow', 'n1', visitor('v1'), open(), say('read me'));
    await rig.services.record('narrow', 'n2', visitor('v2'), open());
    const console = await Client.hello(rig.port, await agentToken({ sub: 'e1', ws: 'narrow' }));
    const wanted = { filter: 'all', sort: 'oldest', only: { unread: true }, offset: 0 } as const;
    console.send({ t: 'watch-inbox', window: 'w', ...wanted, limit: 50 });
    await rig.services.record('narrow', 'n3', visitor('v3'), open(), say('me too'));
    expect(await console.next('inbox', ({ total }) => total > 0)).toMatchObject({
      ...wanted,
      counts: { all: expect.anything() },
    });
    console.close();
  });

  test('G-STAND-1 a visitor hears when somebody comes to answer, a console does not', async () => {
    const agents = [
      {
        id: 'd1',
        name: 'Dora',
        availability: 'offline',
        present: false,
        load: 0,
        capacity: 4,
        teams: [],
        active: true,
      },
    ];
    rig.services.answers[DeskSnapshot.pattern] = () => ({ v: 0, agents, chats: [], queue: [], sites: [] });
    await rig.services.record('manned', 'm1', visitor('v1'), open());
    const client = await Client.hello(rig.port, await visitorToken({ sub: 'v1', ws: 'manned' }), { m1: 0, m2: 0 });
    for (const session of ['m1', 'm2'])
      expect(await client.next('standing')).toEqual({ t: 'standing', session, open: false });
    const console = await Client.hello(rig.port, await agentToken({ sub: 'd1', ws: 'manned' }), { m1: 0 });
    const online = { id: 'c-m1', type: 'SetAvailability', data: { availability: 'online' } } as const;
    console.send({ t: 'desk-request', id: 'r', commands: [online] });
    await console.next('outcomes');
    expect(await client.next('standing')).toEqual({ t: 'standing', session: 'm1', open: true });
    expect(console.of('standing')).toEqual([]);
    for (const each of [client, console]) each.close();
  });

  test('G-INBOX-2 visitors have no inbox', async () => {
    const client = await Client.hello(rig.port, await visitorToken({ sub: 'v1' }));
    client.send({ t: 'watch-inbox', window: 'w', filter: 'all', offset: 0, limit: 50 });
    client.send({ t: 'ping' });
    await client.next('pong');
    expect(client.of('inbox')).toEqual([]);
    expect(client.of('roster')).toEqual([]);
    client.close();
  });
});

describe('a gateway that goes down', () => {
  test('G-DRAIN-1 says so, closes with a window to come back in, and takes nobody new', async () => {
    const rig = await startRig();
    const clients = await Promise.all(
      ['v1', 'v2'].map(async (sub) => Client.hello(rig.port, await visitorToken({ sub }))),
    );
    const closing = rig.gateway.close();
    for (const client of clients) {
      expect(await client.ended()).toMatchObject({ code: CLOSE.drain });
      expect(client.frames.at(-1)).toEqual({ t: 'bye', code: 'drain', retry: [0, 4_000] });
    }
    await closing;
    await expect(fetch(`${rig.url}/livez`)).rejects.toThrow();
    await rig.close();
  });
});
