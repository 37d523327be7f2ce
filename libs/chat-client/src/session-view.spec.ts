import type { SessionFrameEvent } from '@holdfast/contracts';
import { describe, expect, it } from '@jest/globals';
import { agent, colleague, event, message, opened, playground, visitor } from './fake-gateway.harness.ts';
import { withPage } from './older-pages.ts';
import { emptySession, extend, startFrom, type SessionState, type Surroundings, viewOf } from './session-view.ts';

const receipts = (n: number, actor: typeof agent, delivered: number, read: number): SessionFrameEvent =>
  event(n, actor, { type: 'ReceiptsAdvanced', data: { delivered, read } });
const note = (n: number, w: number): SessionFrameEvent =>
  event(n, agent, { type: 'MessagePosted', data: { text: 'a note', visibility: 'internal' } }, w);
const around: Surroundings = {
  session: 's1',
  me: visitor,
  freshness: 'live',
  pages: null,
  rows: [],
  now: 0,
  typing: [],
  viewing: [],
  kept: 'no',
};
const seenBy = (me: typeof agent, state: SessionState, more: Partial<Surroundings> = {}) =>
  viewOf(state, { ...around, ...more, me });
const ticks = (me: typeof agent, state: SessionState) =>
  seenBy(me, state).entries.flatMap((entry) => (entry.kind === 'message' ? [entry.tick] : []));

