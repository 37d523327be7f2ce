import { describe, expect, it, jest } from '@jest/globals';
import type { ChatClientOptions } from './client-api.ts';
import { message, opened, playground, syncOf, visitor } from './fake-gateway.harness.ts';

describe('a connection', () => {
  it('C-CONN-1 begins with a hello that says what is held', async () => {
    const { client, gateway, time, live } = playground();
    client.session('s1');
    const first = await live({ s1: [opened(), message(2, visitor, 'hi')] });
    first.close();
    await time.advance(500);
    gateway.last.open();
    expect(gateway.last.take()).toEqual([
      { t: 'hello', protocol: 2, token: 'token', client: 'page-1', epoch: 'e1', cursors: [{ session: 's1', n: 2 }] },
    ]);
  });

  it('C-CONN-1 sessions beyond the room of a hello, and those followed meanwhile, are attached after the welcome', async () => {
    const { client, gateway, settle } = playground();
    for (let i = 0; i < 66; i++) client.session(`s${String(i)}`);
    client.start();
    await settle();
    gateway.last.open();
    client.session('late');
    const [hello] = gateway.last.takeOnly('hello');
    expect(hello?.cursors).toHaveLength(64);
    gateway.last.welcome();
    expect(gateway.last.take()).toEqual(['s64', 's65', 'late'].map((session) => ({ t: 'attach', session, n: 0 })));
  });

  it('C-CONN-2 is given up after too long a silence, and any frame breaks the silence', async () => {
    const { client, gateway, time, live } = playground();
    const first = await live();
    await time.advance(20_000);
    first.tell({ t: 'ping' });
    await time.advance(20_000);
    expect(client.connection.value.status).toBe('live');
    await time.advance(5_000);
    expect(first.closedByClient).toBe(true);
    expect(client.connection.value).toMatchObject({ status: 'waiting', attempt: 1, retryAt: time.now() + 250 });
    await time.advance(250);
    expect(gateway.connections).toHaveLength(2);
    first.tell({ t: 'live' });
    expect(client.connection.value.status).toBe('connecting');
  });

  it('C-CONN-2 a server that does not welcome in time is given up', async () => {
    const { client, gateway, time, settle } = playground();
    client.start();
    await settle();
    gateway.last.open();
    await time.advance(11_900);
    expect(gateway.last.closedByClient).toBe(false);
    await time.advance(100);
    expect(gateway.last.closedByClient).toBe(true);
    expect(client.connection.value.status).toBe('waiting');
  });

  it('C-CONN-6 a start while it waits for the next try is that try', async () => {
    const { client, gateway, settle, live } = playground();
    (await live()).close();
    expect(client.connection.value.status).toBe('waiting');
    client.start();
    await settle();
    expect([client.connection.value.status, gateway.connections.length]).toEqual(['connecting', 2]);
  });

  it('C-CONN-3 answers each ping, and no pong', async () => {
    const { live } = playground();
    const connection = await live();
    connection.tell({ t: 'ping' }, { t: 'pong' }, { t: 'ping' });
    expect(connection.take()).toEqual([{ t: 'pong' }, { t: 'pong' }]);
  });

  it('C-CONN-4 failures in a row wait longer, a stable connection starts over, a bye names its own window', async () => {
    const { client, gateway, time, live } = playground();
    const delays: number[] = [];
    client.connection.subscribe(({ status, retryAt }) => {
      if (status === 'waiting' && retryAt !== undefined) delays.push(retryAt - time.now());
    });
    const first = await live();
    first.close();
    for (let i = 0; i < 3; i++) {
      await time.advance(delays.at(-1) ?? 0);
      gateway.last.close();
    }
    expect(delays).toEqual([250, 500, 1_000, 1_000]);
    await time.advance(2_000);
    gateway.last.open();
    gateway.last.welcome();
    await time.advance(15_000);
    gateway.last.tell({ t: 'ping' });
    await time.advance(15_000);
    gateway.last.tell({ t: 'bye', code: 'drain', retry: [4_000, 6_000] });
    gateway.last.close(1012);
    expect(delays.at(-1)).toBe(5_000);
    await time.advance(5_000);
    gateway.last.close();
    expect(delays.at(-1)).toBe(500);
  });

  it('C-CONN-5 a token that is not accepted is fetched afresh, until one is or nobody is signed in', async () => {
    const tokens = ['stale', 'of another clock', 'good'];
    const token = jest.fn<ChatClientOptions['token']>(() => {
      const next = tokens.shift();
      return Promise.resolve(next === undefined ? null : { token: next });
    });
    const { client, gateway, time, settle } = playground({ token });
    client.start();
    await settle();
    gateway.last.close(4401);
    await time.advance(250);
    gateway.last.open();
    expect(gateway.last.takeOnly('hello')[0]?.token).toBe('of another clock');
    gateway.last.close(4401);
    // It is a failed try like any other: the delay grows.
    await time.advance(499);
    expect(gateway.connections).toHaveLength(2);
    await time.advance(1);
    gateway.last.open();
    gateway.last.welcome();
    expect(gateway.last.takeOnly('hello')[0]?.token).toBe('good');
    gateway.last.close(4401);
    await time.advance(60_000);
    expect(client.connection.value.status).toBe('signed-out');
    expect(gateway.connections).toHaveLength(3);
    client.start();
    await settle();
    expect(token.mock.calls.map(([ask]) => ask.fresh)).toEqual([false, true, true, true, true]);
  });

  it('C-CONN-5 a token that was welcome and is not any more is fetched afresh, however it was come by', async () => {
    const token = jest.fn<ChatClientOptions['token']>(() => Promise.resolve({ token: 'good' }));
    const { gateway, time, live } = playground({ token });
    for (let times = 1; times <= 2; times++) {
      const connection = await live();
      connection.tell({ t: 'bye', code: 'revoked', retry: [0, 0] });
      connection.close(4401);
      await time.advance(0);
      gateway.last.open();
      gateway.last.welcome();
      expect(token.mock.calls.map(([ask]) => ask.fresh)).toEqual([false, ...Array.from({ length: times }, () => true)]);
    }
  });

  it('C-CONN-5 without a token there is no try; one that cannot be fetched is a failed try', async () => {
    const none = playground({ token: () => Promise.resolve(null) });
    none.client.start();
    await none.settle();
    expect(none.client.connection.value.status).toBe('signed-out');
    expect(none.gateway.connections).toHaveLength(0);

    const failing = playground({ token: () => Promise.reject(new Error('offline')) });
    failing.client.start();
    await failing.settle();
    expect(failing.client.connection.value).toMatchObject({ status: 'waiting', attempt: 1 });
    expect(failing.problems).toEqual([{ kind: 'token-failed', detail: 'Error: offline' }]);
  });

  it('C-CONN-7 what is not of the protocol ends the connection; a later kind of frame is passed over', async () => {
    const { client, gateway, time, problems, live } = playground();
    const connection = await live();
    connection.tellText('{"t":"fanfare","loud":true}');
    expect(client.connection.value.status).toBe('live');
    connection.tellText('{"t":"events","session":"s1","events":[{"n":"one"}]}');
    expect(connection.closedByClient).toBe(true);
    expect(problems).toEqual([expect.objectContaining({ kind: 'bad-frame' })]);
    await time.advance(250);
    for (const text of ['no json', '[]', '{"t":"bye"}']) {
      gateway.last.open();
      gateway.last.tellText(text);
      expect(client.connection.value.status).toBe('waiting');
      await time.advance(20_000);
    }
  });

  it('C-CONN-7 a later type of event is counted', async () => {
    const { client, problems, live } = playground();
    const session = client.session('s1');
    const connection = await live({ s1: [opened()] });
    const later = { ...message(2, visitor, ''), type: 'ConfettiThrown', data: { colour: 'red' } };
    connection.tellText(JSON.stringify({ t: 'events', session: 's1', events: [later] }));
    connection.tell({ t: 'events', session: 's1', events: [message(3, visitor, 'after')] });
    expect(session.view.value).toMatchObject({ n: 3, freshness: 'live', entries: [{ n: 1 }, { n: 3 }] });
    expect(problems).toEqual([]);
  });

  it('C-CONN-8 presents a fresh token a minute before the old one expires', async () => {
    const expiresAt = (at: number): string => new Date(at).toISOString();
    const { client, live, time } = playground({
      token: ({ fresh }) =>
        Promise.resolve(
          fresh
            ? { token: 'second', expiresAt: expiresAt(time.now() + 900_000) }
            : { token: 'first', expiresAt: expiresAt(time.now() + 75_000) },
        ),
    });
    const connection = await live();
    await time.advance(14_000);
    expect(connection.takeOnly('renew')).toEqual([]);
    await time.advance(1_000);
    expect(connection.takeOnly('renew')).toEqual([{ t: 'renew', token: 'second' }]);
    expect(client.connection.value.status).toBe('live');
  });

  it('C-CONN-9 a fault of ours is not repeated', async () => {
    const { client, gateway, time, live } = playground();
    const connection = await live();
    connection.close(4400);
    await time.advance(60_000);
    expect(client.connection.value.status).toBe('incompatible');
    expect(gateway.connections).toHaveLength(1);
  });

  it.each(['snapshot', 'tail'] as const)(
    'C-SYNC-6 another epoch asks for everything again and shows the old until a %s of the other',
    async (mode) => {
      const { client, gateway, time, problems, live } = playground();
      const session = client.session('s1');
      const first = await live({ s1: [opened(), message(2, visitor, 'old')] });
      first.tell({ t: 'bye', code: 'epoch', retry: [0, 0] });
      first.close();
      await time.advance(0);
      gateway.last.open();
      gateway.last.welcome(visitor, 'e2');
      expect(session.view.value).toMatchObject({ freshness: 'syncing', entries: [{}, { text: 'old' }] });
      gateway.last.tell({ ...syncOf('s1', [opened(), message(2, visitor, 'restored')]), mode }, { t: 'live' });
      expect(session.view.value).toMatchObject({ freshness: 'live', n: 2, entries: [{}, { text: 'restored' }] });
      expect(problems).toEqual([{ kind: 'epoch-changed' }]);
    },
  );

  it('C-SYNC-4 a hole is asked for again, and what came before it stays', async () => {
    const { client, problems, live } = playground();
    const session = client.session('s1');
    const connection = await live({ s1: [opened()] });
    connection.tell({ t: 'events', session: 's1', events: [message(2, visitor, 'two'), message(4, visitor, 'four')] });
    expect(connection.take()).toEqual([{ t: 'attach', session: 's1', n: 2 }]);
    expect(session.view.value).toMatchObject({ n: 2, freshness: 'syncing' });
    connection.tell({
      t: 'sync',
      session: 's1',
      mode: 'tail',
      n: 4,
      events: [message(3, visitor, 'three'), message(4, visitor, 'four')],
      older: false,
    });
    expect(session.view.value).toMatchObject({
      n: 4,
      freshness: 'live',
      entries: [{}, { text: 'two' }, { text: 'three' }, { text: 'four' }],
    });
    expect(problems).toEqual([{ kind: 'hole', session: 's1', detail: 'expected 3, got 4' }]);
  });

  it('C-SYNC-5 a frozen session says so', async () => {
    const { client, problems, live } = playground();
    const session = client.session('s1');
    const connection = await live();
    connection.tell({ t: 'sync', session: 's1', mode: 'frozen', n: 0, events: [], older: false });
    expect(session.view.value.freshness).toBe('frozen');
    expect(problems).toEqual([{ kind: 'frozen', session: 's1' }]);
  });
});
