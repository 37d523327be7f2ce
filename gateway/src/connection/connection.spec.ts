import { CLOSE } from '@holdfast/contracts';
import { describe, expect, test } from '@jest/globals';
import { anna as annaActor, bert as bertActor, opened, said } from '../outbound/feed.harness.ts';
import { anna, ConnectionRig, settled } from './connection.harness.ts';
import { QUEUE_LIMITS } from './outgoing.ts';

describe('letting in', () => {
  test('G-HELLO-1 without a hello for five seconds it is closed', () => {
    const rig = new ConnectionRig();
    rig.pass(4_000);
    expect(rig.socket.closed).toBeUndefined();
    rig.pass(1_000);
    expect(rig.socket.closed?.code).toBe(CLOSE.helloTimeout);
  });

  test('G-HELLO-1 anything before the hello closes', () => {
    const rig = new ConnectionRig();
    rig.say({ t: 'ping' });
    expect(rig.socket.closed?.code).toBe(CLOSE.badFrame);
  });

  test('G-HELLO-3 another protocol version is closed', async () => {
    const rig = new ConnectionRig();
    rig.say({ t: 'hello', protocol: 1, token: 'anna', client: 'c', cursors: [] });
    await settled();
    expect(rig.socket.closed?.code).toBe(CLOSE.protocolVersion);
    expect(rig.socket.sent).toEqual([]);
  });

  test('G-HELLO-5 while the gateway is behind, the hello waits; too long, and the client is sent elsewhere', async () => {
    const rig = new ConnectionRig();
    rig.caughtUp.shut();
    await rig.open('anna', { s: 0 });
    expect(rig.socket.sent).toEqual([]);
    rig.caughtUp.open('epoch-1');
    await settled();
    expect(rig.socket.kinds()).toEqual(['welcome', 'sync', 'live']);

    const other = new ConnectionRig();
    other.caughtUp.shut();
    await other.open('anna');
    other.pass(15_000);
    expect(other.socket.sent).toMatchObject([{ t: 'bye', code: 'lagging' }]);
  });

  test('G-REVOKE-1 a token that is revoked while the hello waits opens nothing', async () => {
    const rig = new ConnectionRig();
    rig.caughtUp.shut();
    await rig.open('bert', { s: 0 });
    rig.tokens.delete('bert');
    rig.caughtUp.open('epoch-1');
    await settled();
    expect(rig.socket.sent).toEqual([]);
    expect(rig.socket.closed?.code).toBe(CLOSE.unauthenticated);
  });

  test('G-HELLO-5 what is said while the hello waits is heard after it', async () => {
    const rig = new ConnectionRig();
    rig.hello('anna');
    rig.say({ t: 'attach', session: 's', n: 0 });
    await settled();
    expect(rig.socket.kinds()).toEqual(['welcome', 'live', 'sync']);
  });

  test('G-HELLO-6 a second hello closes', async () => {
    const rig = new ConnectionRig();
    await rig.open('anna');
    rig.hello('anna');
    expect(rig.socket.closed?.code).toBe(CLOSE.badFrame);
  });

  test('G-SYNC-5 cursors of another epoch count as nothing', async () => {
    const rig = new ConnectionRig();
    rig.feed.log.append('s', annaActor, [opened, said('a'), said('b')]);
    rig.feed.take();
    await rig.open('anna', { s: 2 }, 'epoch-0');
    expect(rig.socket.sent[1]).toMatchObject({ t: 'sync', mode: 'tail', n: 3, events: [{ n: 1 }, { n: 2 }, { n: 3 }] });
  });

  test('G-RENEW-1 a fresh token of the same person extends; of another one, it closes', async () => {
    const rig = new ConnectionRig();
    rig.tokens.set('fresh', { ...anna, expiresAt: anna.expiresAt + 3_600_000 });
    await rig.open('anna');
    rig.say({ t: 'renew', token: 'fresh' });
    await settled();
    rig.now = anna.expiresAt - 1_000;
    rig.say({ t: 'ping' });
    rig.pass(2_000);
    expect(rig.socket.closed).toBeUndefined();
    rig.say({ t: 'renew', token: 'bert' });
    await settled();
    expect(rig.socket.closed?.code).toBe(CLOSE.unauthenticated);
  });

  test('G-RENEW-2 when the token ends, so does the connection', async () => {
    const rig = new ConnectionRig();
    await rig.open('anna');
    rig.now = anna.expiresAt - 500;
    rig.say({ t: 'ping' });
    rig.pass(1_000);
    expect(rig.socket.sent.at(-1)).toEqual({ t: 'bye', code: 'expired', retry: [0, 0] });
    expect(rig.socket.closed?.code).toBe(CLOSE.unauthenticated);
  });
});

