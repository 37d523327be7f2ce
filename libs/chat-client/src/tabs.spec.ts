import 'fake-indexeddb/auto';
import { PROTOCOL } from '@holdfast/contracts/validators';
import { eventually, FakeClock } from '@holdfast/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createChatClient } from './client.ts';
import { type Clock, systemClock } from './clock.ts';
import { clockOf, FakeGateway, message, opened, stored, syncOf, visitor } from './fake-gateway.harness.ts';
import { leaseLock, type LeaderLock, webLock, webPresence } from './leader-lock.ts';
import { openIndexedDbStore } from './outbox-indexeddb.ts';
import { Tabs } from './tabs.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const undo of cleanUp.splice(0).reverse()) undo();
});
let names = 0;
/** What the tabs of a name call their channel and their locks. */
const shared = (name: string): string => `holdfast:${String(PROTOCOL)}:${name}`;
/** Within the time a single test has. */
const soon = <T>(check: () => T) =>
  eventually(() => check() ?? true, { within: 4_000 }) as Promise<Exclude<T, false | null | undefined>>;

/** A tab of its own: its client, and the gateway's end of whatever socket it opens. Locks, channel and database are the platform's. */
async function openTab(name: string) {
  const gateway = new FakeGateway();
  const storage = await openIndexedDbStore(name);
  const client = createChatClient({
    url: 'ws://gateway/ws',
    token: () => Promise.resolve({ token: 'token' }),
    storage,
    socket: gateway.socket,
    tabs: name,
  });
  cleanUp.push(() => {
    client.stop();
    storage.close();
  });
  const session = client.session('s1');
  client.start();
  const texts = () =>
    session.view.value.entries.flatMap((entry) => (entry.kind === 'message' ? [[entry.text, entry.tick]] : []));
  const live = async () => {
    await soon(() => gateway.connections.length > 0);
    gateway.last.open();
    gateway.last.welcome();
    gateway.last.tell(syncOf('s1', [opened(), message(2, visitor, 'before')]), { t: 'live' });
  };
  return { client, gateway, session, texts, live };
}

/** A channel that nobody else has; what is posted is kept. */
const channelInto = (notes: unknown[]) => ({
  postMessage: (note: unknown) => void notes.push(note),
  onmessage: null as ((event: MessageEvent) => void) | null,
  close: () => undefined,
});

