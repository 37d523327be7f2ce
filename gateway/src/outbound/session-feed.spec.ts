import { project, SNAPSHOT_ENTRIES } from '@holdfast/contracts';
import { describe, expect, jest, test } from '@jest/globals';
import { anna, bert, FeedRig, noted, opened, Reader, said } from './feed.harness.ts';
import { SessionCommit } from './session-commit.ts';
import { joined, standing } from './standing.ts';
import { thinned } from './thinned.ts';

const stored = (commandId: string) => ({ commandId, kind: 'stored' }) as const;

describe('what followers are shown', () => {
  test('G-OUT-1 one text a commit and audience, however many follow', async () => {
    const rig = new FeedRig();
    const readers = [new Reader(rig, anna), new Reader(rig, bert), new Reader(rig, { kind: 'agent', id: 'carl' })];
    rig.log.append('s', anna, [opened]);
    rig.take();
    for (const reader of readers) await reader.follow('s');
    const entry = rig.log.append('s', bert, [said('hello'), noted('careful'), said('bye')]);
    rig.take();
    expect(entry.frame('staff')).toBe(entry.frame('staff'));
    expect(readers.map((reader) => reader.texts())).toEqual([
      ['hello', 'bye'],
      ['hello', 'careful', 'bye'],
      ['hello', 'careful', 'bye'],
    ]);
    expect(readers[0]?.events.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(readers[1]?.events.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
  });

  test('G-OUT-1 what is shown is what `project` makes, to the letter', () => {
    const rig = new FeedRig();
    rig.log.append('s', anna, [opened, said('one')]);
    const entry = rig.log.append('s', bert, [
      noted('n'),
      { type: 'AgentAssigned', data: { ticket: 1, agentId: 'bert', agentName: 'Bert', decisionId: 'd1' } },
      said('two'),
    ]);
    for (const audience of ['staff', 'visitor'] as const) {
      for (const each of [...rig.log.commits, entry]) {
        expect(each.shownTo(audience).texts.map((text) => JSON.parse(text) as unknown)).toEqual(
          project(each.commit, audience),
        );
      }
    }
  });

  test('G-OUT-7 the others are shown a commit before its sender, in whatever order they came', async () => {
    const rig = new FeedRig();
    rig.log.append('s', anna, [opened]);
    rig.take();
    const readers = [new Reader(rig, anna), new Reader(rig, bert), new Reader(rig, anna)];
    const order: string[] = [];
    for (const reader of readers) {
      await reader.follow('s');
      jest.spyOn(reader, 'send').mockImplementation(() => void order.push(reader.personId));
    }
    rig.log.append('s', anna, [said('question')]);
    rig.take();
    expect(order.splice(0)).toEqual([bert.id, anna.id, anna.id]);
    rig.log.append('s', bert, [said('answer')]);
    rig.take();
    expect(order).toEqual([anna.id, anna.id, bert.id]);
  });

  test('G-OUT-2 a commit that shows an audience nothing is not sent to it', async () => {
    const rig = new FeedRig();
    const visitor = new Reader(rig, anna);
    rig.log.append('s', anna, [opened]);
    rig.take();
    await visitor.follow('s');
    rig.log.append('s', bert, [noted('only staff')]);
    rig.log.append('s', bert, [], [stored('x')]);
    rig.take();
    expect(visitor.frames).toEqual([]);
    rig.log.append('s', bert, [said('for all')]);
    rig.take();
    expect(visitor.texts()).toEqual(['for all']);
  });

  test('G-OUT-3 outcomes are handed on with their actor, also of commits without events', () => {
    const rig = new FeedRig();
    rig.log.append('s', anna, [opened], [stored('c1')]);
    rig.log.append('s', bert, [], [{ commandId: 'c2', kind: 'refused', reason: 'closed' }]);
    rig.take();
    expect(rig.settled.map(({ to, actor, outcomes }) => [to.id, actor.id, outcomes.map(({ kind }) => kind)])).toEqual([
      ['s', 'anna', ['stored']],
      ['s', 'bert', ['refused']],
    ]);
  });

  test("G-OUT-5 somebody else's session looks like none, before and after it is opened", async () => {
    const rig = new FeedRig();
    const stranger = new Reader(rig, { kind: 'visitor', id: 'mallory' });
    const early = new Reader(rig, { kind: 'visitor', id: 'eve' });
    await early.follow('s');
    rig.log.append('s', anna, [opened, said('private')]);
    rig.take();
    await stranger.follow('s', 7);
    rig.log.append('s', anna, [said('still private')]);
    rig.take();
    for (const reader of [stranger, early]) {
      expect(reader.frames).toEqual([]);
      expect(reader.last).toEqual({ t: 'sync', session: 's', mode: 'none', n: 0, events: [], older: false });
    }
  });

  test('G-OUT-5 a visitor who follows a session before opening it sees it from its first event on', async () => {
    const rig = new FeedRig();
    const [visitor, staff] = [new Reader(rig, anna), new Reader(rig, bert)];
    await visitor.follow('s');
    await staff.follow('s');
    rig.log.append('s', anna, [opened, said('hi')]);
    rig.log.append('s', bert, [said('hello')]);
    rig.take();
    expect(visitor.texts()).toEqual(['hi', 'hello']);
    expect(staff.texts()).toEqual(['hi', 'hello']);
  });

  test('G-OUT-5 no session of another workspace is ever shown, by whatever id', async () => {
    const rig = new FeedRig();
    rig.log.append('s', anna, [opened, said('secret')], [], 'other');
    rig.take();
    const staff = new Reader(rig, bert, 'acme');
    await staff.follow('s');
    rig.log.append('s', anna, [said('more')], [], 'other');
    rig.take();
    expect(staff.last?.n).toBe(0);
    expect(staff.frames).toEqual([]);
  });

  test('G-OUT-6 a hole is not passed on: everybody is brought up from the log', async () => {
    const rig = new FeedRig();
    rig.log.append('s', anna, [opened]);
    rig.take();
    const reader = new Reader(rig, anna);
    await reader.follow('s');
    const lost = rig.log.append('s', anna, [said('lost on the way')]);
    const next = rig.log.append('s', bert, [said('answer')]);
    rig.deliver(next);
    expect(rig.holes).toEqual([lost.key]);
    expect(reader.frames).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(reader.texts()).toEqual(['lost on the way', 'answer']);
  });

  test('G-OUT-6 a hole is not passed on either when the ring has forgotten what was before it', async () => {
    const rig = new FeedRig();
    rig.log.append('s', anna, [opened]);
    rig.take();
    const reader = new Reader(rig, anna);
    await reader.follow('s');
    rig.log.append('s', anna, [said('lost on the way')]);
    const next = rig.log.append('s', bert, [said('answer')]);
    rig.rings.sweep(Infinity);
    rig.deliver(next);
    await new Promise((resolve) => setImmediate(resolve));
    expect(reader.texts()).toEqual(['lost on the way', 'answer']);
  });
});

describe('where a session stands against a cursor', () => {
  const withEvents = (count: number) => {
    const rig = new FeedRig();
    rig.log.append('s', anna, [opened]);
    for (let i = 2; i <= count; i++) rig.log.append('s', i % 2 === 0 ? anna : bert, [said(`m${i}`)]);
    return rig;
  };

  test.each(['ring', 'log'] as const)('G-SYNC-1 none: nothing was missed, as the %s proves', async (source) => {
    const rig = withEvents(5);
    if (source === 'ring') rig.take();
    else rig.forgetRings();
    const reader = new Reader(rig, anna);
    await reader.follow('s', 5);
    expect(reader.last).toMatchObject({ mode: 'none', n: 5, events: [] });
    expect(rig.synced).toEqual([{ mode: 'none', source }]);
  });

  test.each(['ring', 'log'] as const)('G-SYNC-2 tail: what was missed, from the %s', async (source) => {
    const rig = withEvents(5);
    if (source === 'ring') rig.take();
    else rig.forgetRings();
    const reader = new Reader(rig, anna);
    await reader.follow('s', 3);
    expect(reader.last).toMatchObject({ mode: 'tail', n: 5 });
    expect(reader.texts()).toEqual(['m4', 'm5']);
    expect(rig.synced).toEqual([{ mode: 'tail', source }]);
  });

  test('G-SYNC-3 snapshot: too much was missed to be sent one by one', async () => {
    const rig = withEvents(500);
    rig.forgetRings();
    const reader = new Reader(rig, bert);
    await reader.follow('s', 3);
    expect(reader.last).toMatchObject({ mode: 'snapshot', n: 500, older: true });
    expect(reader.texts()).toHaveLength(SNAPSHOT_ENTRIES);
    rig.log.append('s', anna, [said('after')]);
    rig.take();
    expect(reader.texts().at(-1)).toBe('after');
  });

  test('G-SYNC-4 frozen: the cursor is ahead of the log, and nothing more is served', async () => {
    const rig = withEvents(5);
    rig.take();
    const reader = new Reader(rig, bert);
    const following = await reader.follow('s', 9);
    expect(reader.last).toMatchObject({ mode: 'frozen', n: 5, events: [] });
    rig.log.append('s', anna, [said('m6')]);
    rig.take();
    expect(reader.frames).toEqual([]);
    expect(following.state).toBe('frozen');
  });

  test('G-SYNC-4 staff who hold events of a session that is not in the log are frozen', async () => {
    const rig = new FeedRig();
    const reader = new Reader(rig, bert);
    await reader.follow('s', 4);
    expect(reader.last).toMatchObject({ mode: 'frozen', n: 0 });
  });

  test('G-SYNC-4 a cursor that is only ahead of this gateway waits until the gateway is there', async () => {
    const rig = withEvents(5);
    rig.take(3);
    const reader = new Reader(rig, anna);
    const following = reader.follow('s', 5);
    await new Promise((resolve) => setImmediate(resolve));
    expect(reader.last).toBeUndefined();
    rig.take();
    await following;
    expect(reader.last).toMatchObject({ mode: 'none', n: 5 });
  });

  test('G-SYNC-6 commits that arrive while the log is read come once, in order', async () => {
    const rig = withEvents(5);
    rig.forgetRings();
    const reader = new Reader(rig, bert);
    rig.meanwhile = () => {
      rig.log.append('s', anna, [said('m6')]);
      rig.log.append('s', bert, [said('m7')]);
      rig.take();
    };
    await reader.follow('s', 4);
    expect(reader.texts()).toEqual(['m5', 'm6', 'm7']);
  });

  test('G-SYNC-6 a reading that is overtaken by more than the ring holds is done again', async () => {
    const rig = new FeedRig({ perSession: 4, inAll: 1_000, ageMs: 1_000 });
    rig.log.append('s', anna, [opened]);
    rig.forgetRings();
    const reader = new Reader(rig, bert);
    rig.meanwhile = () => {
      if (rig.reads > 1) return;
      for (let i = 2; i <= 20; i++) rig.log.append('s', anna, [said(`m${i}`)]);
      rig.take();
    };
    await reader.follow('s', 1);
    expect(rig.reads).toBe(2);
    expect(reader.texts()).toHaveLength(19);
  });

  test('G-SYNC-3 of an erased session nothing is shown but that it is erased', async () => {
    const rig = withEvents(5);
    rig.log.append('s', { ...bert, role: 'admin' } as typeof bert, [{ type: 'SessionErased', data: {} }]);
    rig.take();
    const reader = new Reader(rig, bert);
    await reader.follow('s', 2);
    expect(reader.last).toMatchObject({ mode: 'snapshot', n: 6, events: [{ n: 6, type: 'SessionErased' }] });
  });
});

describe('a very long session', () => {
  test('G-SYNC-3 is held in part only while it is read, and shown the same', () => {
    const rig = new FeedRig();
    rig.log.append('s', anna, [opened]);
    rig.log.append('s', bert, [{ type: 'LabelsChanged', data: { labels: ['vip'] } }]);
    for (let i = 3; i <= 9_000; i++) {
      rig.log.append('s', i % 2 === 0 ? anna : bert, [i % 7 === 0 ? noted(`m${i}`) : said(`m${i}`)]);
    }
    const all = rig.log.commits;
    let held: SessionCommit[] = [];
    for (let i = 0; i < all.length; i += 500) held = thinned([...held, ...all.slice(i, i + 500)]);
    expect(held.length).toBeLessThan(4_501);
    const list = joined(held, []);
    for (const audience of ['staff', 'visitor'] as const) {
      const last = all.at(-1)?.shownTo(audience).last ?? 0;
      for (const n of [0, 1, 500, last - 201, last - 200, last - 1, last, last + 1]) {
        expect(standing(list ?? [], audience, n)).toEqual(standing(all, audience, n));
      }
    }
  });
});

describe('the ring', () => {
  test('G-RING-1 holds the last events of a session, and does not answer for those before', async () => {
    const rig = new FeedRig({ perSession: 10, inAll: 1_000, ageMs: 1_000 });
    rig.log.append('s', anna, [opened]);
    for (let i = 2; i <= 30; i++) rig.log.append('s', anna, [said(`m${i}`)]);
    rig.take();
    expect(rig.rings.size).toBe(10);
    expect(rig.rings.after('acme.s', 'staff', 20)).toMatchObject({ kind: 'held', last: 30 });
    expect(rig.rings.after('acme.s', 'staff', 19)).toEqual({ kind: 'unheld' });
    expect(rig.rings.after('acme.s', 'staff', 31)).toEqual({ kind: 'ahead', last: 30 });
  });

  test('G-RING-1 is bounded over all sessions, the least lately changed go first', () => {
    const rig = new FeedRig({ perSession: 10, inAll: 12, ageMs: 1_000 });
    for (const session of ['a', 'b', 'c'])
      for (let i = 0; i < 5; i++) rig.log.append(session, anna, [i === 0 ? opened : said('m')]);
    rig.take();
    expect(rig.rings.size).toBeLessThanOrEqual(12);
    expect(rig.rings.after('acme.a', 'staff', 5)).toEqual({ kind: 'unheld' });
    expect(rig.rings.after('acme.c', 'staff', 5)).toMatchObject({ kind: 'held' });
    expect(rig.rings.droppedThrough).toBe(rig.log.of('a').at(-1)?.sequence);
  });

  test('G-RING-1 forgets what is too old', () => {
    const rig = new FeedRig({ perSession: 10, inAll: 100, ageMs: 1_000 });
    rig.log.append('s', anna, [opened]);
    rig.take();
    rig.rings.sweep(1_000);
    expect(rig.rings.size).toBe(1);
    rig.rings.sweep(1_001);
    expect(rig.rings.size).toBe(0);
  });

  test('G-RING-1 a visitor whose ring lacks the opening is known by what they wrote', async () => {
    const rig = new FeedRig({ perSession: 3, inAll: 100, ageMs: 1_000 });
    rig.log.append('s', anna, [opened]);
    for (let i = 2; i <= 9; i++) rig.log.append('s', anna, [said(`m${i}`)]);
    // As after a start: the ring is warmed from the middle of the session on.
    for (const entry of rig.log.commits.slice(5))
      rig.deliver(new SessionCommit('acme', 's', entry.sequence, entry.commit));
    const reader = new Reader(rig, anna);
    await reader.follow('s', 8);
    expect(rig.reads).toBe(0);
    expect(reader.texts()).toEqual(['m9']);
  });
});