describe('staying alive', () => {
  test('G-PING-1 the server pings every 15 s, the first time after a random part of that', async () => {
    const rig = new ConnectionRig();
    await rig.open('anna');
    const pings = () => rig.socket.kinds().filter((kind) => kind === 'ping').length;
    rig.pass(7_000);
    expect(pings()).toBe(0);
    rig.pass(1_000);
    expect(pings()).toBe(1);
    rig.say({ t: 'pong' });
    rig.pass(14_000);
    expect(pings()).toBe(1);
    rig.pass(1_000);
    expect(pings()).toBe(2);
  });

  test('G-PING-2 25 s without anything, and it is cut off; anything that comes counts', async () => {
    const rig = new ConnectionRig();
    await rig.open('anna');
    rig.pass(20_000);
    rig.say({ t: 'detach', session: 's' });
    rig.pass(24_000);
    expect(rig.socket.isTerminated).toBe(false);
    rig.pass(1_000);
    expect(rig.socket.isTerminated).toBe(true);
  });

  test('G-PING-3 a ping is answered by one pong, whatever else is open, and a pong by nothing', async () => {
    const rig = new ConnectionRig();
    await rig.open('anna');
    const sent = rig.socket.sent.length;
    rig.say({ t: 'ping' });
    expect(rig.socket.sent.slice(sent)).toEqual([{ t: 'pong' }]);
    rig.pass(8_000);
    rig.say({ t: 'ping' });
    rig.say({ t: 'pong' });
    rig.say({ t: 'pong' });
    expect(rig.socket.sent.slice(sent)).toEqual([{ t: 'pong' }, { t: 'ping' }, { t: 'pong' }]);
  });
});

describe('a client that does not read', () => {
  const opening = async () => {
    const rig = new ConnectionRig();
    rig.feed.log.append('s', annaActor, [opened]);
    rig.feed.take();
    await rig.open('bert', { s: 0 });
    rig.socket.isFast = false;
    return rig;
  };
  const say = (rig: ConnectionRig, text: string) => {
    rig.feed.log.append('s', annaActor, [said(text)]);
    rig.feed.take();
  };

  test('G-SLOW-1 above half a queue signals are dropped, events are not', async () => {
    const rig = await opening();
    rig.connection.signal('{"t":"signal"}');
    expect(rig.socket.kinds().at(-1)).toBe('signal');
    say(rig, 'x'.repeat(QUEUE_LIMITS.bytes / 2));
    rig.connection.signal('{"t":"signal"}');
    expect(rig.counted).toContain('dropped');
    say(rig, 'still there');
    expect(rig.socket.kinds().at(-1)).toBe('events');
    rig.socket.drain();
    rig.connection.signal('{"t":"signal"}');
    expect(rig.socket.kinds().at(-1)).toBe('signal');
  });

  test('G-SLOW-2 with too many bytes unread it is closed, and shown nothing more', async () => {
    const rig = await opening();
    for (let i = 0; i < 40; i++) say(rig, 'x'.repeat(7_900));
    expect(rig.socket.closed?.code).toBe(CLOSE.slow);
    expect(rig.socket.sent.at(-1)).toMatchObject({ t: 'bye', code: 'slow' });
    expect(rig.socket.unwritten).toBeLessThan(QUEUE_LIMITS.bytes + 10_000);
    rig.pass(2_000);
    expect(rig.socket.isTerminated).toBe(true);
  });

  test('G-SLOW-2 with too many events unread it is closed', async () => {
    const rig = await opening();
    for (let i = 0; i < QUEUE_LIMITS.events; i++) say(rig, 'x');
    expect(rig.socket.closed).toBeUndefined();
    for (let i = 0; i < 2; i++) say(rig, 'x');
    expect(rig.socket.closed?.code).toBe(CLOSE.slow);
  });

  test('G-SLOW-2 a large sync under way does not count', async () => {
    const rig = new ConnectionRig();
    rig.socket.isFast = false;
    rig.feed.log.append('s', annaActor, [opened]);
    for (let i = 0; i < 60; i++) rig.feed.log.append('s', annaActor, [said('x'.repeat(8_000))]);
    rig.feed.forgetRings();
    await rig.open('bert', { s: 0 });
    expect(rig.socket.unwritten).toBeGreaterThan(QUEUE_LIMITS.bytes);
    say(rig, 'one more');
    expect(rig.socket.closed).toBeUndefined();
    expect(rig.socket.sent.at(-1)).toMatchObject({ t: 'events', events: [{ n: 62 }] });
  });

  test('G-SYNC-7 the next session is synced when the one before has been read', async () => {
    const rig = new ConnectionRig();
    for (const session of ['s1', 's2', 's3']) rig.feed.log.append(session, annaActor, [opened]);
    rig.feed.take();
    rig.socket.isFast = false;
    await rig.open('bert', { s1: 0, s2: 0, s3: 0 });
    const syncs = () => rig.socket.kinds().filter((kind) => kind === 'sync').length;
    for (const expected of [1, 2, 3]) {
      expect(syncs()).toBe(expected);
      expect(rig.socket.kinds()).not.toContain('live');
      rig.socket.drain();
      await settled();
    }
    expect(rig.socket.kinds().at(-1)).toBe('live');
  });
});

