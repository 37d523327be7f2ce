import { STREAMS } from '@holdfast/contracts';
import { eventually, startTestNats, type TestNatsServer } from '@holdfast/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { provision } from '@holdfast/jetstream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '../client.harness.ts';
import { open, type Rig, say, startRig, visitor, visitorToken } from '../gateway.harness.ts';

describe('a nats-server that goes and comes back', () => {
  let nats: TestNatsServer;
  let rig: Rig;
  beforeAll(async () => {
    nats = await startTestNats();
    rig = await startRig({}, nats.address.servers);
  });
  afterAll(async () => {
    await rig.close();
    await nats.close();
  });

  test('G-HEALTH-1 G-EPOCH-1 with the same log: nobody is sent away, nothing is missed, and it is not ready meanwhile', async () => {
    const client = await Client.hello(rig.port, await visitorToken({ sub: 'v1' }), { s: 0 });
    client.send({ t: 'request', id: 'r1', session: 's', commands: [{ id: 'c1', ...open() }] });
    await client.next('outcomes');
    await nats.kill();
    const ready = () => fetch(`${rig.url}/readyz`);
    await eventually(async () => (await ready()).status === 503);
    expect(await (await ready()).json()).toMatchObject({
      status: 'error',
      error: { nats: { status: 'down' }, log: { status: 'down' } },
    });
    await nats.start();
    await eventually(async () => (await ready()).status === 200);
    const request = () =>
      client.send({ t: 'request', id: 'r2', session: 's', commands: [{ id: 'c2', ...say('after') }] });
    request();
    const again = setInterval(request, 2_000);
    expect(await client.next('events', ({ events }) => events[0]?.type === 'MessagePosted')).toMatchObject({
      events: [{ n: 2 }],
    });
    clearInterval(again);
    expect(client.of('bye')).toEqual([]);
    client.close();
  }, 30_000);

  test('G-EPOCH-1 with another log: everybody begins anew', async () => {
    await rig.services.record('acme', 'old', visitor('v2'), open(), say('of another life'));
    const client = await Client.hello(rig.port, await visitorToken({ sub: 'v2' }), { old: 0 });
    const { epoch } = await client.next('welcome');
    const jsm = await jetstreamManager(rig.nc);
    await jsm.streams.delete(STREAMS.events);
    await provision(rig.nc, { durability: 'process-safe' });
    await nats.kill();
    await nats.start();
    expect(await client.ended()).toMatchObject({ code: 1012 });
    expect(client.frames.at(-1)).toMatchObject({ t: 'bye', code: 'epoch' });
    const after = await Client.hello(rig.port, await visitorToken({ sub: 'v2' }), { old: 2 }, epoch);
    expect((await after.next('welcome')).epoch).not.toBe(epoch);
    expect(await after.next('sync')).toMatchObject({ mode: 'none', n: 0 });
    after.close();
  }, 30_000);

  test('G-DRAIN-2 a gateway whose line to NATS is gone still ends', async () => {
    const other = await startRig({}, nats.address.servers);
    await nats.kill();
    await eventually(async () => (await fetch(`${other.url}/readyz`)).status === 503);
    await other.gateway.close();
    await nats.start();
    await other.services.stop();
    await other.nc.close();
  }, 30_000);
});