describe('what is shown', () => {
  it('C-VIEW-1 tells the opening, who answers, and how it ended', () => {
    const events = [
      opened(),
      event(
        2,
        { kind: 'system', id: 'desk' },
        { type: 'AgentAssigned', data: { ticket: 1, agentId: 'ann', agentName: 'Ann', decisionId: '' } },
      ),
      event(3, agent, { type: 'LabelsChanged', data: { labels: ['vip'] } }),
      event(4, agent, { type: 'SessionSnoozed', data: { until: '2026-11-24T08:00:00.000Z' } }),
    ];
    const state = extend(emptySession, events);
    expect(seenBy(agent, emptySession).status).toBe('absent');
    expect(seenBy(agent, state)).toMatchObject({
      status: 'snoozed',
      siteId: 'site',
      visitor: { id: 'vis' },
      ticket: 1,
      labels: ['vip'],
      assignee: { id: 'ann', name: 'Ann' },
    });
    const woken = extend(state, [event(5, agent, { type: 'SessionWoken', data: {} })]);
    expect(seenBy(agent, woken)).toMatchObject({ status: 'assigned' });
    const closed = extend(woken, [
      event(6, agent, { type: 'SessionClosed', data: {} }),
      event(7, visitor, { type: 'SessionRated', data: { score: 5 } }),
    ]);
    expect(seenBy(agent, closed)).toMatchObject({ status: 'closed', rating: { score: 5 }, assignee: { id: 'ann' } });
    const again = seenBy(agent, extend(closed, [event(8, visitor, { type: 'SessionReopened', data: {} })]));
    expect(again).toMatchObject({ status: 'waiting', ticket: 8 });
    expect(again.assignee).toBeUndefined();
    expect(again.rating).toBeUndefined();
    expect(again.entries.map((entry) => entry.kind === 'notice' && entry.notice.type)).toEqual([
      'opened',
      'assigned',
      'labelled',
      'snoozed',
      'woken',
      'closed',
      'rated',
      'reopened',
    ]);
  });

  it('C-VIEW-2 ticks follow the receipts of the other side, not of a colleague', () => {
    const state = extend(emptySession, [
      opened(),
      message(2, visitor, 'a'),
      message(3, visitor, 'b'),
      message(4, agent, 'c'),
      note(5, 4),
    ]);
    expect(ticks(visitor, state)).toEqual(['stored', 'stored', undefined, undefined]);
    expect(ticks(agent, state)).toEqual([undefined, undefined, 'stored', 'stored']);
    const held = extend(state, [receipts(6, agent, 3, 2), receipts(7, colleague, 4, 4)]);
    expect(ticks(visitor, held)).toEqual(['read', 'read', undefined, undefined]);
    expect(ticks(agent, held)).toEqual([undefined, undefined, 'stored', 'stored']);
    const back = extend(held, [receipts(8, visitor, 4, 1), receipts(9, visitor, 2, 1)]);
    expect(ticks(agent, back)).toEqual([undefined, undefined, 'delivered', 'stored']);
  });

  it('C-VIEW-4 unread is what others have said publicly beyond what this person has seen', () => {
    const state = extend(emptySession, [
      opened(),
      message(2, visitor, 'a'),
      note(3, 2),
      message(4, agent, 'c'),
      message(5, visitor, 'd'),
    ]);
    expect(seenBy(colleague, state)).toMatchObject({ unread: 3, lastW: 5 });
    expect(seenBy(agent, state)).toMatchObject({ unread: 2, lastW: 5 });
    expect(seenBy(visitor, state)).toMatchObject({ unread: 1, lastW: 4 });
    expect(seenBy(agent, extend(state, [receipts(6, agent, 5, 2)]))).toMatchObject({ unread: 1 });
  });

  it('C-VIEW-5 older pages join without a gap or a double, or are not shown', () => {
    const all = [opened(), ...Array.from({ length: 9 }, (_, i) => message(i + 2, visitor, String(i + 2)))];
    const state = startFrom(all.slice(6), true);
    const numbers = (pages: Surroundings['pages'], of = state) => {
      const view = seenBy(agent, of, { pages });
      return [view.entries.map(({ n }) => n), view.older, view.from];
    };
    expect(numbers(null)).toEqual([[7, 8, 9, 10], true, 7]);
    const page = withPage(null, all.slice(3, 7), true);
    expect(numbers(page)).toEqual([[4, 5, 6, 7, 8, 9, 10], true, 4]);
    expect(numbers(withPage(page, all.slice(0, 3), false))).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false, 1]);
    expect(numbers(withPage(page, [], false))).toEqual([[4, 5, 6, 7, 8, 9, 10], false, 4]);
    const later = startFrom(all.slice(9), true);
    expect(numbers(page, later)).toEqual([[10], true, 10]);
  });

  it('C-VIEW-7 an erased session shows nothing but that', () => {
    const state = extend(emptySession, [
      opened(),
      message(2, visitor, 'secret'),
      event(3, colleague, { type: 'SessionErased', data: {} }),
    ]);
    const view = seenBy(agent, state, { pages: withPage(null, [opened()], false) });
    expect(view).toMatchObject({ status: 'erased', n: 3, entries: [], labels: [] });
    expect(view.visitor).toBeUndefined();
  });

  it('C-VIEW-1 tells since when an agent is waited for, also where the entries do not', () => {
    const device = { browser: 'Firefox 150', form: 'phone' } as const;
    const asked = event(1, visitor, {
      type: 'SessionOpened',
      data: { siteId: 'site', visitorId: 'vis', visitor: {}, device },
    });
    const waiting = extend(emptySession, [asked, event(2, agent, { type: 'SessionWoken', data: {} })]);
    expect(seenBy(agent, waiting)).toMatchObject({ waitingSince: asked.at, device });
    const assigned = extend(waiting, [
      event(3, agent, {
        type: 'AgentAssigned',
        data: { ticket: 1, agentId: 'ann', agentName: 'Ann', decisionId: '' },
      }),
    ]);
    expect(seenBy(agent, assigned)).not.toHaveProperty('waitingSince');
    const closed = extend(waiting, [event(3, agent, { type: 'SessionClosed', data: {} })]);
    expect(seenBy(agent, closed)).not.toHaveProperty('waitingSince');
    const again = { ...event(4, visitor, { type: 'SessionReopened', data: {} }), at: '2026-11-23T11:00:00.000Z' };
    expect(seenBy(agent, extend(closed, [again]))).toMatchObject({ waitingSince: again.at });
  });

  it('C-VIEW-8 how a session stands is shown while it is proven current', async () => {
    const { client, gateway, time, live } = playground();
    const session = client.session('s1');
    const connection = await live({ s1: [opened()] });
    expect(session.view.value).not.toHaveProperty('standing');
    connection.tell({ t: 'standing', session: 's1', open: true, position: 3 });
    expect(session.view.value.standing).toEqual({ open: true, position: 3 });
    connection.tell({ t: 'standing', session: 's1', open: true, agent: { id: 'ann', here: true } });
    expect(session.view.value.standing).toEqual({ open: true, agent: { id: 'ann', here: true } });
    connection.close();
    expect(session.view.value).not.toHaveProperty('standing');
    await time.advance(500);
    gateway.last.open();
    gateway.last.welcome();
    gateway.last.tell({ t: 'sync', session: 's1', mode: 'none', n: 1, events: [], older: false }, { t: 'live' });
    expect(session.view.value).toMatchObject({ freshness: 'live' });
    expect(session.view.value).not.toHaveProperty('standing');
    gateway.last.tell({ t: 'standing', session: 's1', open: false });
    expect(session.view.value.standing).toEqual({ open: false });
  });

  it('C-VIEW-9 a note shows whom it calls, from composing on, and again when it is sent again', async () => {
    const { client, settle, live } = playground();
    const session = client.session('s1');
    const connection = await live({ s1: [opened()] }, agent);
    const called = () => session.view.value.entries.map((entry) => entry.kind === 'message' && entry.mentions);
    const id = session.post('look @ben', { visibility: 'internal', mentions: ['ben', 'ben'] });
    await settle();
    const posted = { text: 'look @ben', visibility: 'internal' as const, mentions: ['ben'] };
    expect(connection.takeOnly('request')[0]?.commands).toEqual([{ id, type: 'PostMessage', data: posted }]);
    expect(called()).toEqual([false, ['ben']]);
    connection.tell({
      t: 'outcomes',
      session: 's1',
      outcomes: [{ commandId: id, kind: 'refused', reason: 'session-closed' }],
    });
    await settle();
    const again = await session.retry(id);
    await settle();
    expect(connection.takeOnly('request')[0]?.commands).toEqual([{ id: again, type: 'PostMessage', data: posted }]);
    connection.tell({
      t: 'events',
      session: 's1',
      events: [event(2, agent, { type: 'MessagePosted', data: posted }, 1, again ?? '')],
    });
    await settle();
    expect(called()).toEqual([false, ['ben']]);
    session.post('hello');
    await settle();
    expect(connection.takeOnly('request')[0]?.commands[0]?.data).toEqual({ text: 'hello', visibility: 'public' });
  });

  it('C-VIEW-6 typing is shown until it lapses or the message comes, and is said sparingly', async () => {
    const { client, time, live } = playground();
    const session = client.session('s1');
    const connection = await live({ s1: [opened()] });
    const typing = () => session.view.value.typing.map(({ id }) => id);
    connection.tell({ t: 'signal', session: 's1', from: agent, kind: 'typing', on: true });
    expect(typing()).toEqual(['ann']);
    await time.advance(5_999);
    expect(typing()).toEqual(['ann']);
    await time.advance(1);
    expect(typing()).toEqual([]);
    connection.tell({ t: 'signal', session: 's1', from: agent, kind: 'typing', on: true });
    connection.tell({ t: 'events', session: 's1', events: [message(2, agent, 'hi')] });
    expect(typing()).toEqual([]);
    connection.tell({ t: 'signal', session: 's1', from: agent, kind: 'typing', on: true, internal: true });
    expect(session.view.value.typing).toEqual([{ ...agent, internal: true }]);
    connection.tell({ t: 'signal', session: 's1', from: agent, kind: 'typing', on: false });
    expect(typing()).toEqual([]);

    for (let i = 0; i < 5; i++) session.typing(true);
    expect(connection.takeOnly('signal')).toEqual([{ t: 'signal', session: 's1', kind: 'typing', on: true }]);
    await time.advance(3_000);
    session.typing(true);
    session.typing(false);
    session.typing(false);
    expect(connection.takeOnly('signal').map(({ on }) => on)).toEqual([true, false]);
    session.typing(true, { internal: true });
    expect(connection.takeOnly('signal')).toEqual([
      { t: 'signal', session: 's1', kind: 'typing', on: true, internal: true },
    ]);
    session.viewing(true);
    await time.advance(15_000);
    session.release();
    const said = connection.take().filter(({ t }) => t !== 'request');
    expect(said.map((frame) => (frame.t === 'signal' ? [frame.kind, frame.on] : frame.t))).toEqual([
      ['viewing', true],
      ['viewing', true],
      ['typing', false],
      ['viewing', false],
      'detach',
    ]);
  });

  it('C-VIEW-10 who begins to look is told at once who looks already, and nobody goes on answering', async () => {
    const { client, live } = playground();
    const session = client.session('s1');
    const connection = await live({ s1: [opened()] });
    const looks = (from: typeof agent, on = true): void =>
      connection.tell({ t: 'signal', session: 's1', from, kind: 'viewing', on });
    const said = (): number => connection.take().filter((frame) => frame.t === 'signal').length;
    looks(agent);
    expect(said()).toBe(0);
    session.viewing(true);
    expect(said()).toBe(1);
    // Known already: said again, or an answer to what was said here.
    looks(agent);
    expect(said()).toBe(0);
    looks(colleague);
    looks(colleague);
    expect(said()).toBe(1);
    looks(colleague, false);
    looks(colleague);
    expect(said()).toBe(1);
    session.release();
  });

  it('C-VIEW-10 who looks says so once they follow: before, a gateway passes nothing on', async () => {
    const { client, gateway, time, live } = playground();
    client.session('s1').viewing(true);
    const connection = await live({ s1: [opened()] });
    const said = () => gateway.last.takeOnly('signal').map(({ kind, on }) => [kind, on]);
    connection.close();
    await time.advance(250);
    gateway.last.open();
    gateway.last.welcome();
    expect(said()).toEqual([]);
    gateway.last.tell({ t: 'sync', session: 's1', mode: 'none', n: 1, older: false, events: [] }, { t: 'live' });
    expect(said()).toEqual([['viewing', true]]);
  });
});
