import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '@holdfast/testing';
import { agent, clockOf, message, opened, playground, stored, syncOf, visitor } from './fake-gateway.harness.ts';
import { memoryStore } from './outbox-memory.ts';
import { Outbox } from './outbox.ts';
import { composed } from './outbox-rows.ts';
import type { OutboxStore } from './outbox-store.ts';

const ids = (frame: { commands: readonly { id: string }[] } | undefined): string[] =>
  frame?.commands.map(({ id }) => id) ?? [];
/** A live session with its opening, and what a person does in it. */
async function conversation(options = {}) {
  const ground = playground(options);
  const session = ground.client.session('s1');
  const connection = await ground.live({ s1: [opened()] });
  const requests = () => ground.gateway.last.takeOnly('request');
  const outcomes = async (...list: Parameters<typeof stored>[0][]): Promise<void> => {
    ground.gateway.last.tell({ t: 'outcomes', session: 's1', outcomes: list.map(stored) });
    await ground.settle();
  };
  const turnAway = async (
    request: string | undefined,
    reason: 'too-fast' | 'unavailable' | 'not-permitted' | 'invalid',
    retryAfterMs?: number,
  ): Promise<void> => {
    ground.gateway.last.tell({
      t: 'turned-away',
      request: request ?? '',
      reason,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
    await ground.settle();
  };
  const reconnect = async (): Promise<void> => {
    ground.gateway.last.close();
    await ground.time.advance(20_000);
    ground.gateway.last.open();
    ground.gateway.last.welcome();
  };
  const shown = () =>
    session.view.value.entries.flatMap((entry) => (entry.kind === 'message' ? [[entry.text, entry.tick]] : []));
  return { ...ground, session, connection, requests, outcomes, turnAway, reconnect, shown };
}

describe('the outbox', () => {
  it('C-OUT-1 shows at once, keeps before sending, and sends under the id of the entry', async () => {
    const { session, requests, storage, settle, shown } = await conversation();
    const id = session.post('hello');
    expect(shown()).toEqual([['hello', 'clock']]);
    expect(session.view.value.entries.at(-1)).toMatchObject({ id, own: true, from: visitor });
    expect(requests()).toEqual([]);
    await settle();
    expect((await storage.rows()).map((row) => row.id)).toEqual([id]);
    const [request] = requests();
    expect(request?.commands).toEqual([{ id, type: 'PostMessage', data: { text: 'hello', visibility: 'public' } }]);
  });

  it('C-OUT-2 one request is under way at a time, and the next takes all that wait', async () => {
    const { session, requests, outcomes, settle, storage } = await conversation();
    const first = session.post('one');
    await settle();
    const rest = [session.post('two'), session.post('three')];
    await settle();
    expect(requests().map(ids)).toEqual([[first]]);
    await outcomes(first);
    expect(requests().map(ids)).toEqual([rest]);
    await outcomes(rest[0] ?? '');
    expect(requests()).toEqual([]);
    const last = session.post('four');
    await outcomes(rest[1] ?? '');
    expect(requests().map(ids)).toEqual([[last]]);
    await outcomes(last);
    expect(await storage.rows()).toEqual([]);
  });

  it('C-OUT-2 what has its outcome is not sent once more by a reading that began before', async () => {
    const store = memoryStore();
    const read = store.rows.bind(store);
    const sent: string[][] = [];
    let answer: (() => void) | undefined;
    // The reading that begins while the first request is under way takes its time.
    store.rows = async (target) => {
      const rows = await read(target);
      if (sent.length === 1 && answer === undefined) await new Promise<void>((resolve) => (answer = resolve));
      return rows;
    };
    const time = new FakeClock();
    const settle = (): Promise<void> => time.advance(0);
    const nothing = (): void => undefined;
    const outbox = new Outbox({
      store,
      clock: clockOf(time),
      newId: () => 'request',
      send: (_target, _request, commands) => sent.push(commands.map(({ id }) => id)) > 0,
      settled: nothing,
      changed: nothing,
      storeFailed: nothing,
    });
    await store.add(composed('one', 's1', 'PostMessage', {}, 0));
    outbox.wake('s1');
    outbox.wake('s1');
    await settle();
    expect([sent, answer]).toEqual([[['one']], expect.any(Function)]);
    await outbox.settle('s1', [stored('one')]);
    answer?.();
    await settle();
    expect(sent).toEqual([['one']]);
  });

  it('C-OUT-3 a request without an answer goes again after 1, 2, 4 and 4 seconds, as another request with the same ids', async () => {
    const { session, requests, outcomes, time } = await conversation();
    const posted = [session.post('one')];
    const sent: string[] = [];
    for (const seconds of [1, 2, 4, 4]) {
      await time.advance(seconds * 1_000 - 1);
      const [request] = requests();
      expect(ids(request)).toEqual(posted);
      sent.push(request?.id ?? '');
      expect(requests()).toEqual([]);
      await time.advance(1);
    }
    expect(requests().map(ids)).toEqual([posted]);
    expect(new Set(sent).size).toBe(4);
    await outcomes(...posted);
    await time.advance(10_000);
    expect(requests()).toEqual([]);
    const next = session.post('two');
    await time.advance(1_000);
    expect(requests().map(ids)).toEqual([[next], [next]]);
  });

  it('C-OUT-3 what is unsettled goes again after a resume, and not before its session is proven current', async () => {
    const { session, requests, reconnect, gateway, settle } = await conversation();
    const id = session.post('one');
    await settle();
    requests();
    await reconnect();
    await settle();
    expect(requests()).toEqual([]);
    gateway.last.tell({ t: 'sync', session: 's1', mode: 'none', n: 1, events: [], older: false });
    await settle();
    expect(requests().map(ids)).toEqual([[id]]);
    gateway.last.tell({ t: 'live' });
    await settle();
    expect(requests()).toEqual([]);
  });

  it('C-OUT-4 an answer for a row that is gone is ignored', async () => {
    const { outcomes, shown, storage, problems } = await conversation();
    await outcomes('from-another-life');
    expect(shown()).toEqual([]);
    expect(await storage.rows()).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('C-OUT-5 an own event settles its command', async () => {
    const { session, connection, requests, settle, storage, shown } = await conversation();
    const id = session.post('one');
    await settle();
    requests();
    connection.tell({ t: 'events', session: 's1', events: [message(2, visitor, 'one', id)] });
    await settle();
    expect(await storage.rows()).toEqual([]);
    expect(shown()).toEqual([['one', 'stored']]);
    session.post('two');
    await settle();
    expect(requests()).toHaveLength(1);
  });

  it('C-OUT-6 a refused message stays with its reason and holds nothing back; retry is a fresh id at the end', async () => {
    const { session, connection, requests, outcomes, settle, shown, storage } = await conversation();
    const refused = session.post('one');
    await settle();
    connection.tell({
      t: 'outcomes',
      session: 's1',
      outcomes: [{ commandId: refused, kind: 'refused', reason: 'closed' }],
    });
    const next = session.post('two');
    await settle();
    expect(requests().map(ids)).toEqual([[refused], [next]]);
    expect(shown()).toEqual([
      ['one', 'refused'],
      ['two', 'clock'],
    ]);
    expect(session.view.value.entries.at(-2)).toMatchObject({ reason: 'closed' });
    const again = await session.retry(refused);
    await outcomes(next);
    expect(again).not.toBe(refused);
    expect(shown()).toEqual([
      ['two', 'stored'],
      ['one', 'clock'],
    ]);
    expect(requests().map(ids)).toEqual([[again]]);
    expect(await session.retry(refused)).toBeNull();
    connection.tell({
      t: 'outcomes',
      session: 's1',
      outcomes: [{ commandId: again ?? '', kind: 'refused', reason: 'closed' }],
    });
    await settle();
    await session.discard(again ?? '');
    expect(shown()).toEqual([['two', 'stored']]);
    expect(await storage.rows()).toEqual([]);
  });

  it('C-OUT-6 another command that is refused is told to whoever issued it, and leaves nothing', async () => {
    const { session, connection, settle, requests, storage } = await conversation();
    const result = session.send('CloseSession', {});
    await settle();
    const [id = ''] = ids(requests()[0]);
    connection.tell({ t: 'outcomes', session: 's1', outcomes: [{ commandId: id, kind: 'refused', reason: 'closed' }] });
    expect(await result).toEqual({ commandId: id, kind: 'refused', reason: 'closed' });
    await settle();
    expect(await storage.rows()).toEqual([]);
  });

  it('C-OUT-7 discarding sends a Withdraw, and the log decides', async () => {
    const { session, requests, connection, time, settle, shown, storage, outcomes } = await conversation();
    const early = session.post('too late');
    await settle();
    requests();
    await session.discard(early);
    expect(shown()).toEqual([['too late', 'withdrawing']]);
    await time.advance(2_000);
    const [withdraw] = requests();
    expect(withdraw?.commands).toEqual([expect.objectContaining({ type: 'Withdraw', data: { commandId: early } })]);
    connection.tell({ t: 'events', session: 's1', events: [message(2, visitor, 'too late', early)] });
    await outcomes(early);
    expect(shown()).toEqual([['too late', 'stored']]);

    const regretted = session.post('regretted');
    await session.discard(regretted);
    await settle();
    expect(requests().flatMap(({ commands }) => commands.map(({ type }) => type))).toContain('Withdraw');
    connection.tell({ t: 'outcomes', session: 's1', outcomes: [{ commandId: regretted, kind: 'withdrawn' }] });
    await settle();
    expect(shown()).toEqual([['too late', 'stored']]);
    expect(await storage.rows()).toEqual([]);
  });

  it('C-OUT-8 too fast and unavailable are waited out', async () => {
    const { session, requests, time, turnAway, settle, shown } = await conversation();
    const id = session.post('one');
    await settle();
    await turnAway(requests()[0]?.id, 'too-fast', 700);
    await time.advance(699);
    expect(requests()).toEqual([]);
    await time.advance(1);
    const [second] = requests();
    expect(ids(second)).toEqual([id]);
    await turnAway(second?.id, 'unavailable');
    await time.advance(1_000);
    expect(requests().map(ids)).toEqual([[id]]);
    expect(shown()).toEqual([['one', 'clock']]);
  });

  it('C-OUT-9 turned away at its only sending a message is failed, and can be tried again', async () => {
    const { session, requests, turnAway, settle, shown } = await conversation();
    const id = session.post('one');
    await settle();
    await turnAway(requests()[0]?.id, 'not-permitted');
    expect(shown()).toEqual([['one', 'failed']]);
    expect(session.view.value.entries.at(-1)).toMatchObject({ reason: 'not-permitted' });
    const again = await session.retry(id);
    await settle();
    expect(requests().map(ids)).toEqual([[again]]);
  });

  it('C-OUT-9 turned away as too fast before, it is still its only sending', async () => {
    const { session, requests, time, turnAway, settle, shown } = await conversation();
    session.post('one');
    await settle();
    await turnAway(requests()[0]?.id, 'too-fast', 100);
    await time.advance(100);
    await turnAway(requests()[0]?.id, 'not-permitted');
    expect(shown()).toEqual([['one', 'failed']]);
  });

  it.each([
    ['an earlier sending has no answer', async (c: Awaited<ReturnType<typeof conversation>>) => c.time.advance(2_000)],
    [
      'an earlier one may have been published',
      async (c: Awaited<ReturnType<typeof conversation>>) => {
        await c.turnAway(c.requests()[0]?.id, 'unavailable', 10);
        await c.time.advance(10);
      },
    ],
  ])('C-OUT-9 where %s it is withdrawn first, and failed once the log says so', async (_, resend) => {
    const c = await conversation();
    const id = c.session.post('one');
    await c.settle();
    await resend(c);
    await c.turnAway(c.requests().at(-1)?.id, 'not-permitted');
    expect(c.shown()).toEqual([['one', 'clock']]);
    const [withdraw] = c.requests();
    expect(withdraw?.commands).toMatchObject([{ type: 'Withdraw', data: { commandId: id } }]);
    // Even if that is turned away, nothing is settled on a guess.
    await c.turnAway(withdraw?.id, 'not-permitted');
    expect(c.shown()).toEqual([['one', 'clock']]);
    expect(c.requests()).toEqual([]);
    await c.time.advance(2_000);
    expect(c.requests()[0]?.commands).toEqual(withdraw?.commands);
    c.gateway.last.tell({ t: 'outcomes', session: 's1', outcomes: [{ commandId: id, kind: 'withdrawn' }] });
    await c.settle();
    expect(c.shown()).toEqual([['one', 'failed']]);
  });

  it('C-OUT-9 what an earlier page load composed may have been passed on', async () => {
    const storage = memoryStore();
    await storage.add(composed('old', 's1', 'PostMessage', { text: 'one', visibility: 'public' }, 0));
    const { requests, turnAway, time, shown } = await conversation({ storage });
    await time.advance(2_000);
    await turnAway(requests()[0]?.id, 'not-permitted');
    expect(shown()).toEqual([['one', 'unknown']]);
    expect(requests()[0]?.commands).toMatchObject([{ type: 'Withdraw', data: { commandId: 'old' } }]);
  });

  it('C-OUT-10 several that are turned away together are sent one by one', async () => {
    const { session, requests, outcomes, turnAway, settle, shown } = await conversation();
    const first = session.post('one');
    await settle();
    const [good, bad, last] = [session.post('good'), session.post('bad'), session.post('last')];
    await outcomes(first);
    const [, three] = requests();
    expect(ids(three)).toEqual([good, bad, last]);
    await turnAway(three?.id, 'invalid');
    expect(requests().map(ids)).toEqual([[good]]);
    await outcomes(good);
    const [alone] = requests();
    expect(ids(alone)).toEqual([bad]);
    await turnAway(alone?.id, 'invalid');
    expect(requests().map(ids)).toEqual([[last]]);
    await outcomes(last);
    expect(shown()).toEqual([
      ['one', 'stored'],
      ['good', 'stored'],
      ['last', 'stored'],
      ['bad', 'failed'],
    ]);
  });

  it('C-OUT-11 past its deadline a message is unknown, goes on trying, and holds back the next', async () => {
    const { session, requests, time, shown, outcomes } = await conversation();
    const seen: unknown[] = [];
    session.view.subscribe(() => seen.push(shown()[0]?.[1]));
    const id = session.post('one');
    await time.advance(14_999);
    expect(shown()).toEqual([['one', 'clock']]);
    await time.advance(1);
    expect(seen.at(-1)).toBe('unknown');
    session.post('two');
    requests();
    await time.advance(4_000);
    expect(requests().map(ids)).toEqual([[id]]);
    expect(shown()).toEqual([
      ['one', 'unknown'],
      ['two', 'clock'],
    ]);
    await outcomes(id);
    expect(shown()[0]).toEqual(['one', 'stored']);
  });

  it('C-OUT-12 what no gateway could take is never sent', async () => {
    const { session, requests, settle, shown, client } = await conversation();
    session.post('x'.repeat(8_001));
    expect(await client.desk('ClaimChat', { session: 'not an id' })).toMatchObject({
      kind: 'failed',
      reason: 'invalid',
    });
    await settle();
    expect(requests()).toEqual([]);
    expect(shown().map(([, tick]) => tick)).toEqual(['failed']);
    await session.discard(session.view.value.entries.at(-1)?.id ?? '');
    expect(shown()).toEqual([]);
  });

  it('C-OUT-13 rows of sessions that nobody follows, and of the desk, go once the connection is live', async () => {
    const storage = memoryStore();
    await storage.add(composed('left', 's9', 'PostMessage', { text: 'left behind', visibility: 'public' }, 0));
    const { client, gateway, settle } = playground({ storage });
    const claim = client.desk('ClaimChat', { session: 's1' });
    client.start();
    await settle();
    gateway.last.open();
    gateway.last.welcome();
    await settle();
    gateway.last.takeOnly('hello');
    gateway.last.tell({ t: 'live' });
    await settle();
    const frames = gateway.last.take();
    expect(frames).toEqual([
      expect.objectContaining({ t: 'request', session: 's9' }),
      expect.objectContaining({
        t: 'desk-request',
        commands: [expect.objectContaining({ type: 'ClaimChat', data: { session: 's1' } })],
      }),
    ]);
    const [id = ''] = frames.flatMap((frame) => (frame.t === 'desk-request' ? ids(frame) : []));
    const refused = { commandId: id, kind: 'refused', reason: 'already-taken', detail: { agentName: 'Ben' } } as const;
    gateway.last.tell({ t: 'outcomes', outcomes: [refused] });
    expect(await claim).toEqual(refused);
  });

  it('C-OUT-14 a request holds 32 commands at most, and stays within a frame', async () => {
    const { session, requests, settle, outcomes } = await conversation();
    const first = session.post('first');
    await settle();
    for (let i = 0; i < 40; i++) session.post(`m${String(i)}`);
    await outcomes(first);
    const [, many] = requests();
    expect(ids(many)).toHaveLength(32);
    await outcomes(...ids(many));
    const rest = ids(requests()[0]);
    expect(rest).toHaveLength(8);
    for (let i = 0; i < 6; i++) session.post('語'.repeat(8_000));
    await outcomes(...rest);
    const [big] = requests();
    expect(new TextEncoder().encode(JSON.stringify(big)).length).toBeLessThan(64 * 1_024);
    expect(ids(big).length).toBeGreaterThan(1);
  });

  it('C-OUT-15 a store that does not answer is asked again, and a message it cannot keep is failed', async () => {
    const inner = memoryStore();
    let broken = false;
    const guard = <T>(call: () => Promise<T>): Promise<T> => (broken ? Promise.reject(new Error('broken')) : call());
    const storage: OutboxStore = {
      kept: inner.kept,
      add: (row) => guard(() => inner.add(row)),
      rows: (target) => guard(() => inner.rows(target)),
      update: (id, change) => guard(() => inner.update(id, change)),
      replace: (id, row) => guard(() => inner.replace(id, row)),
      close: () => inner.close(),
    };
    const { session, requests, settle, time, problems, shown } = await conversation({ storage });
    broken = true;
    session.post('one');
    await settle();
    expect(shown()).toEqual([['one', 'failed']]);
    expect(problems).toContainEqual({ kind: 'store-failed', detail: 'Error: broken' });
    broken = false;
    const id = session.post('two');
    await settle();
    expect(requests().map(ids)).toEqual([[id]]);
    broken = true;
    await time.advance(2_500);
    expect(requests()).toEqual([]);
    broken = false;
    await time.advance(1_000);
    expect(requests().map(ids)).toEqual([[id]]);
  });

  it('C-VIEW-3 a message is shown once, whichever of outcome and event comes first', async () => {
    const { session, connection, settle, outcomes, shown } = await conversation();
    const first = session.post('one');
    await settle();
    await outcomes(first);
    expect(shown()).toEqual([['one', 'stored']]);
    connection.tell({ t: 'events', session: 's1', events: [message(2, visitor, 'one', first)] });
    expect(shown()).toEqual([['one', 'stored']]);
    const second = session.post('two');
    await settle();
    connection.tell({ t: 'events', session: 's1', events: [message(3, visitor, 'two', second)] });
    expect(shown()).toEqual([
      ['one', 'stored'],
      ['two', 'stored'],
    ]);
    await outcomes(second);
    expect(shown()).toEqual([
      ['one', 'stored'],
      ['two', 'stored'],
    ]);
    expect(session.view.value.entries.map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it('C-VIEW-3 an event that was missed takes the place of the pending message at the sync', async () => {
    const { session, requests, reconnect, gateway, settle, shown, storage } = await conversation();
    const id = session.post('one');
    await settle();
    requests();
    await reconnect();
    gateway.last.tell(syncOf('s1', [opened(), message(2, visitor, 'one', id)]), { t: 'live' });
    await settle();
    expect(shown()).toEqual([['one', 'stored']]);
    expect(await storage.rows()).toEqual([]);
  });

  it.each(['before', 'after'] as const)(
    'C-VIEW-3 a stored message that a snapshot is too short for is not shown below it; its outcome comes %s',
    async (when) => {
      const { session, connection, requests, reconnect, gateway, settle, outcomes, shown } = await conversation();
      const id = session.post('one');
      await settle();
      requests();
      if (when === 'before') {
        connection.tell({ t: 'events', session: 's1', events: [message(2, visitor, 'one', id)] });
        await outcomes(id);
      }
      await reconnect();
      const events = [opened(), message(300, agent, 'later')];
      gateway.last.tell({ t: 'sync', session: 's1', mode: 'snapshot', n: 300, events, older: true }, { t: 'live' });
      await settle();
      if (when === 'after') await outcomes(id);
      expect(shown()).toEqual([['later', undefined]]);
    },
  );
});
