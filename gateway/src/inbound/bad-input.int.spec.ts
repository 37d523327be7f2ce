import { CLOSE, FRAME_LIMITS } from '@holdfast/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from '../client.harness.ts';
import { agentToken, open, type Rig, say, startRig, visitor, visitorToken } from '../gateway.harness.ts';

const post = (text: string, more = '') =>
  `{"t":"request","id":"r1","session":"own","commands":[{"id":"c1","type":"PostMessage","data":{"text":${text},"visibility":"public"${more}}}]}`;

describe('bad input, through a real socket', () => {
  let rig: Rig;
  let witness: Client;
  let bad: Client;
  let n = 0;
  beforeAll(async () => {
    rig = await startRig();
    await rig.services.record('acme', 'own', visitor('mallory'), open());
    await rig.services.record('acme', 'theirs', visitor('anna'), open(), say('private'));
    witness = await Client.hello(rig.port, await visitorToken({ sub: 'anna' }), { theirs: 0 });
  });
  afterAll(async () => {
    witness.close();
    await rig.close();
  });
  beforeEach(async () => {
    bad = await Client.hello(rig.port, await visitorToken({ sub: 'mallory' }), { own: 0 });
  });

  /** Whatever happened, somebody else's chat goes on as if nothing had. */
  afterEach(async () => {
    bad.close();
    const id = `witness-${++n}`;
    const frames = witness.frames.length;
    witness.send({ t: 'request', id, session: 'theirs', commands: [{ id, ...say(id) }] });
    await witness.next('outcomes', ({ outcomes }) => outcomes[0]?.commandId === id);
    expect(
      witness.frames
        .slice(frames)
        .filter(({ t }) => t !== 'ping')
        .map(({ t }) => t),
    ).toEqual(['events', 'outcomes']);
    expect(await rig.services.commitsOf('acme', 'own')).toHaveLength(1);
  });

  test.each([
    ['G-BAD-1 an oversized frame', post(JSON.stringify('x'.repeat(FRAME_LIMITS.bytes))), CLOSE.tooBig],
    ['G-BAD-2 a deep frame', '{"t":'.repeat(1_000), CLOSE.badFrame],
    ['G-BAD-3 what is no JSON', 'hello', CLOSE.badFrame],
    ['G-BAD-3 a binary frame', Buffer.from('{"t":"ping"}'), CLOSE.badFrame],
    ['G-BAD-4 an unknown frame', '{"t":"drop-tables"}', CLOSE.badFrame],
    ['G-BAD-4 an unknown key', post('"x"', ',"actor":{"kind":"system","id":"desk"}'), CLOSE.badFrame],
    ['G-BAD-7 a __proto__ key', post('"x"', ',"__proto__":{"isAdmin":true}'), CLOSE.badFrame],
  ])('%s closes', async (_what, data, code) => {
    bad.raw(data);
    expect(await bad.ended()).toMatchObject({ code });
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  test.each([
    ['G-BAD-5 a wrong type', post('17')],
    ['G-BAD-6 NUL', post('"a\\u0000b"')],
    ['G-BAD-6 a lone surrogate', post('"a\\ud800b"')],
  ])('%s is turned away, and the connection stays', async (_what, data) => {
    bad.raw(data);
    expect(await bad.next('turned-away')).toMatchObject({ request: 'r1', reason: 'invalid' });
    bad.send({ t: 'ping' });
    await bad.next('pong');
  });

  test('G-BAD-3 text that is not UTF-8 closes', async () => {
    const stranger = await Client.connect(rig.port);
    stranger.raw(Buffer.from([0x7b, 0xff]));
    expect(await stranger.ended()).toMatchObject({ code: CLOSE.badFrame });
  });

  test('G-HELLO-2 a bad token closes', async () => {
    const stranger = await Client.connect(rig.port);
    stranger.sayHello('eyJhbGciOiJub25lIn0.eyJraW5kIjoiYWdlbnQifQ.');
    expect(await stranger.ended()).toMatchObject({ code: CLOSE.unauthenticated });
  });

  test('G-IN-1 a foreign session can neither be written to nor seen, and looks like none', async () => {
    for (const session of ['theirs', 'nowhere']) {
      bad.send({ t: 'request', id: `to-${session}`, session, commands: [{ id: 'c1', ...say('let me in') }] });
      expect(await bad.next('turned-away')).toEqual({
        t: 'turned-away',
        request: `to-${session}`,
        reason: 'not-found',
      });
      bad.send({ t: 'attach', session, n: 0 });
      const sync = await bad.next('sync', (frame) => frame.session === session);
      expect(sync).toEqual({ t: 'sync', session, mode: 'none', n: 0, events: [], older: false });
    }
    expect(bad.of('events')).toEqual([]);
  });

  test('G-BAD-8 an agent of another workspace sees nothing of this one', async () => {
    const spy = await Client.hello(rig.port, await agentToken({ sub: 'spy', ws: 'other', role: 'admin' }), {
      theirs: 0,
    });
    spy.send({ t: 'request', id: 'r', session: 'theirs', commands: [{ id: 'c', ...say('boo') }] });
    expect(await spy.next('turned-away')).toMatchObject({ reason: 'not-found' });
    expect(spy.of('sync')).toMatchObject([{ mode: 'none', n: 0 }]);
    spy.close();
  });
});

describe('one command id with two bodies', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig.close());

  test('G-IN-9 has one outcome, that of the body the log had first', async () => {
    const [one, two] = await Promise.all(
      ['f1', 'f2'].map(async () => Client.hello(rig.port, await visitorToken({ sub: 'v1' }), { s: 0 })),
    );
    one?.send({
      t: 'request',
      id: 'r1',
      session: 's',
      commands: [
        { id: 'c0', ...open() },
        { id: 'c1', ...say('first') },
      ],
    });
    await one?.next('outcomes');
    two?.send({ t: 'request', id: 'r2', session: 's', commands: [{ id: 'c1', ...say('second') }] });
    const answer = await two?.next('outcomes', ({ outcomes }) => outcomes.length === 1);
    expect(answer?.outcomes).toEqual([{ commandId: 'c1', kind: 'stored' }]);
    const texts = (await rig.services.commitsOf('acme', 's'))
      .flatMap(({ events }) => events)
      .flatMap((event) => (event.type === 'MessagePosted' ? [event.data.text] : []));
    expect(texts).toEqual(['first']);
    one?.close();
    two?.close();
  });
});
