import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  commandSubject,
  eventSubject,
  InboxSnapshot,
  SearchMessages,
  SessionAudit,
  SessionHistory,
  STREAMS,
  timerSubject,
  timersOf,
  VisitorSessions,
} from '@holdfast/contracts';
import { CommandLoop } from '@holdfast/event-sourcing';
import { JetStreamEventStore } from '@holdfast/jetstream';
import { createTestDatabase, createTestNats, eventually, type TestDatabase, type TestNats } from '@holdfast/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { v7 } from 'uuid';
import { readRequest } from './commands/read-request.ts';
import { session } from './domain/session.ts';
import { purgeErased } from './erasure/purge.consumer.ts';
import { migrate } from './migrations/migrate.ts';
import { ada, assign, ben, desk, Edge, open, post, root, specConfig } from './service.harness.ts';
import { type Service, startService } from './service.module.ts';

let nats: TestNats;
let database: TestDatabase;
let edge: Edge;
let services: Service[];
const start = () => startService(specConfig(nats.address, database.serviceUrl('session')));

beforeAll(async () => {
  nats = await createTestNats();
  database = await createTestDatabase();
  await migrate(database.ownerUrl);
  edge = await Edge.connect(nats.address);
  // Two instances share the work; one of them projects.
  services = [await start(), await start()];
});
afterAll(async () => {
  for (const service of services) await service.stop();
  await edge.nc.close();
  await nats.close();
  await database.drop();
});

const stored = (n: number) => Array.from({ length: n }, () => expect.objectContaining({ kind: 'stored' }));

