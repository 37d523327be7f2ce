import { type Actor, type InboxOnly, type InboxRow, type SessionEvent } from '@holdfast/contracts';
import { describe, expect, test } from '@jest/globals';
import { anna, bert, Log, opened, said } from '../outbound/feed.harness.ts';
import { rowOf } from '../stand-in.harness.ts';
import { InboxView } from './inbox-view.ts';
import { InboxWindow } from './inbox-window.ts';
import { type InboxPage, WorkspaceInbox } from './workspace-inbox.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const assigned: SessionEvent = {
  type: 'AgentAssigned',
  data: { ticket: 1, agentId: 'bert', agentName: 'Bert', decisionId: 'd' },
};
const closed: SessionEvent = { type: 'SessionClosed', data: {} };

/** A log whose commits are a second apart. */
class TimedLog extends Log {
  #seconds = 0;
  override append(session: string, actor: Actor, events: readonly SessionEvent[]) {
    const entry = super.append(session, actor, events);
    entry.commit.at = new Date(Date.UTC(2026, 0, 1, 0, 0, ++this.#seconds)).toISOString();
    return entry;
  }
  row(session: string): InboxRow {
    return rowOf(
      session,
      this.of(session).map(({ commit }) => commit),
    )!;
  }
}

/** An inbox whose service answers what the spec says. */
class Rig {
  readonly log = new TimedLog();
  readonly inbox: WorkspaceInbox;
  page: (closed: boolean) => InboxPage | Promise<InboxPage> = () => ({
    rows: [],
    more: false,
    at: { sequence: this.seen, caughtUp: true },
  });
  seen = 0;
  asked = 0;
  changes = 0;

  constructor() {
    this.inbox = new WorkspaceInbox(
      'acme',
      {
        page: async (_, isClosed) => {
          this.asked++;
          return this.page(isClosed);
        },
        read: (_, session) => Promise.resolve(this.log.of(session)),
        lastSeen: () => this.seen,
        delay: () => settled() as Promise<void>,
        failed: () => undefined,
      },
      () => this.changes++,
    );
  }

  rows(): string[] {
    return this.inbox.view.window({ filter: 'all' }, reader('bert'), 0, 100).rows.map((row) => row.session);
  }
}

const reader = (id: string) => ({ id, teams: [] });

describe('the view', () => {
  test('G-INBOX-1 a snapshot and everything since is the same as everything', async () => {
    const rig = new Rig();
    rig.log.append('s1', anna, [opened, said('one')]);
    const early = rig.log.row('s1');
    rig.page = (isClosed) => ({
      rows: isClosed ? [] : [early],
      more: false,
      at: { sequence: rig.log.sequence, caughtUp: true },
    });
    const loading = rig.inbox.load();
    // These come while the snapshot is on its way, the first of them before it was taken.
    for (const entry of [
      ...rig.log.commits,
      rig.log.append('s1', bert, [assigned]),
      rig.log.append('s2', anna, [opened]),
    ])
      rig.inbox.take(entry);
    await loading;
    rig.inbox.take(rig.log.append('s1', bert, [said('two')]));
    expect(rig.inbox.view.window({ filter: 'all' }, reader('bert'), 0, 10).rows).toEqual([
      rig.log.row('s1'),
      rig.log.row('s2'),
    ]);
  });

  test('G-INBOX-1 a snapshot of before the listening began is asked for again', async () => {
    const positions = [49, 49, 50, 50];
    const patient = new WorkspaceInbox(
      'acme',
      {
        page: () =>
          Promise.resolve({ rows: [], more: false, at: { sequence: positions.shift() ?? 50, caughtUp: false } }),
        read: () => Promise.resolve([]),
        lastSeen: () => 50,
        delay: () => Promise.resolve(),
        failed: () => undefined,
      },
      () => undefined,
    );
    await patient.load();
    expect(positions).toEqual([]);
    expect(patient.isLoaded).toBe(true);
  });

  test('G-INBOX-1 a service that does not answer is asked again', async () => {
    const rig = new Rig();
    let failures = 2;
    rig.page = () => {
      if (failures-- > 0) throw new Error('no answer');
      return { rows: [], more: false, at: { sequence: 0, caughtUp: true } };
    };
    await rig.inbox.load();
    expect(rig.inbox.isLoaded).toBe(true);
    expect(rig.asked).toBe(4);
  });

  test('G-INBOX-4 waiting chats by the longest wait, others by the latest change', () => {
    const log = new TimedLog();
    const view = new InboxView();
    for (const session of ['s1', 's2', 's3']) view.take(log.append(session, anna, [opened]));
    view.take(log.append('s1', anna, [said('still here?')]));
    const ids = (filter: 'waiting' | 'all' | 'closed') =>
      view.window({ filter }, reader('bert'), 0, 10).rows.map((row) => row.session);
    expect(ids('waiting')).toEqual(['s1', 's2', 's3']);
    expect(ids('all')).toEqual(['s1', 's3', 's2']);
    view.take(log.append('s2', bert, [closed]));
    view.take(log.append('s3', bert, [closed]));
    expect(ids('closed')).toEqual(['s3', 's2']);
    expect(view.counts(reader('bert'))).toEqual({
      mine: 0,
      mentions: 0,
      waiting: 1,
      team: 0,
      all: 1,
      closed: 2,
      unread: 0,
    });
  });

  test('G-INBOX-4 in the order that the console wants', () => {
    const log = new TimedLog();
    const view = new InboxView();
    for (const session of ['s1', 's2', 's3']) view.take(log.append(session, anna, [opened]));
    view.take(log.append('s2', bert, [assigned]));
    view.take(log.append('s1', anna, [said('still here?')]));
    const ids = (sort: 'newest' | 'oldest' | 'waiting') =>
      view.window({ filter: 'all', sort }, reader('bert'), 0, 10).rows.map((row) => row.session);
    expect(ids('newest')).toEqual(['s1', 's2', 's3']);
    expect(ids('oldest')).toEqual(['s3', 's2', 's1']);
    expect(ids('waiting')).toEqual(['s1', 's3', 's2']);
  });

  test('G-INBOX-4 the latest thousand of the closed, in whatever order they are asked for', () => {
    const log = new TimedLog();
    const view = new InboxView();
    for (let i = 0; i < 1_002; i++) view.take(log.append(`s${String(i)}`, anna, [opened, closed]));
    const { total, rows } = view.window({ filter: 'closed', sort: 'oldest' }, reader('bert'), 0, 2);
    expect({ total, ids: rows.map((row) => row.session) }).toEqual({ total: 1_000, ids: ['s2', 's3'] });
    expect(view.counts(reader('bert')).closed).toBe(1_000);
  });

  test('G-INBOX-8 chats that mention an agent, open and closed, in one order', () => {
    const log = new TimedLog();
    const view = new InboxView();
    const note: SessionEvent = {
      type: 'MessagePosted',
      data: { text: 'look', visibility: 'internal', mentions: ['bert', 'carl'] },
    };
    for (const session of ['s1', 's2', 's3']) view.take(log.append(session, anna, [opened, note]));
    view.take(log.append('s2', anna, [closed]));
    const mentions = (id: string) =>
      view.window({ filter: 'mentions' }, reader(id), 0, 10).rows.map((row) => row.session);
    expect(mentions('bert')).toEqual(['s2', 's3', 's1']);
    view.take(log.append('s2', bert, [{ type: 'MentionDismissed', data: {} }]));
    view.take(log.append('s3', bert, [said('I am there')]));
    expect(mentions('bert')).toEqual(['s1']);
    expect(view.counts(reader('bert')).mentions).toBe(1);
    expect(mentions('carl')).toEqual(['s3', 's2', 's1']);
    expect(view.counts(reader('carl')).mentions).toBe(3);
  });

  test('G-INBOX-6 narrowed to what has all that is named; the counts stay whole', () => {
    const log = new TimedLog();
    const view = new InboxView((siteId) => (siteId === 'shop' ? 'sales' : undefined));
    for (const session of ['s1', 's2', 's3']) view.take(log.append(session, anna, [opened]));
    view.take(log.append('s1', bert, [assigned]));
    view.take(log.append('s1', bert, [{ type: 'LabelsChanged', data: { labels: ['vip'] } }]));
    view.take(log.append('s2', anna, [said('hello?')]));
    view.take(log.append('s3', bert, [{ type: 'TransferRequested', data: { toTeamId: 'support' } }]));
    const ids = (only: InboxOnly) =>
      view.window({ filter: 'all', only }, reader('bert'), 0, 10).rows.map((row) => row.session);
    expect(ids({ label: 'vip' })).toEqual(['s1']);
    expect(ids({ unread: true })).toEqual(['s2']);
    expect(ids({ assigneeId: 'bert' })).toEqual(['s1']);
    expect(ids({ teamId: 'support' })).toEqual(['s3']);
    expect(ids({ teamId: 'sales' })).toEqual(['s2', 's1']);
    expect(ids({ siteId: 'elsewhere' })).toEqual([]);
    expect(ids({ label: 'vip', unread: true })).toEqual([]);
    expect(view.counts({ id: 'bert', teams: ['support'] })).toMatchObject({ all: 3, team: 1, mine: 1 });
  });

  test('G-INBOX-7 what is wanted twice is worked out once, until something changes', () => {
    const log = new TimedLog();
    const teams = new Map([['shop', 'sales']]);
    const view = new InboxView((siteId) => teams.get(siteId));
    view.take(log.append('s1', anna, [opened]));
    const of = (id: string) => view.window({ filter: 'all', only: { teamId: 'sales' } }, reader(id), 0, 10);
    const counts = view.counts(reader('bert'));
    expect(of('bert').rows[0]).toBe(of('carl').rows[0]);
    expect(view.counts(reader('bert'))).toBe(counts);
    teams.set('shop', 'support');
    view.teamsChanged();
    expect(of('bert').total).toBe(0);
    view.take(log.append('s2', anna, [opened]));
    expect(view.counts(reader('bert'))).toMatchObject({ all: 2 });
  });

  test('G-INBOX-5 a session that is not in the view is read from the log when it changes', async () => {
    const rig = new Rig();
    await rig.inbox.load();
    rig.log.append('old', anna, [opened, said('long ago')]);
    rig.log.append('old', bert, [closed]);
    expect(rig.rows()).toEqual([]);
    rig.inbox.take(rig.log.append('old', anna, [{ type: 'SessionReopened', data: {} }, said('again')]));
    // A second change while the first one is read for.
    rig.inbox.take(rig.log.append('old', bert, [assigned]));
    await settled();
    expect(rig.inbox.view.window({ filter: 'mine' }, reader('bert'), 0, 10).rows).toEqual([rig.log.row('old')]);
  });

  test('G-INBOX-1 an erased session is gone', () => {
    const log = new TimedLog();
    const view = new InboxView();
    view.take(log.append('s1', anna, [opened]));
    view.take(log.append('s1', bert, [{ type: 'SessionErased', data: {} }]));
    expect(view.size).toBe(0);
    expect(view.take(log.append('s1', bert, [{ type: 'SessionErased', data: {} }]))).toBe(true);
  });
});

describe('a window', () => {
  test('G-INBOX-2 the console gets the order, the counts, and the rows it does not have', () => {
    const log = new TimedLog();
    const view = new InboxView();
    const window = new InboxWindow({ window: 'w', filter: 'all', offset: 0, limit: 2 });
    for (const session of ['s1', 's2', 's3']) view.take(log.append(session, anna, [opened]));
    expect(window.changes(view, reader('bert'))).toMatchObject({
      t: 'inbox',
      total: 3,
      order: ['s3', 's2'],
      rows: [{ session: 's3' }, { session: 's2' }],
      counts: { all: 3, waiting: 3 },
    });
    expect(window.changes(view, reader('bert'))).toBeNull();
    view.take(log.append('s2', anna, [said('hi')]));
    expect(window.changes(view, reader('bert'))).toMatchObject({
      order: ['s2', 's3'],
      rows: [{ session: 's2', unread: 1 }],
    });
    // Outside of the window only the counts tell.
    view.take(log.append('s1', bert, [assigned]));
    view.take(log.append('s3', bert, [closed]));
    expect(window.changes(view, reader('bert'))).toMatchObject({
      order: ['s1', 's2'],
      rows: [{ session: 's1' }],
      counts: { mine: 1, closed: 1 },
    });
  });

  test("G-INBOX-2 mine is the agent's own, with unread counted", () => {
    const log = new TimedLog();
    const view = new InboxView();
    view.take(log.append('s1', anna, [opened]));
    view.take(log.append('s1', bert, [assigned]));
    view.take(log.append('s1', anna, [said('hello?')]));
    view.take(log.append('s2', anna, [opened]));
    expect(
      new InboxWindow({ window: 'w', filter: 'mine', offset: 0, limit: 10 }).changes(view, reader('bert')),
    ).toMatchObject({
      total: 1,
      order: ['s1'],
      counts: { mine: 1, unread: 1 },
    });
    expect(
      new InboxWindow({ window: 'w', filter: 'mine', offset: 0, limit: 10 }).changes(view, reader('carl')),
    ).toMatchObject({
      total: 0,
      counts: { mine: 0, unread: 0 },
    });
  });
});