describe('tabs', () => {
  it('C-TAB-5 each tab has a window of its own, and the counts that come with it', async () => {
    const name = `tabs-${String(++names)}`;
    const leader = await openTab(name);
    await leader.live();
    const follower = await openTab(name);
    await soon(() => follower.client.connection.value.status === 'live');
    const watched = async (filter: 'mine' | 'all'): Promise<string> => {
      let window: string | undefined;
      await soon(() => {
        const asked = leader.gateway.last.takeOnly('watch-inbox').find((frame) => frame.filter === filter);
        return (window ??= asked?.window) !== undefined;
      });
      return window ?? '';
    };
    const counts = { mine: 0, mentions: 0, waiting: 0, team: 0, all: 0, closed: 0, unread: 0 };
    const tell = (window: string, filter: 'mine' | 'all', all: number): void =>
      leader.gateway.last.tell({
        t: 'inbox',
        window,
        filter,
        offset: 0,
        total: 0,
        order: [],
        rows: [],
        counts: { ...counts, all },
      });
    const seen = ({ client }: typeof leader) => {
      const { filter, current, counts: told } = client.inbox.view.value;
      return [filter, current, told.all];
    };
    leader.client.inbox.watch({ filter: 'mine' });
    const mine = await watched('mine');
    tell(mine, 'mine', 1);
    await soon(() => expect(seen(leader)).toEqual(['mine', true, 1]));
    follower.client.inbox.watch({ filter: 'all' });
    const all = await watched('all');
    tell(all, 'all', 2);
    await soon(() => expect(seen(follower)).toEqual(['all', true, 2]));
    expect(seen(leader)).toEqual(['mine', true, 1]);
    tell(mine, 'mine', 3);
    await soon(() => expect(seen(leader)).toEqual(['mine', true, 3]));
    expect(seen(follower)).toEqual(['all', true, 2]);
    follower.client.stop();
    const ended: string[] = [];
    await soon(() => {
      ended.push(...leader.gateway.last.takeOnly('unwatch-inbox').map(({ window }) => window));
      expect(ended).toEqual([all]);
    });
  });

  it('C-TAB-5 of more than eight windows those asked for last are current, and the others know', async () => {
    const name = `tabs-${String(++names)}`;
    const leader = await openTab(name);
    await leader.live();
    const tabs = [leader];
    while (tabs.length < 9) tabs.push(await openTab(name));
    const windows: string[] = [];
    for (const { client } of tabs) {
      client.inbox.watch({ filter: 'all' });
      await soon(() => {
        for (const { window } of leader.gateway.last.takeOnly('watch-inbox'))
          if (!windows.includes(window)) windows.push(window);
        return windows.length > tabs.findIndex((tab) => tab.client === client);
      });
      leader.gateway.last.tell({
        t: 'inbox',
        window: windows.at(-1) ?? '',
        filter: 'all',
        offset: 0,
        total: 0,
        order: [],
        rows: [],
        counts: { mine: 0, mentions: 0, waiting: 0, team: 0, all: windows.length - 1, closed: 0, unread: 0 },
      });
      await soon(() => client.inbox.view.value.current);
    }
    const [first, ...others] = tabs;
    expect(first?.client.inbox.view.value).toMatchObject({ current: false, counts: { all: 8 } });
    expect(others.map(({ client }) => client.inbox.view.value.current)).toEqual(others.map(() => true));
  });

  it('C-TAB-5 of more than eight windows those that somebody looks at take turns', async () => {
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    Object.assign(globalThis, { window: page, document: page });
    cleanUp.push(() => {
      Reflect.deleteProperty(globalThis, 'window');
      Reflect.deleteProperty(globalThis, 'document');
    });
    const name = `tabs-${String(++names)}`;
    const leader = await openTab(name);
    await leader.live();
    leader.client.inbox.watch({ filter: 'mine' });
    const [own] = leader.gateway.last.takeOnly('watch-inbox');
    const others = new BroadcastChannel(shared(name));
    cleanUp.push(() => others.close());
    for (let i = 0; i < 8; i++)
      others.postMessage({
        to: 'leader',
        ask: { k: 'watch', tab: `other-${String(i)}`, window: { filter: 'all', offset: 0, limit: 50 } },
      });
    const frames: string[] = [];
    const turns = () => {
      for (const frame of leader.gateway.last.take())
        if ((frame.t === 'watch-inbox' || frame.t === 'unwatch-inbox') && frame.window === own?.window)
          frames.push(frame.t);
      return frames;
    };
    await soon(() => expect(turns()).toEqual(['unwatch-inbox']));
    const since = performance.now();
    await eventually(() => turns().length > 1, { within: 10_000 });
    expect(performance.now() - since).toBeGreaterThan(3_500);
    expect(frames).toEqual(['unwatch-inbox', 'watch-inbox']);
  });

  it('C-TAB-7 a tab that ends without a word takes what it followed and its window with it', async () => {
    const name = `tabs-${String(++names)}`;
    const leader = await openTab(name);
    await leader.live();
    leader.gateway.last.take();
    const tab = 'crashes';
    const crash = webPresence(shared(name))?.hold(
      tab,
      () => undefined,
      () => undefined,
    );
    // One that has stood still since it led waits for the same end before, and lets go of nothing.
    const standing = new AbortController();
    navigator.locks
      .request(
        `${shared(name)}:tab:${tab}`,
        { mode: 'shared', signal: standing.signal },
        () => new Promise(() => undefined),
      )
      .catch(() => undefined);
    const channel = new BroadcastChannel(shared(name));
    cleanUp.push(() => channel.close());
    const ask = (what: object): void => channel.postMessage({ to: 'leader', ask: { tab, ...what } });
    ask({ k: 'join' });
    ask({ k: 'follow', session: 's2' });
    ask({ k: 'watch', window: { filter: 'all', offset: 0, limit: 50 } });
    const frames: string[] = [];
    const heard = () => (frames.push(...leader.gateway.last.take().map(({ t }) => t)), frames);
    await soon(() => expect(heard()).toEqual(['attach', 'watch-inbox']));
    crash?.();
    await soon(() => expect(heard()).toEqual(['attach', 'watch-inbox', 'unwatch-inbox', 'detach']));
  });

  it('C-TAB-1 one of them has a socket, the others show the same and have it send', async () => {
    const name = `tabs-${String(++names)}`;
    const leader = await openTab(name);
    await leader.live();
    const follower = await openTab(name);
    await soon(() => follower.client.connection.value.status === 'live');
    expect(leader.client.connection.value.tab).toBe('leader');
    expect(follower.client.connection.value.tab).toBe('follower');
    expect(follower.gateway.connections).toHaveLength(0);
    await soon(() => expect(follower.texts()).toEqual([['before', 'stored']]));

    leader.gateway.last.take();
    const id = follower.session.post('from the follower');
    const [request] = await soon(() => {
      const requests = leader.gateway.last
        .takeOnly('request')
        .filter(({ commands }) => commands.some((command) => command.id === id));
      return requests.length > 0 ? requests : false;
    });
    expect(request?.session).toBe('s1');
    await soon(() =>
      expect(leader.texts()).toEqual([
        ['before', 'stored'],
        ['from the follower', 'clock'],
      ]),
    );
    leader.gateway.last.tell(
      { t: 'outcomes', session: 's1', outcomes: [stored(id)] },
      { t: 'events', session: 's1', events: [message(3, visitor, 'from the follower', id)] },
    );
    for (const tab of [leader, follower])
      await soon(() =>
        expect(tab.texts()).toEqual([
          ['before', 'stored'],
          ['from the follower', 'stored'],
        ]),
      );
  });

  it('C-VIEW-8 every tab shows how a session stands, also one that comes later', async () => {
    const name = `tabs-${String(++names)}`;
    const leader = await openTab(name);
    await leader.live();
    leader.gateway.last.tell({ t: 'standing', session: 's1', open: true, position: 2 });
    const follower = await openTab(name);
    await soon(() => expect(follower.session.view.value.standing).toEqual({ open: true, position: 2 }));
    leader.gateway.last.tell({ t: 'standing', session: 's1', open: true, position: 1 });
    await soon(() => expect(follower.session.view.value.standing?.position).toBe(1));
    leader.gateway.last.close();
    await soon(() => expect(follower.session.view.value).not.toHaveProperty('standing'));
  });

  it('C-TAB-2 when the leader ends, another takes over, with what is unsettled', async () => {
    const name = `tabs-${String(++names)}`;
    const leader = await openTab(name);
    await leader.live();
    const follower = await openTab(name);
    await soon(() => follower.client.connection.value.status === 'live');
    const id = follower.session.post('unsettled');
    await soon(() => leader.gateway.last.takeOnly('request').length > 0);
    leader.client.stop();
    expect(leader.gateway.last.closedByClient).toBe(true);
    await follower.live();
    const requests = await soon(() => {
      const found = follower.gateway.last.takeOnly('request');
      return found.length > 0 ? found : false;
    });
    expect(requests[0]?.commands.map((command) => command.id)).toContain(id);
    expect(follower.client.connection.value.tab).toBe('leader');
  });

  type LockOf = (name: string, holder: string) => LeaderLock | null;
  const by = (title: string, lockOf: LockOf): [string, LockOf] => [title, lockOf];
  const locks = [
    by('C-TAB-3 a leader that does not answer loses its place within two seconds, and learns of it', (name) =>
      webLock(name),
    ),
    by('C-TAB-4 the same by a lease, where there are no Web Locks', (name, holder) =>
      leaseLock(name, holder, systemClock),
    ),
  ];
  it.each(locks)('%s', async (_, lockOf) => {
    const name = `tabs-${String(++names)}`;
    const calls: string[] = [];
    let frozen = false;
    const asleep: (() => void)[] = [];
    const sleepy: Clock = {
      now: () => systemClock.now(),
      after: (ms, run) =>
        systemClock.after(ms, () => {
          if (frozen) asleep.push(run);
          else run();
        }),
    };
    const tab = (id: string, clock = systemClock) => {
      const channel = new BroadcastChannel(name);
      const lock = lockOf(name, id);
      if (lock === null) throw new Error('no lock');
      const drowsy: LeaderLock = {
        claim: (how) => {
          const lost = (): void => {
            if (frozen && id === 'a') asleep.push(how.lost);
            else how.lost();
          };
          return lock.claim({ ...how, lost });
        },
      };
      const log = (what: string) => () => void calls.push(`${id} ${what}`);
      // A frozen tab runs nothing at all, and keeps its lock.
      const deaf = {
        postMessage: (note: unknown) => channel.postMessage(note),
        onmessage: null as ((event: MessageEvent) => void) | null,
        close: () => channel.close(),
      };
      channel.onmessage = (event) => {
        if (!frozen || id !== 'a') deaf.onmessage?.(event);
      };
      const tabs = new Tabs({
        id,
        clock,
        channel: deaf,
        lock: drowsy,
        presence: null,
        lead: log('leads'),
        resign: log('resigns'),
        follow: log('follows'),
        asked: () => undefined,
        told: () => undefined,
      });
      cleanUp.push(() => tabs.stop());
      tabs.start();
      return tabs;
    };
    tab('a', sleepy);
    await soon(() => expect(calls).toEqual(['a leads']));
    tab('b');
    await soon(() => expect(calls).toEqual(['a leads', 'b follows']));
    frozen = true;
    const since = performance.now();
    await soon(() => expect(calls).toContain('b leads'));
    expect(performance.now() - since).toBeLessThan(2_000);
    frozen = false;
    for (const run of asleep) run();
    await soon(() => expect(calls).toContain('a resigns'));
    await soon(() => expect(calls.at(-1)).toBe('a follows'));
    expect(calls.filter((call) => call === 'b resigns')).toEqual([]);
  });

  it('C-TAB-3 a tab that only looks late does not take over from one that answers', async () => {
    const time = new FakeClock();
    const notes: unknown[] = [];
    const channel = channelInto(notes);
    const claims: boolean[] = [];
    const lock: LeaderLock = { claim: ({ steal }) => (claims.push(steal), () => undefined) };
    const tabs = new Tabs({
      id: 'b',
      clock: clockOf(time),
      channel,
      lock,
      presence: null,
      lead: () => undefined,
      resign: () => undefined,
      follow: () => undefined,
      asked: () => undefined,
      told: () => undefined,
    });
    tabs.start();
    for (let i = 0; i < 10; i++) {
      channel.onmessage?.({ data: { to: 'followers', alive: 'a' } } as MessageEvent);
      await time.advance(900);
    }
    expect(claims).toEqual([false]);
    await time.advance(2_000);
    expect(claims).toEqual([false, true]);
    tabs.stop();
  });

  it('C-TAB-7 one that was taken for gone introduces itself anew', () => {
    const calls: string[] = [];
    const holds: { held: () => void; lost: () => void }[] = [];
    const tabs = new Tabs({
      id: 'b',
      clock: clockOf(new FakeClock()),
      channel: channelInto([]),
      lock: { claim: () => (calls.push('claims'), () => undefined) },
      presence: {
        hold: (_tab, held, lost) => (holds.push({ held, lost }), () => void calls.push('ends')),
        untilEnd: () => () => undefined,
      },
      lead: () => undefined,
      resign: () => undefined,
      follow: () => void calls.push('introduces itself'),
      asked: () => undefined,
      told: () => undefined,
    });
    tabs.start();
    expect(calls).toEqual([]);
    holds[0]?.held();
    expect(calls).toEqual(['claims']);
    holds[0]?.lost();
    expect(calls).toEqual(['claims']);
    holds[1]?.held();
    expect(calls).toEqual(['claims', 'introduces itself']);
    tabs.stop();
    expect(calls).toEqual(['claims', 'introduces itself', 'ends']);
  });

  it('C-TAB-6 a leader tells nothing before another tab has spoken, and everything from then on', () => {
    const notes: unknown[] = [];
    const channel = channelInto(notes);
    const asks: unknown[] = [];
    const claims: Parameters<LeaderLock['claim']>[0][] = [];
    const tabs = new Tabs({
      id: 'a',
      clock: clockOf(new FakeClock()),
      channel,
      lock: { claim: (how) => (claims.push(how), () => undefined) },
      presence: null,
      lead: () => undefined,
      resign: () => undefined,
      follow: () => undefined,
      asked: (ask) => void asks.push(ask),
      told: () => undefined,
    });
    const told = { k: 'connection', view: { status: 'idle', attempt: 0 } } as const;
    const hear = (data: unknown): void => channel.onmessage?.({ data } as MessageEvent);
    const toFollowers = () => notes.filter((note) => (note as { tell?: unknown }).tell !== undefined).length;
    tabs.start();
    claims[0]?.held();
    tabs.tell(told);
    expect(toFollowers()).toBe(0);
    hear({ to: 'leader', probe: 'b' });
    tabs.tell(told);
    expect(toFollowers()).toBe(1);
    // Another one took over and ended: whoever is still there hears who leads now, and speaks.
    claims[0]?.lost();
    claims[1]?.held();
    tabs.tell(told);
    expect(toFollowers()).toBe(1);
    hear({ to: 'leader', ask: { k: 'join', tab: 'b' } });
    tabs.tell(told);
    expect([toFollowers(), asks]).toEqual([2, [{ k: 'join', tab: 'b' }]]);
    tabs.stop();
  });
});
