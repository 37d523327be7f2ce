import { describe, expect, it } from '@jest/globals';
import { agent, event, message, opened, playground, stored, visitor } from './fake-gateway.harness.ts';

async function reading() {
  const ground = playground();
  const session = ground.client.session('s1');
  const connection = await ground.live({ s1: [opened()] });
  const tell = (...events: Parameters<typeof event>[]) =>
    connection.tell({ t: 'events', session: 's1', events: events.map((args) => event(...args)) });
  const marks = () =>
    connection.takeOnly('request').flatMap(({ commands }) => commands.filter(({ type }) => type === 'MarkReceipts'));
  const said = (n: number): void => connection.tell({ t: 'events', session: 's1', events: [message(n, agent, 'hi')] });
  return { ...ground, session, connection, tell, marks, said };
}

describe('receipts', () => {
  it('C-RCPT-1 others public messages are marked delivered within a second, once', async () => {
    const { time, said, marks, tell } = await reading();
    tell([2, visitor, { type: 'MessagePosted', data: { text: 'mine', visibility: 'public' } }]);
    tell([3, agent, { type: 'SessionClosed', data: {} }]);
    await time.advance(5_000);
    expect(marks()).toEqual([]);
    said(4);
    await time.advance(600);
    said(5);
    await time.advance(399);
    expect(marks()).toEqual([]);
    await time.advance(1);
    expect(marks().map(({ data }) => data)).toEqual([{ delivered: 5, read: 0 }]);
  });

  it('C-RCPT-1 a note is not for receipts', async () => {
    const { client, live, time } = playground();
    client.session('s1');
    const connection = await live({ s1: [opened()] }, agent);
    const note = event(
      2,
      { ...agent, id: 'ben' },
      { type: 'MessagePosted', data: { text: 'psst', visibility: 'internal' } },
      1,
    );
    connection.tell({ t: 'events', session: 's1', events: [note] });
    await time.advance(5_000);
    expect(connection.takeOnly('request')).toEqual([]);
  });

  it('C-RCPT-2 seen is read at once, and delivered with it', async () => {
    const { session, connection, settle, said, marks, time } = await reading();
    said(2);
    session.seen(2);
    await settle();
    const sent = marks();
    expect(sent.map(({ data }) => data)).toEqual([{ delivered: 2, read: 2 }]);
    connection.tell({ t: 'outcomes', session: 's1', outcomes: sent.map(({ id }) => stored(id)) });
    await time.advance(1_500);
    expect(marks()).toEqual([]);
  });

  it('C-RCPT-3 a newer position takes the place of one that waits', async () => {
    const { session, connection, settle, said, marks, storage } = await reading();
    for (const n of [2, 3, 4]) said(n);
    session.seen(2);
    await settle();
    session.seen(3);
    await settle();
    session.seen(4);
    await settle();
    const [first] = marks();
    expect(first?.data).toEqual({ delivered: 4, read: 2 });
    expect((await storage.rows()).map(({ data }) => data)).toEqual([{ delivered: 4, read: 4 }]);
    connection.tell({ t: 'outcomes', session: 's1', outcomes: [stored(first?.id ?? '')] });
    await settle();
    expect(marks().map(({ data }) => data)).toEqual([{ delivered: 4, read: 4 }]);
  });

  it('C-RCPT-3 what the log has is not sent again, and positions never move back', async () => {
    const { session, time, said, marks, tell } = await reading();
    said(2);
    tell([3, visitor, { type: 'ReceiptsAdvanced', data: { delivered: 2, read: 2 } }]);
    session.seen(2);
    session.seen(1);
    await time.advance(2_000);
    expect(marks()).toEqual([]);
  });
});
