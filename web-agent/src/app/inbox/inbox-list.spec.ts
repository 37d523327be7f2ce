import { describe, expect, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { InboxRow } from '@holdfast/contracts';
import { until } from '../../look/until.harness.ts';
import { signedIn } from '../live/signed-in.harness.ts';
import { AT } from '../live/stand-in-gateway.harness.ts';
import { InboxList } from './inbox-list.ts';
import { ROW_HEIGHT } from './inbox-window.ts';

const row = (session: string): InboxRow => ({
  session,
  status: 'waiting',
  siteId: 'site',
  visitor: { id: session, name: `Visitor of ${session}` },
  ticket: 1,
  labels: [],
  unread: 0,
  lastVisitorW: 0,
  openedAt: AT,
  changedAt: AT,
  v: 1,
});

describe('the inbox', () => {
  test('CN-INBOX-3 rows of one view are never shown under the name of another, and stay while the connection is away', async () => {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const { gateway, live } = await signedIn((stand) => (stand.inbox = { filter: 'waiting', rows: [row('s1')] }));
    const fixture = TestBed.createComponent(InboxList);
    fixture.componentRef.setInput('filter', 'waiting');
    const page = fixture.nativeElement as HTMLElement;
    const isLoading = () => page.querySelector('[aria-busy=true]') !== null;
    const isShown = () => page.querySelector('cdk-virtual-scroll-viewport') !== null;
    await until(isShown);
    gateway.close(1006);
    await until(() => !live.isCurrent());
    expect(isShown()).toBe(true);
    await until(() => live.isCurrent());

    fixture.componentRef.setInput('filter', 'closed');
    TestBed.tick();
    expect([isLoading(), isShown()]).toEqual([true, false]);
    await until(() => gateway.sent('watch-inbox').at(-1)?.filter === 'closed');
    expect([isLoading(), isShown()]).toEqual([true, false]);
    gateway.tell({
      t: 'inbox',
      window: gateway.sent('watch-inbox').at(-1)?.window ?? '',
      filter: 'closed',
      offset: 0,
      total: 0,
      order: [],
      rows: [],
      counts: live.inbox().counts,
    });
    await until(() => page.textContent.includes('No chat has been closed yet'));
  });

  test('CN-INBOX-2 rows that stay around what is read are moved there as they are, not made anew', async () => {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const held = Array.from({ length: 100 }, (_, n) => row(`s${n}`));
    const { gateway, live } = await signedIn((stand) => (stand.inbox = { filter: 'waiting', rows: held }));
    const fixture = TestBed.createComponent(InboxList);
    fixture.componentRef.setInput('filter', 'waiting');
    const page = fixture.nativeElement as HTMLElement;
    const shown = () =>
      [...page.querySelectorAll<HTMLElement>('hf-inbox-row')].map(({ dataset }) => dataset['session']);
    await until(() => shown().includes('s0'));
    const viewport = page.querySelector('cdk-virtual-scroll-viewport')!;
    // jsdom lays nothing out, and has no `scrollTo`.
    Object.assign(viewport, { scrollTo: ({ top }: ScrollToOptions) => (viewport.scrollTop = top ?? 0) });
    viewport.scrollTop = 50 * ROW_HEIGHT;
    viewport.dispatchEvent(new Event('scroll'));
    await until(() => shown().includes('s50'));

    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((more) => void changes.push(...more));
    observer.observe(viewport, { childList: true, subtree: true });
    const risen = held.slice(-12).map((one) => ({ ...one, v: 2 }));
    const before = shown();
    gateway.tell({
      t: 'inbox',
      window: gateway.sent('watch-inbox').at(-1)?.window ?? '',
      filter: 'waiting',
      offset: 0,
      total: held.length,
      order: [...risen, ...held.slice(0, -12)].map(({ session }) => session),
      rows: risen,
      counts: live.inbox().counts,
    });
    await until(() => viewport.scrollTop === 62 * ROW_HEIGHT);
    expect(shown()).toEqual(before);
    changes.push(...observer.takeRecords());
    expect(changes.flatMap(({ removedNodes }) => [...removedNodes])).toEqual([]);
  });

  test('CN-INBOX-9 who is in no team is not told that chats come by themselves', async () => {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const { gateway, live } = await signedIn((stand) => (stand.inbox = { filter: 'mine', rows: [] }));
    const fixture = TestBed.createComponent(InboxList);
    fixture.componentRef.setInput('filter', 'mine');
    const page = fixture.nativeElement as HTMLElement;
    await until(() => page.textContent.includes('Chats come to you while you are online'));
    const ada = { id: live.me(), name: 'Ada', availability: 'online', present: true, load: 0, capacity: 4 } as const;
    gateway.tell({ t: 'roster', agents: [{ ...ada, active: true, teams: [] }] });
    await until(() => page.textContent.includes('You are in no team'));
  });
});
