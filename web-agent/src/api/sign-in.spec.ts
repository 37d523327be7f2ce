import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { Api } from './api.ts';
import { Failure } from './failure.ts';
import { FakeServer } from './fake-server.harness.ts';
import { SignIn } from './sign-in.ts';

let server: FakeServer;
let signIn: SignIn;

beforeEach(() => {
  localStorage.clear();
  server = new FakeServer();
  TestBed.configureTestingModule({ providers: [server.provider] });
  signIn = TestBed.inject(SignIn);
});

describe('signing in', () => {
  test('CN-SIGN-1 the cookie signs in at start, and no script finds the token in a store', async () => {
    server.cookie = true;
    localStorage.setItem('holdfast:signed-in', 'yes');
    expect(signIn.state()).toBe('unknown');
    await signIn.restore();
    expect(signIn.state()).toBe('signed-in');
    expect(signIn.agent()?.name).toBe('Ada');
    const kept = [localStorage, sessionStorage].flatMap((store) => Object.values(store) as string[]);
    expect(kept.filter((value) => value.includes('token'))).toEqual([]);
  });

  test('CN-SIGN-7 the server is asked at start only where somebody has signed in and not out again', async () => {
    await signIn.restore();
    expect([signIn.state(), server.requests]).toEqual(['signed-out', 0]);
    await signIn.signIn('ada@example.com', 'right');
    expect(localStorage.getItem('holdfast:signed-in')).not.toBeNull();
    await signIn.signOut();
    expect(localStorage.getItem('holdfast:signed-in')).toBeNull();
  });

  test('CN-SIGN-3 without a cookie nobody is signed in', async () => {
    localStorage.setItem('holdfast:signed-in', 'yes');
    await signIn.restore();
    expect(signIn.state()).toBe('signed-out');
    expect(await signIn.token({ fresh: false })).toBeNull();
  });

  test('CN-SIGN-3 a server that cannot be reached does not sign out, and is asked again', async () => {
    server.cookie = true;
    localStorage.setItem('holdfast:signed-in', 'yes');
    server.isDown = true;
    const restored = signIn.restore();
    await server.asked(1);
    server.isDown = false;
    await restored;
    expect(signIn.state()).toBe('signed-in');
    server.isDown = true;
    await expect(signIn.token({ fresh: true })).rejects.toMatchObject({ kind: 'unreachable' });
    expect(signIn.state()).toBe('signed-in');
  });

  test('CN-SIGN-8 a change of the password is over before a token is asked for with the cookie that was', async () => {
    await signIn.signIn('ada@example.com', 'right');
    let answer: (value?: unknown) => void = () => undefined;
    server.answers = new Promise((resolve) => (answer = resolve));
    const changed = signIn.changePassword('right', 'another password');
    const token = signIn.token({ fresh: true });
    await server.asked(2);
    answer();
    await changed;
    // Asked for at once it would be the second one, given out before the answer to the change.
    expect(await token).toMatchObject({ token: 'token-3' });
    expect(server.requests).toBe(3);
    await expect(signIn.changePassword('wrong', 'another password')).rejects.toMatchObject({
      kind: 'wrong-credentials',
    });
    expect(signIn.state()).toBe('signed-in');
  });

  test('CN-SIGN-8 signing out has the last word', async () => {
    await signIn.signIn('ada@example.com', 'right');
    const changed = signIn.changePassword('right', 'another password');
    await signIn.signOut();
    await changed;
    expect(signIn.state()).toBe('signed-out');
  });

  test('CN-SIGN-9 a sign-in that the server has ended is told apart from signing out', async () => {
    await signIn.signIn('ada@example.com', 'right');
    server.cookie = false;
    expect(await signIn.token({ fresh: true })).toBeNull();
    expect([signIn.state(), signIn.isEnded()]).toEqual(['signed-out', true]);
    await signIn.signIn('ada@example.com', 'right');
    expect(signIn.isEnded()).toBe(false);
    await signIn.signOut();
    expect([signIn.state(), signIn.isEnded()]).toEqual(['signed-out', false]);
  });

  test('CN-SIGN-4 wrong password, too many attempts and an unreachable server are told apart', async () => {
    await expect(signIn.signIn('ada@example.com', 'wrong')).rejects.toMatchObject({ kind: 'wrong-credentials' });
    server.limit = true;
    await expect(signIn.signIn('ada@example.com', 'right')).rejects.toMatchObject({
      kind: 'too-fast',
      retryAfterMs: 30_000,
    });
    server.isDown = true;
    await expect(signIn.signIn('ada@example.com', 'right')).rejects.toMatchObject({ kind: 'unreachable' });
    expect(signIn.agent()).toBeNull();
  });

  test('CN-SIGN-5 signing out clears the token at once, whatever the server says', async () => {
    await signIn.signIn('ada@example.com', 'right');
    server.isDown = true;
    const done = signIn.signOut();
    expect(signIn.state()).toBe('signed-out');
    expect(signIn.agent()).toBeNull();
    await done;
  });
});