describe('limits of one connection', () => {
  test('G-SYNC-8 following too many sessions closes', async () => {
    const rig = new ConnectionRig();
    await rig.open('bert');
    for (let i = 0; i < 256; i++) {
      rig.now += 100;
      rig.say({ t: 'attach', session: `s${i}`, n: 0 });
    }
    expect(rig.socket.closed).toBeUndefined();
    rig.say({ t: 'attach', session: 's0', n: 0 });
    expect(rig.socket.closed).toBeUndefined();
    rig.say({ t: 'attach', session: 'one-more', n: 0 });
    expect(rig.socket.closed?.code).toBe(CLOSE.tooManyFrames);
  });

  test('G-IN-10 more frames than its rate, and it is closed', async () => {
    const rig = new ConnectionRig();
    await rig.open('anna');
    for (let i = 0; i < 199; i++) rig.say({ t: 'ping' });
    expect(rig.socket.closed).toBeUndefined();
    rig.say({ t: 'ping' });
    expect(rig.socket.closed?.code).toBe(CLOSE.tooManyFrames);
  });

  test('G-BAD-5 the hundredth invalid request closes', async () => {
    const rig = new ConnectionRig();
    await rig.open('anna');
    const invalid = '{"t":"request","id":"r","session":"s","commands":[{"id":"c","type":"Nonsense","data":{}}]}';
    for (let i = 0; i < 99; i++) {
      rig.now += 100;
      rig.raw(invalid);
    }
    expect(rig.socket.closed).toBeUndefined();
    expect(rig.socket.sent.at(-1)).toMatchObject({ t: 'turned-away', request: 'r', reason: 'invalid' });
    rig.raw(invalid);
    expect(rig.socket.closed?.code).toBe(CLOSE.badFrame);
  });

  test('G-OUT-3 a connection that ended is reached by nothing', async () => {
    const rig = new ConnectionRig();
    rig.feed.log.append('s', annaActor, [opened]);
    rig.feed.take();
    await rig.open('bert', { s: 0 });
    expect([...rig.people.connectionsOf('acme', bertActor)]).toEqual([rig.connection]);
    rig.connection.closed();
    const sent = rig.socket.sent.length;
    rig.feed.log.append('s', annaActor, [said('late')]);
    rig.feed.take();
    rig.connection.send('{"t":"live"}', 0);
    expect(rig.socket.sent).toHaveLength(sent);
    expect([...rig.people.connectionsOf('acme', bertActor)]).toEqual([]);
    expect(rig.counted).toEqual(['opened', 'joined', 'left', 'gone']);
  });
});
