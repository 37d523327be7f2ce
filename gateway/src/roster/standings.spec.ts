import { type Commit, type DeskEvent, type Standing } from '@holdfast/contracts';
import { FakeClock } from '@holdfast/testing';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Identity } from '../identity/identity.ts';
import { RecentWaits } from './recent-waits.ts';
import { Rosters } from './rosters.ts';
import { type StandingReader, Standings } from './standings.ts';

const clock = new FakeClock();
const at = (): string => new Date(clock.now()).toISOString();
const since = at();
const look = { considered: [], consideredTotal: 0, agentName: 'Bert', since, kind: 'automatic' as const };
const registered = (agentId: string, capacity = 1): DeskEvent => ({
  type: 'AgentRegistered',
  data: { agentId, agentName: agentId, teams: ['sales'], capacity, active: true },
});
const here = (agentId: string, present: boolean): DeskEvent => ({
  type: 'AvailabilityChanged',
  data: { agentId, availability: 'online', present, reason: 'arrived' },
});
const queued = (session: string, from = since): DeskEvent => ({
  type: 'ChatQueued',
  data: { ...look, session, ticket: 1, siteId: 'shop', since: from, reason: 'opened' },
});
const assigned = (session: string): DeskEvent => ({
  type: 'ChatAssigned',
  data: { ...look, session, ticket: 1, agentId: 'bert', teamId: 'sales' },
});

class Visitor implements StandingReader {
  readonly identity: Identity;
  readonly frames: Standing[] = [];
  readonly absent = new Set<string>();
  isFast = true;

  constructor(id: string) {
    this.identity = { kind: 'visitor', workspace: 'acme', id, site: 'shop', expiresAt: 0 };
  }
  stateOf(session: string): 'live' | 'absent' {
    return this.absent.has(session) ? 'absent' : 'live';
  }
  signal(frame: string): boolean {
    if (this.isFast) this.frames.push(JSON.parse(frame) as Standing);
    return this.isFast;
  }
}

class Rig {
  readonly rosters: Rosters;
  readonly standings: Standings;
  #v = 0;
  #answer: (() => void) | undefined;

  constructor() {
    this.rosters = new Rosters({
      desk: () =>
        new Promise((resolve) => {
          this.#answer = () =>
            resolve({ v: 0, agents: [], chats: [], queue: [], sites: [{ siteId: 'shop', teamId: 'sales' }] });
        }),
      delay: () => Promise.resolve(),
      failed: () => undefined,
      now: () => Date.now(),
    });
    this.standings = new Standings(this.rosters, () => Date.now());
  }

  async isKnown(): Promise<void> {
    this.#answer?.();
    await jest.advanceTimersByTimeAsync(0);
  }

  happen(...events: DeskEvent[]): void {
    const first = this.#v + 1;
    this.#v += events.length;
    const commit: Commit<DeskEvent> = {
      id: `c${String(first)}`,
      at: new Date(Date.parse(since) + 60_000).toISOString(),
      actor: { kind: 'system', id: 'desk' },
      causationId: 'r',
      correlationId: 'r',
      v: this.#v,
      w: 0,
      outcomes: [],
      events: events.map((event, i) => ({ ...event, id: `c/${String(i)}`, ver: 1, v: first + i, w: 0 })),
    };
    this.rosters.take('acme', commit);
  }

  async turn(ms = 1_000): Promise<void> {
    await jest.advanceTimersByTimeAsync(ms);
  }
}