describe('the token', () => {
  test('CN-SIGN-2 is used while it is good, and replaced within a minute of its end', async () => {
    await signIn.signIn('ada@example.com', 'right');
    const first = await signIn.token({ fresh: false });
    expect(first?.token).toBe('token-1');
    server.lifetimeMs = 59_000;
    expect((await signIn.token({ fresh: true }))?.token).toBe('token-2');
    server.lifetimeMs = 600_000;
    expect((await signIn.token({ fresh: false }))?.token).toBe('token-3');
    expect((await signIn.token({ fresh: false }))?.token).toBe('token-3');
  });

  test('CN-SIGN-2 whoever asks at the same time gets the same one: a refresh token is good for one use', async () => {
    await signIn.signIn('ada@example.com', 'right');
    const tokens = await Promise.all([1, 2, 3].map(() => signIn.token({ fresh: true })));
    expect(tokens.map((held) => held?.token)).toEqual(['token-2', 'token-2', 'token-2']);
  });

  test('CN-SIGN-3 a refresh that is refused signs out', async () => {
    await signIn.signIn('ada@example.com', 'right');
    server.cookie = false;
    expect(await signIn.token({ fresh: true })).toBeNull();
    expect(signIn.state()).toBe('signed-out');
  });
});

describe('questions', () => {
  test('CN-HTTP-1 one whose token is not accepted is asked once more with a fresh one', async () => {
    await signIn.signIn('ada@example.com', 'right');
    server.accepted = 'token-2';
    expect(await TestBed.inject(Api).workspace()).toEqual({ name: 'Workspace' });
    server.accepted = 'none';
    await expect(TestBed.inject(Api).workspace()).rejects.toMatchObject({ kind: 'signed-out' });
  });

  test('CN-HTTP-2 a part that is catching up is told apart from a server that cannot be reached', async () => {
    await signIn.signIn('ada@example.com', 'right');
    server.isBehind = true;
    const failure: unknown = await TestBed.inject(Api)
      .workspace()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ kind: 'catching-up' });
  });

  test('CN-HTTP-3 one that gets no answer for long, or half of one, is given up as unreachable', async () => {
    await signIn.signIn('ada@example.com', 'right');
    const patience = new AbortController();
    const limit = jest.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(patience.signal);
    server.isSilent = true;
    const unanswered = TestBed.inject(Api).workspace();
    await server.asked(2);
    expect(limit).toHaveBeenCalledWith(15_000);
    patience.abort(new DOMException('it takes too long', 'TimeoutError'));
    await expect(unanswered).rejects.toMatchObject({ kind: 'unreachable' });
    limit.mockRestore();
    server.isSilent = false;
    server.isCut = true;
    await expect(TestBed.inject(Api).workspace()).rejects.toMatchObject({ kind: 'unreachable' });
    server.isCut = false;
    expect(await TestBed.inject(Api).workspace()).toEqual({ name: 'Workspace' });
  });
});