describe('the service, two instances of it', () => {
  test('S-READ-1 what is decided is in every read model', async () => {
    const s = 'journey';
    expect(await edge.settle(s, ada, open, post('My parcel is late'))).toEqual(stored(2));
    expect(await edge.settle(s, desk, assign)).toEqual(stored(1));
    expect(await edge.settle(s, ben, post('careful, VIP', 'internal'), post('Let me look'))).toEqual(stored(2));
    expect(await edge.settle(s, ada, { type: 'SetLabels', data: { labels: ['x'] } })).toMatchObject([
      { kind: 'refused', reason: 'not-permitted' },
    ]);
    await edge.projected();

    const workspace = edge.workspace;
    const visitor = await edge.ask(SessionHistory, {
      workspace,
      session: s,
      audience: 'visitor',
      visitorId: 'ada',
      limit: 50,
    });
    expect(visitor?.events.map(({ n, type }) => [n, type])).toEqual([
      [1, 'SessionOpened'],
      [2, 'MessagePosted'],
      [3, 'AgentAssigned'],
      [4, 'MessagePosted'],
    ]);
    const inbox = await edge.ask(InboxSnapshot, { workspace, limit: 100, closed: false });
    expect(inbox.rows.find(({ session: id }) => id === s)).toMatchObject({
      status: 'assigned',
      assignee: { id: 'ben' },
      v: 5,
      unread: 0,
    });
    expect((await edge.ask(SearchMessages, { workspace, text: 'parc', limit: 5 })).hits).toMatchObject([
      { session: s, n: 2, visitor: { id: 'ada', name: 'Ada' } },
    ]);
    expect((await edge.ask(VisitorSessions, { workspace, visitorId: 'ada', limit: 5 })).sessions).toMatchObject([
      { session: s, preview: 'Let me look' },
    ]);
    const { entries } = await edge.ask(SessionAudit, { workspace, session: s, limit: 50 });
    expect(entries[0]).toMatchObject({ type: 'CommandRefused', outcome: 'not-permitted', actor: { id: 'ada' } });
    await expect(edge.ask(SessionHistory, { workspace, session: 'a.b', audience: 'staff', limit: 5 })).rejects.toThrow(
      /invalid/,
    );
  });

  test('S-CMD-1 a request that comes again is answered from the log', async () => {
    const s = 'again';
    await edge.settle(s, ada, open, post('once', 'public', 'the-one'));
    const before = await edge.log(s);
    const answer = await edge.directAnswer((replyTo) =>
      edge.send(s, ada, [post('another body', 'public', 'the-one')], replyTo),
    );
    expect(answer.outcomes).toEqual([{ commandId: 'the-one', kind: 'stored' }]);
    expect(await edge.log(s)).toEqual(before);
  });

  test('S-CMD-1 a refusal that nobody heard is the answer ever after, though it would be decided otherwise by now', async () => {
    const s = 'refused-once';
    await edge.settle(s, ada, open);
    const rating = { type: 'RateSession', data: { score: 5 }, id: 'too-early' } as const;
    const refusal = { commandId: 'too-early', kind: 'refused', reason: 'not-closed' };
    expect(await edge.settle(s, ada, rating)).toEqual([refusal]);
    // From here on it would be accepted.
    expect(await edge.settle(s, ben, { type: 'CloseSession', data: {} })).toEqual(stored(1));
    const before = await edge.log(s);
    const ask = async () => (await edge.directAnswer((replyTo) => edge.send(s, ada, [rating], replyTo))).outcomes;
    for (let n = 0; n < 4; n++) expect(await ask()).toEqual([refusal]);

    for (const service of services.splice(0)) await service.stop();
    services.push(await start(), await start());
    for (let n = 0; n < 4; n++) expect(await ask()).toEqual([refusal]);
    expect(await edge.log(s)).toEqual(before);
    expect(await edge.settle(s, ada, { ...rating, id: 'in-time' })).toEqual(stored(1));
  });

  test('S-CMD-2 six writers on one session, two instances: each message once, every number once', async () => {
    const s = 'contended';
    await edge.settle(s, ada, open);
    const names = Array.from({ length: 6 }, (_, writer) => Array.from({ length: 10 }, (__, n) => `w${writer}-${n}`));
    await Promise.all(
      names.map(async (texts, writer) => {
        const actor = writer % 2 === 0 ? ada : ben;
        for (const text of texts) {
          const request = edge.send(s, actor, [post(text, 'public', text)]);
          // The same command once more, as a client does that saw no outcome.
          await Promise.all([request, edge.send(s, actor, [post(text, 'public', text)])]);
          await edge.outcomes(s, [text]);
        }
      }),
    );
    const texts = await edge.texts(s);
    expect([...texts].sort()).toEqual(names.flat().sort());
    for (const own of names) expect(texts.filter((text) => own.includes(text))).toEqual(own);
    expect((await edge.log(s)).flatMap(({ events }) => events.map(({ v }) => v))).toEqual(
      Array.from({ length: 61 }, (_, n) => n + 1),
    );
  });

  test('S-CMD-3 an instance that dies between append and acknowledgement leaves neither hole nor double', async () => {
    const s = 'cut-off';
    await edge.settle(s, ada, open);
    // What the dead instance did: it decided and appended, and its acknowledgement never came. The request is delivered again.
    const request = edge.request(ada, [post('still here', 'public', 'cut')]);
    const dead = new CommandLoop({ decider: session, store: new JetStreamEventStore(edge.nc), newId: v7 });
    await dead.handle(edge.ref(s), readRequest(request));
    const answer = await edge.directAnswer((replyTo) =>
      edge.send(s, ada, [post('still here', 'public', 'cut')], replyTo),
    );
    expect(answer.outcomes).toEqual([{ commandId: 'cut', kind: 'stored' }]);
    expect(await edge.texts(s)).toEqual(['still here']);
    await edge.settle(s, ada, post('and on'));
    expect((await edge.log(s)).map(({ v }) => v)).toEqual([1, 2, 3]);
  });

  test('S-SNOOZE-4 a timer wakes the session when it is due, and an overdue one at once', async () => {
    const s = 'dozing';
    await edge.settle(s, ada, open);
    await edge.settle(s, desk, assign);
    await edge.settle(s, ben, { type: 'SnoozeSession', data: { until: new Date(Date.now() + 700).toISOString() } });
    const types = async () => (await edge.log(s)).flatMap(({ events }) => events.map(({ type }) => type));
    expect(await types()).toContain('SessionSnoozed');
    await eventually(async () => (await types()).at(-1) === 'SessionWoken');
    const woken = (await edge.log(s)).at(-1)!;
    expect(woken).toMatchObject({
      actor: { kind: 'system', id: 'session' },
      outcomes: [{ commandId: 'dozing/3/wake', kind: 'stored' }],
    });
  });

  test('S-SNOOZE-4 timers that the broker lost are armed again at start', async () => {
    const s = 'forgotten';
    await edge.settle(s, ada, open);
    await edge.settle(s, desk, assign);
    await edge.settle(s, ben, { type: 'SnoozeSession', data: { until: new Date(Date.now() + 2_500).toISOString() } });
    await edge.projected();
    for (const service of services.splice(0)) await service.stop();
    const manager = await jetstreamManager(nats.connection);
    await manager.streams.purge(STREAMS.timers);
    services.push(await start(), await start());
    await eventually(async () => (await edge.log(s)).at(-1)?.events[0]?.type === 'SessionWoken');
  });

  /** Snoozed until the next moment, which a timer that goes off now is close enough to, or for good. */
  const snoozed = async (s: string, until = new Date(Date.now() + 900).toISOString()) => {
    const [outcome] = await edge.settle(s, ben, { type: 'SnoozeSession', data: { until } });
    expect(outcome).toMatchObject({ kind: 'stored' });
    return { v: (await edge.log(s)).at(-1)!.v, until };
  };
  /** The timer of this snooze goes off so many times, each time as another message. */
  const goesOff = async (s: string, snooze: { v: number; until: string }, times: number) => {
    const subject = timerSubject('due', edge.ref(s), `wake-${String(snooze.v)}`);
    const payload = JSON.stringify({ workspace: edge.workspace, session: s, ...snooze });
    await Promise.all(
      Array.from({ length: times }, () => {
        const own = headers();
        own.set('Nats-Msg-Id', v7());
        return nats.connection.request(subject, payload, { headers: own, timeout: 5_000 });
      }),
    );
  };
  /** So many timers of this snooze have gone off, and all that have are dealt with. */
  const wentOff = async (s: string, { v }: { v: number }, times: number) => {
    const manager = await jetstreamManager(nats.connection);
    await eventually(async () => {
      const filter = timerSubject('due', edge.ref(s), `wake-${String(v)}`);
      const { state } = await manager.streams.info(STREAMS.timers, { subjects_filter: filter });
      const { num_pending, num_ack_pending } = await manager.consumers.info(STREAMS.timers, 'session-timers');
      return state.subjects?.[filter] === times && num_pending === 0 && num_ack_pending === 0;
    });
  };
  const wakings = async (s: string) =>
    (await edge.log(s)).flatMap(({ v, outcomes, events }) =>
      events.some(({ type }) => type === 'SessionWoken')
        ? [{ v, commands: outcomes.map(({ commandId }) => commandId) }]
        : [],
    );

  test('S-SNOOZE-5 a timer that goes off again and again, under other message ids, wakes once', async () => {
    const s = 'insistent';
    await edge.settle(s, ada, open);
    await edge.settle(s, desk, assign);
    const snooze = await snoozed(s);
    await goesOff(s, snooze, 6);
    // And once by itself.
    await wentOff(s, snooze, 7);
    expect(await wakings(s)).toEqual([{ v: 4, commands: ['insistent/3/wake'] }]);
    expect((await edge.log(s)).map(({ v }) => v)).toEqual([1, 2, 3, 4]);
  });

  test.each([
    ['is awake', 'woken-before', false],
    ['is snoozed anew', 'asleep-again', true],
  ])(
    'S-SNOOZE-5 a timer that goes off when a message has woken the session, which %s, wakes nothing',
    async (_, s, again) => {
      await edge.settle(s, ada, open);
      await edge.settle(s, desk, assign);
      const snooze = await snoozed(s);
      expect(await edge.settle(s, ada, post('Are you there?', 'public', 'woke'))).toEqual(stored(1));
      if (again) await snoozed(s, '2099-01-01T00:00:00.000Z');
      await goesOff(s, snooze, 3);
      // And once by itself.
      await wentOff(s, snooze, 4);
      expect(await wakings(s)).toEqual([{ v: 5, commands: ['woke'] }]);
    },
  );

  test('S-ERASE-2 erasing leaves the fact, its numbers and one line of audit', async () => {
    const s = 'erased';
    const workspace = edge.workspace;
    await edge.settle(s, ada, open, post('my unforgettable secret'));
    await edge.settle(s, desk, assign);
    await edge.settle(s, ben, { type: 'SnoozeSession', data: { until: '2099-01-01T00:00:00.000Z' } });
    await edge.projected();
    expect(await edge.settle(s, root, { type: 'EraseSession', data: {}, id: 'erase-it' })).toEqual(stored(1));

    const manager = await jetstreamManager(nats.connection);
    const count = async (stream: string, filter: string) => {
      const { state } = await manager.streams.info(stream, { subjects_filter: filter });
      return Object.values(state.subjects ?? {}).reduce((sum, n) => sum + n, 0);
    };
    await eventually(async () => (await count(STREAMS.events, eventSubject(edge.ref(s)))) === 1);
    await eventually(async () => (await count(STREAMS.timers, timersOf(edge.ref(s)))) === 0);
    await eventually(async () => (await count(STREAMS.commands, commandSubject(edge.ref(s)))) === 0);
    expect((await edge.log(s)).map(({ v, events }) => [v, events[0]?.type])).toEqual([[5, 'SessionErased']]);

    expect(await edge.settle(s, ada, post('hello?'))).toMatchObject([{ kind: 'refused', reason: 'erased' }]);
    // Purged once more after a refusal, as when the erasing request is delivered again: the session stays erased.
    await purgeErased(edge.nc, edge.ref(s));
    expect(await edge.settle(s, ada, open)).toMatchObject([{ kind: 'refused', reason: 'erased' }]);

    await edge.projected();
    expect(await edge.ask(SessionHistory, { workspace, session: s, audience: 'staff', limit: 5 })).toBeNull();
    expect((await edge.ask(SearchMessages, { workspace, text: 'unforgettable', limit: 5 })).hits).toEqual([]);
    expect(
      (await edge.ask(VisitorSessions, { workspace, visitorId: 'ada', limit: 99 })).sessions.map(
        ({ session: id }) => id,
      ),
    ).not.toContain(s);
    const { entries } = await edge.ask(SessionAudit, { workspace, session: s, limit: 50 });
    expect(entries.map(({ type }) => type)).toEqual(['CommandRefused', 'CommandRefused', 'SessionErased']);
  });

  test('S-WHO-7 what cannot be read is refused, and its neighbours are served', async () => {
    const s = 'hostile';
    const outcomes = await edge.settle(
      s,
      ada,
      open,
      { type: 'PostMessage', data: { text: 'x', visibility: 'public', __proto: 1 } },
      post('fine'),
    );
    expect(outcomes).toMatchObject([{ kind: 'stored' }, { kind: 'refused', reason: 'invalid' }, { kind: 'stored' }]);
    nats.connection.publish(commandSubject(edge.ref(s)), 'not json');
    expect(await edge.settle(s, ada, post('still fine'))).toEqual(stored(1));
  });

  test('S-HEALTH-1 health and metrics are served', async () => {
    for (const { url } of services) {
      expect((await fetch(`${url}/livez`)).status).toBe(200);
      expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({
        status: 'ok',
        details: { commands: { status: 'up' }, projection: { status: 'up' }, postgres: { status: 'up' } },
      });
      expect(await (await fetch(`${url}/metrics`)).text()).toMatch(
        /holdfast_outcomes_total\{kind="stored",service="session"\} [1-9]/,
      );
    }
  });
});
