import { describe, expect, test } from '@jest/globals';
import { until } from '../../look/until.harness.ts';
import { signedIn } from './signed-in.harness.ts';
import { conversation } from './stand-in-gateway.harness.ts';

describe('the live client', () => {
  test('CN-LIVE-1 starts with the sign-in and stops with it', async () => {
    const { gateway, signIn, live } = await signedIn();
    expect(gateway.sockets).toBe(1);
    expect(gateway.sent('hello')[0]?.token).toBe('token-1');
    void signIn.signOut();
    await until(() => !live.isOpen());
    expect(gateway.sockets).toBe(0);
    expect(live.connection()).toBeNull();
  });

  test('CN-LIVE-1 a second sign-in gets a client of its own', async () => {
    const { gateway, signIn, live } = await signedIn();
    await signIn.signOut();
    await until(() => !live.isOpen());
    await signIn.signIn('ada@example.com', 'right');
    await until(() => live.isCurrent());
    expect([gateway.sockets, gateway.sent('hello').length]).toEqual([1, 2]);
  });

  test('CN-LIVE-2 when the server ends the sign-in, the console signs out', async () => {
    const { server, gateway, signIn, live } = await signedIn();
    server.cookie = false;
    gateway.tell({ t: 'bye', code: 'revoked', retry: [0, 0] });
    gateway.close(4401);
    await until(() => signIn.state() === 'signed-out');
    await until(() => !live.isOpen());
  });

  test('CN-LIVE-2 one sign-in that has ended for another in the same browser does not', async () => {
    const { gateway, signIn, live } = await signedIn();
    gateway.tell({ t: 'bye', code: 'revoked', retry: [0, 0] });
    gateway.close(4401);
    await until(() => live.isCurrent() && gateway.sent('hello').length === 2);
    expect(gateway.sent('hello')[1]?.token).toBe('token-2');
    expect(signIn.state()).toBe('signed-in');
  });

  test('CN-LIVE-3 what the client shows reaches signals, and nothing does after it was let go', async () => {
    const { gateway, live } = await signedIn(({ sessions }) => sessions.set('s1', conversation('hello')));
    const chat = live.follow('s1');
    await until(() => chat.view().freshness === 'live');
    expect(chat.view().entries).toHaveLength(2);
    const [, , third] = conversation('hello', 'again');
    gateway.tell({ t: 'events', session: 's1', events: [third!] });
    await until(() => chat.view().entries.length === 3);
    chat.letGo();
    const shown = chat.view();
    await until(() => gateway.sent('detach').length === 1);
    gateway.tell({ t: 'events', session: 's1', events: [{ ...third!, n: 4, w: 4 }] });
    expect(chat.view()).toBe(shown);
  });
});