describe('how a session stands', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: clock.now() });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('G-STAND-1 nothing before the desk is known; then at once, and again when it changes', async () => {
    const [rig, anna] = [new Rig(), new Visitor('anna')];
    rig.standings.synced(anna, 's1');
    await rig.turn();
    expect(anna.frames).toEqual([]);
    await rig.isKnown();
    await rig.turn();
    expect(anna.frames).toEqual([{ t: 'standing', session: 's1', open: false }]);
    rig.happen(registered('bert', 7), here('bert', true), queued('s0'), queued('s1'));
    await rig.turn();
    rig.happen(queued('s2'));
    await rig.turn();
    expect(anna.frames.slice(1)).toEqual([{ t: 'standing', session: 's1', open: true, position: 2 }]);
    rig.happen(assigned('s0'));
    await rig.turn();
    expect(anna.frames.at(-1)).toMatchObject({ position: 1 });
    expect(JSON.stringify(anna.frames)).not.toMatch(/load|capacity|7/);
  });

  test('G-STAND-1 many changes within a second are one', async () => {
    const [rig, anna] = [new Rig(), new Visitor('anna')];
    rig.standings.synced(anna, 's1');
    await rig.isKnown();
    await rig.turn();
    rig.happen(queued('s1'));
    await rig.turn(10);
    const before = anna.frames.length;
    for (const present of [true, false, true]) rig.happen(registered('bert'), here('bert', present));
    await rig.turn(500);
    expect(anna.frames).toHaveLength(before);
    await rig.turn(600);
    expect(anna.frames).toHaveLength(before + 1);
  });

  test('G-STAND-2 far back a new place is told every 10 s, near at once', async () => {
    const rig = new Rig();
    const [near, far] = [new Visitor('near'), new Visitor('far')];
    rig.standings.synced(near, 'q1');
    rig.standings.synced(far, 'q30');
    await rig.isKnown();
    rig.happen(
      registered('bert'),
      here('bert', true),
      ...Array.from({ length: 31 }, (_, i) => queued(`q${String(i)}`)),
    );
    await rig.turn();
    expect(far.frames.at(-1)).toMatchObject({ position: 31 });
    rig.happen(assigned('q0'));
    await rig.turn();
    expect(near.frames.at(-1)).toMatchObject({ position: 1 });
    expect(far.frames.at(-1)).toMatchObject({ position: 31 });
    await rig.turn(10_000);
    expect(far.frames.at(-1)).toMatchObject({ position: 30 });
  });

  test('G-STAND-3 the wait is what the last ones took, once there are enough, while somebody is there', async () => {
    const [rig, anna] = [new Rig(), new Visitor('anna')];
    rig.standings.synced(anna, 's1');
    await rig.isKnown();
    rig.happen(registered('bert'), here('bert', true), queued('s1'));
    for (const session of ['a', 'b']) rig.happen(queued(session), assigned(session));
    await rig.turn();
    expect(anna.frames.at(-1)).not.toHaveProperty('expectedWaitMs');
    rig.happen(queued('c'), assigned('c'));
    await rig.turn();
    expect(anna.frames.at(-1)).toMatchObject({ position: 1, expectedWaitMs: 60_000 });
    rig.happen(here('bert', false));
    await rig.turn();
    expect(anna.frames.at(-1)).toEqual({ t: 'standing', session: 's1', open: false, position: 1 });
  });

  test('G-STAND-3 nothing is said of the wait once somebody who waits has waited longer, without anything happening', async () => {
    const [rig, anna, ben] = [new Rig(), new Visitor('anna'), new Visitor('ben')];
    rig.standings.synced(anna, 's1');
    rig.standings.synced(ben, 's2');
    await rig.isKnown();
    rig.happen(registered('bert'), here('bert', true));
    for (const session of ['a', 'b', 'c']) rig.happen(queued(session), assigned(session));
    rig.happen(queued('s1'));
    await rig.turn(20_000);
    rig.happen(queued('s2', new Date().toISOString()));
    await rig.turn();
    for (const visitor of [anna, ben]) expect(visitor.frames.at(-1)).toMatchObject({ expectedWaitMs: 60_000 });
    await rig.turn(40_000);
    expect(anna.frames.at(-1)).toEqual({ t: 'standing', session: 's1', open: true, position: 1 });
    expect(ben.frames.at(-1)).toEqual({ t: 'standing', session: 's2', open: true, position: 2 });
    rig.happen(assigned('s1'));
    await rig.turn();
    expect(ben.frames.at(-1)).toMatchObject({ position: 1, expectedWaitMs: 60_000 });
    rig.standings.clear();
  });

  test('G-STAND-4 whether its agent is there, and before it is opened whether anybody is', async () => {
    const [rig, anna] = [new Rig(), new Visitor('anna')];
    anna.absent.add('new');
    rig.standings.synced(anna, 'new');
    rig.standings.synced(anna, 's1');
    await rig.isKnown();
    rig.happen(registered('bert'), here('bert', true), queued('s1'), assigned('s1'));
    await rig.turn();
    const last = (session: string) => anna.frames.findLast((frame) => frame.session === session);
    expect(last('new')).toEqual({ t: 'standing', session: 'new', open: true });
    expect(last('s1')).toEqual({ t: 'standing', session: 's1', open: true, agent: { id: 'bert', here: true } });
    rig.happen(here('bert', false));
    await rig.turn();
    expect(last('s1')).toEqual({ t: 'standing', session: 's1', open: false, agent: { id: 'bert', here: false } });
    // Who chose to be offline has given all chats back: what they have now they took themselves.
    const chooses = (availability: 'away' | 'offline'): DeskEvent => ({
      type: 'AvailabilityChanged',
      data: { agentId: 'bert', availability, present: true, reason: 'chosen' },
    });
    for (const availability of ['offline', 'away', 'offline'] as const) {
      rig.happen(chooses(availability));
      await rig.turn();
      expect(last('s1')).toMatchObject({
        open: availability === 'offline',
        agent: { here: availability === 'offline' },
      });
    }
  });

  test('G-STAND-5 what was dropped is told at the next turn, what was let go is not', async () => {
    const [rig, anna] = [new Rig(), new Visitor('anna')];
    anna.isFast = false;
    rig.standings.synced(anna, 's1');
    await rig.isKnown();
    await rig.turn();
    expect(anna.frames).toEqual([]);
    anna.isFast = true;
    await rig.turn();
    expect(anna.frames).toHaveLength(1);
    rig.standings.detached(anna, 's1');
    rig.happen(registered('bert'), here('bert', true));
    await rig.turn();
    expect(anna.frames).toHaveLength(1);
    rig.standings.left(anna);
    rig.standings.clear();
  });
});

test('G-STAND-3 the median of the last twenty, in steps that do not tremble', () => {
  const waits = new RecentWaits();
  for (let i = 0; i < 40; i++) waits.note('sales', i < 20 ? 3_000_000 : 61_000);
  expect(waits.expected('sales')).toBe(90_000);
  waits.note('support', 100);
  expect(waits.expected('support')).toBeUndefined();
  expect(waits.expected(undefined)).toBeUndefined();
});
