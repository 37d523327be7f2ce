import type { InboxRow } from '@holdfast/contracts';
import { describe, expect, it } from '@jest/globals';
import { agent, AT, type FakeConnection, playground } from './fake-gateway.harness.ts';
import type { FrameOf } from './frames.ts';

const row = (session: string, v = 1): InboxRow => ({
  session,
  status: 'waiting',
  siteId: 'site',
  visitor: { id: 'vis' },
  ticket: 1,
  labels: [],
  unread: 0,
  lastVisitorW: 0,
  openedAt: AT,
  changedAt: AT,
  v,
});
const counts = { mine: 0, mentions: 0, waiting: 2, team: 0, all: 2, closed: 0, unread: 0 };
type Frame = (order: string[], rows: InboxRow[], filter?: 'waiting' | 'all') => FrameOf<'inbox'>;
/** Of the window that the client has asked for over this connection. */
const frameFor = (connection: FakeConnection): Frame => {
  const window = connection.takeOnly('watch-inbox').at(-1)?.window ?? '';
  return (order, rows, filter = 'waiting') => ({
    t: 'inbox',
    window,
    filter,
    offset: 0,
    total: order.length,
    order,
    rows,
    counts,
  });
};

describe('the inbox', () => {
  it('C-INBOX-1 is put together from the order and the rows sent so far', async () => {
    const { client, gateway, live, time } = playground();
    client.inbox.watch({ filter: 'waiting', limit: 20 });
    expect(client.inbox.view.value).toMatchObject({ rows: [], current: false });
    client.start();
    const connection = await live({}, agent);
    client.inbox.watch({ filter: 'waiting', limit: 20 });
    const frame = frameFor(connection);
    connection.tell(frame(['a', 'b'], [row('a'), row('b')]));
    connection.tell(frame(['b', 'a', 'unsent'], [row('b', 2)]));
    const shown = () => client.inbox.view.value.rows.map(({ session, v }) => [session, v]);
    expect(shown()).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
    expect(client.inbox.view.value).toMatchObject({ counts, total: 3, current: true });

    client.inbox.watch({ filter: 'all', limit: 20 });
    expect(connection.take()).toMatchObject([{ t: 'watch-inbox', filter: 'all', offset: 0, limit: 20 }]);
    expect(client.inbox.view.value.current).toBe(false);
    connection.tell(frame(['a'], [], 'all'));
    expect(client.inbox.view.value).toMatchObject({ filter: 'all', current: true });
    expect(shown()).toEqual([['a', 1]]);

    connection.close();
    expect(client.inbox.view.value.current).toBe(false);
    await time.advance(250);
    gateway.last.open();
    gateway.last.welcome(agent);
    const again = frameFor(gateway.last);
    gateway.last.tell({ t: 'live' });
    // It is not known yet what happened meanwhile.
    expect(client.inbox.view.value).toMatchObject({ rows: [{ session: 'a' }], current: false });
    gateway.last.tell(again(['a'], [row('a', 3)], 'all'));
    expect(client.inbox.view.value).toMatchObject({ rows: [{ v: 3 }], current: true });
  });

  it('C-INBOX-1 is current only in the sort and the narrowing asked for', async () => {
    const { client, live } = playground();
    client.start();
    const connection = await live({}, agent);
    client.inbox.watch({ filter: 'waiting' });
    const frame = frameFor(connection);
    connection.tell(frame(['a'], [row('a')]));
    const current = () => client.inbox.view.value.current;
    expect(current()).toBe(true);

    client.inbox.watch({ filter: 'waiting', sort: 'newest', only: { unread: true, label: 'vip' } });
    expect(connection.take()).toMatchObject([
      {
        t: 'watch-inbox',
        filter: 'waiting',
        sort: 'newest',
        only: { unread: true, label: 'vip' },
        offset: 0,
        limit: 50,
      },
    ]);
    expect(current()).toBe(false);
    connection.tell({ ...frame(['a'], []), sort: 'newest' });
    expect(current()).toBe(false);
    connection.tell({ ...frame(['a'], []), sort: 'newest', only: { label: 'vip', unread: true } });
    expect(client.inbox.view.value).toMatchObject({ sort: 'newest', only: { label: 'vip' }, current: true });
    client.inbox.watch({ filter: 'waiting', sort: 'newest' });
    expect(current()).toBe(false);
  });

  it('C-INBOX-1 the roster is the last one sent', async () => {
    const { client, live } = playground();
    const connection = await live({}, agent);
    const ann = {
      id: 'ann',
      name: 'Ann',
      availability: 'online',
      present: true,
      load: 1,
      capacity: 3,
      teams: [],
      active: true,
    } as const;
    connection.tell({ t: 'roster', agents: [{ ...ann, teams: [] }] });
    expect(client.roster.value).toEqual([ann]);
  });
});
