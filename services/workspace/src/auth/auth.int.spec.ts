import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AgentClaims, type Answer, RefreshSignIn, type SetPassword, SignIn, SignOut } from '@holdfast/contracts';
import { decodeJwt } from 'jose';
import { AuthBench, createWorkspace, SYSTEM } from './auth.harness.ts';
import { type SpecDatabase, specDatabase } from '../database/database.harness.ts';
import { FAMILIES_LIMIT } from './families.ts';
import type { SignedIn } from './signed-in.ts';
import { ACCESS_FOR_MS, REFRESH_FOR_MS } from './tokens.ts';

const PASSWORD = 'correct horse battery';

describe('sign-in', () => {
  let database: SpecDatabase;
  let bench: AuthBench;
  let workspace: string;
  let workspaces = 0;
  let address = '';

  beforeAll(async () => {
    database = await specDatabase();
    bench = new AuthBench(database.dataSource);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    workspace = `ws${String(++workspaces)}`;
    address = `10.0.0.${String(workspaces)}`;
    const of = (agentId: string): { email: string } => ({ email: `${agentId}@${workspace}.example` });
    await bench.happen(
      workspace,
      createWorkspace('Shop'),
      bench.agent('ada', { ...of('ada'), role: 'admin' }),
      bench.agent('bo', of('bo')),
      bench.agent('cy', of('cy')),
    );
    await setPassword('ada');
    await setPassword('bo');
    bench.told.length = 0;
  });

  const setPassword = (
    agentId: string,
    password = PASSWORD,
    by: unknown = SYSTEM,
  ): Promise<Answer<typeof SetPassword>> => bench.setPassword.answer({ workspace, agentId, password, by });
  const attempt = async (agentId: string, password = PASSWORD): Promise<Answer<typeof SignIn>> => {
    const answer = await bench.signIn.answer({ email: `${agentId}@${workspace}.example`, password, from: address });
    return SignIn.answer.parse(answer);
  };
  const signIn = async (agentId: string, password = PASSWORD): Promise<SignedIn> => {
    const answer = await attempt(agentId, password);
    if (answer === null || 'tooMany' in answer) throw new Error(`not signed in: ${JSON.stringify(answer)}`);
    return answer;
  };
  const refresh = async (refreshToken: string): Promise<Answer<typeof RefreshSignIn>> =>
    RefreshSignIn.answer.parse(await bench.refresh.answer({ refreshToken }));
  const signOut = async (refreshToken: string): Promise<void> => {
    expect(SignOut.answer.parse(await bench.signOut.answer({ refreshToken }))).toEqual({});
  };
  const familyOf = ({ accessToken }: SignedIn): string => AgentClaims.parse(decodeJwt(accessToken)).family;

  test('W-SIGN-1 the right password gives both tokens', async () => {
    const answer = await signIn('ada');
    const claims = AgentClaims.parse(decodeJwt(answer.accessToken));
    expect(claims).toMatchObject({ ws: workspace, sub: 'ada', name: 'ada', role: 'admin' });
    expect(answer).toMatchObject({
      workspace,
      agent: { id: 'ada', name: 'ada', email: `ada@${workspace}.example`, role: 'admin' },
    });
    expect(Date.parse(answer.accessExpiresAt) - bench.clock.now()).toBe(ACCESS_FOR_MS);
    expect(Date.parse(answer.refreshExpiresAt) - bench.clock.now()).toBe(REFRESH_FOR_MS);
    const shouted = await bench.signIn.answer({ email: `ADA@${workspace}.Example`, password: PASSWORD, from: address });
    expect(shouted).toMatchObject({ workspace });
  });

  test('W-SIGN-2 no account, no password, a wrong one and an inactive agent look the same', async () => {
    await bench.happen(workspace, bench.agent('bo', { email: `bo@${workspace}.example`, active: false }));
    expect(await attempt('nobody')).toBeNull();
    expect(await attempt('cy')).toBeNull();
    expect(await attempt('ada', 'wrong')).toBeNull();
    expect(await attempt('bo')).toBeNull();
    expect(await attempt('ada')).not.toBeNull();
  });

  test('W-SIGN-3 after ten failures the right password waits too', async () => {
    for (let n = 0; n < 10; n++) expect(await attempt('bo', 'wrong')).toBeNull();
    expect(await attempt('bo')).toEqual({ tooMany: true, retryAfterMs: 1_000 });
    expect(await attempt('ada')).not.toBeNull();
    await bench.clock.advance(1_000);
    expect(await attempt('bo')).toMatchObject({ workspace });
    for (let n = 0; n < 9; n++) expect(await attempt('bo', 'wrong')).toBeNull();
    expect(await attempt('bo')).toMatchObject({ workspace });
  });

  test('W-HASH-1 neither passwords nor tokens are kept', async () => {
    const answer = await signIn('ada');
    const kept: string[] = [];
    await database.dataSource.transaction(async (manager) => {
      await manager.query(`select set_config('holdfast.workspace', $1, true)`, [workspace]);
      for (const table of ['credential', 'refresh_token', 'sign_in_family'])
        kept.push(JSON.stringify(await manager.query(`select * from workspace.${table}`)));
    });
    const text = kept.join('\n');
    expect(text).toContain('$argon2id$');
    for (const secret of [PASSWORD, answer.refreshToken, answer.refreshToken.split('.')[1] ?? '', answer.accessToken])
      expect(text).not.toContain(secret);
  });

  test('W-SIGN-1 a twenty-first sign-in ends the oldest', async () => {
    const first = await signIn('ada');
    await bench.clock.advance(1_000);
    for (let n = 0; n < FAMILIES_LIMIT - 1; n++) await signIn('ada');
    expect(bench.told).toEqual([]);
    await signIn('ada');
    expect(bench.told).toEqual([{ workspace, agentId: 'ada', family: familyOf(first) }]);
    expect(await refresh(first.refreshToken)).toBeNull();
  });

  test('W-REFRESH-1 a refresh token gives a new pair, with the role as it stands', async () => {
    const first = await signIn('bo');
    await bench.happen(workspace, bench.agent('bo', { name: 'Robert', email: `bo@${workspace}.example` }));
    const second = await refresh(first.refreshToken);
    expect(second?.agent).toMatchObject({ id: 'bo', name: 'Robert' });
    expect(second?.refreshToken).not.toBe(first.refreshToken);
    expect(second === null ? '' : familyOf(second)).toBe(familyOf(first));
    expect(await refresh(second?.refreshToken ?? '')).not.toBeNull();
  });

  test('W-REFRESH-2 a spent one ends the family', async () => {
    const first = await signIn('bo');
    const other = await signIn('bo');
    const second = await refresh(first.refreshToken);
    expect(await refresh(first.refreshToken)).toBeNull();
    expect(bench.told).toEqual([{ workspace, agentId: 'bo', family: familyOf(first) }]);
    expect(await refresh(second?.refreshToken ?? '')).toBeNull();
    expect(await refresh(other.refreshToken)).not.toBeNull();
  });

  test('W-REFRESH-2 of two that present it at once one gets a pair, and the family ends', async () => {
    const first = await signIn('bo');
    const answers = await Promise.all([refresh(first.refreshToken), refresh(first.refreshToken)]);
    const [won] = answers.filter((answer) => answer !== null);
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(await refresh(won?.refreshToken ?? '')).toBeNull();
  });

  test('W-REFRESH-3 expired, unknown, malformed and ended ones give nothing', async () => {
    const expired = await signIn('bo');
    await bench.clock.advance(REFRESH_FOR_MS);
    expect(await refresh(expired.refreshToken)).toBeNull();
    const ended = await signIn('bo');
    await signOut(ended.refreshToken);
    bench.told.length = 0;
    expect(await refresh(ended.refreshToken)).toBeNull();
    expect(await refresh(`${workspace}.${'x'.repeat(43)}`)).toBeNull();
    expect(await refresh('nothing')).toBeNull();
    const elsewhere = (await signIn('ada')).refreshToken.replace(workspace, 'ws-other');
    expect(await refresh(elsewhere)).toBeNull();
    expect(bench.told).toEqual([]);
  });

  test('W-OUT-1 signing out ends the family and is told', async () => {
    const first = await signIn('bo');
    const other = await signIn('bo');
    await signOut(first.refreshToken);
    expect(bench.told).toEqual([{ workspace, agentId: 'bo', family: familyOf(first) }]);
    expect(await refresh(first.refreshToken)).toBeNull();
    expect(await refresh(other.refreshToken)).not.toBeNull();
    await signOut('nothing');
    await signOut(first.refreshToken);
    expect(bench.told).toHaveLength(1);
  });

  test('W-PASS-1 an admin and the system may set a password', async () => {
    const agent = (id: string, role = 'agent'): unknown => ({ kind: 'agent', id, name: id, role });
    expect(await setPassword('bo', 'another password', agent('ada'))).toEqual({});
    expect(await setPassword('bo', 'another password', agent('bo'))).toBeNull();
    expect(await setPassword('bo', 'another password', agent('cy', 'admin'))).toBeNull();
    expect(await setPassword('bo', 'another password', { kind: 'visitor', id: 'bo' })).toBeNull();
    expect(await setPassword('nobody', 'another password')).toBeNull();
    await expect(setPassword('bo', 'short')).rejects.toThrow();
  });

  test('W-PASS-1 oneself changes it with the one that was, and stays signed in by that alone', async () => {
    const change = (password: string, newPassword: string) =>
      bench.signIn.answer({ email: `bo@${workspace}.example`, password, newPassword, from: address });
    const before = await signIn('bo');
    expect(await change('not the one', 'another password')).toBeNull();
    expect(await refresh(before.refreshToken)).not.toBeNull();
    const after = (await change(PASSWORD, 'another password')) as SignedIn;
    expect(bench.told).toEqual([{ workspace, agentId: 'bo', family: familyOf(before) }]);
    expect(await refresh(after.refreshToken)).not.toBeNull();
    expect(await attempt('bo')).toBeNull();
    // Asked again, because the answer was lost, it has been done.
    bench.told.length = 0;
    expect(await change(PASSWORD, 'another password')).toMatchObject({ workspace });
    expect(bench.told).toEqual([]);
    for (let n = 0; n < 10; n++) expect(await change('not the one', 'yet another one')).toBeNull();
    expect(await change('another password', 'yet another one')).toMatchObject({ tooMany: true });
    await bench.clock.advance(1_000);
    await expect(change('another password', 'short')).rejects.toThrow();
  });

  test('W-PASS-1 an agent who has left changes nothing', async () => {
    await bench.happen(workspace, bench.agent('bo', { email: `bo@${workspace}.example`, active: false }));
    const email = `bo@${workspace}.example`;
    const asked = { email, password: PASSWORD, newPassword: 'another password', from: address };
    expect(await bench.signIn.answer(asked)).toBeNull();
    await bench.happen(workspace, bench.agent('bo', { email }));
    expect(await attempt('bo')).toMatchObject({ workspace });
  });

  test('W-PASS-1 of two who change it at once with the same one, one does', async () => {
    const change = (newPassword: string) =>
      bench.signIn.answer({ email: `bo@${workspace}.example`, password: PASSWORD, newPassword, from: address });
    const answers = await Promise.all([change('the first password'), change('the second password')]);
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
  });

  test('W-PASS-2 a password that is set ends every sign-in there is, and none that comes after', async () => {
    const [first, second] = [await signIn('bo'), await signIn('bo')];
    expect(await setPassword('bo', 'another password')).toEqual({});
    const ended = [first, second].map((signedIn) => ({ workspace, agentId: 'bo', family: familyOf(signedIn) }));
    expect(bench.told).toHaveLength(2);
    expect(bench.told).toEqual(expect.arrayContaining(ended));
    expect(await refresh(first.refreshToken)).toBeNull();
    expect(await refresh(second.refreshToken)).toBeNull();
    expect(await attempt('bo')).toBeNull();
    expect(await signIn('bo', 'another password')).toMatchObject({ workspace });
  });

  test('W-REVOKE-1 a deactivated agent, and one whose role changes, is signed out everywhere', async () => {
    const first = await signIn('bo');
    await bench.happen(workspace, bench.agent('bo', { email: `bo@${workspace}.example`, capacity: 9 }));
    expect(bench.told).toEqual([]);
    await bench.happen(workspace, bench.agent('bo', { email: `bo@${workspace}.example`, role: 'supervisor' }));
    expect(bench.told).toEqual([{ workspace, agentId: 'bo', family: familyOf(first) }]);
    expect(await refresh(first.refreshToken)).toBeNull();
    const second = await signIn('bo');
    await bench.happen(
      workspace,
      bench.agent('bo', { email: `bo@${workspace}.example`, role: 'supervisor', active: false }),
    );
    expect(bench.told.slice(1)).toEqual([{ workspace, agentId: 'bo', family: familyOf(second) }]);
    expect(await refresh(second.refreshToken)).toBeNull();
  });

  test('W-REVOKE-3 an old event read again ends no later sign-in', async () => {
    await bench.happen(workspace, bench.agent('bo', { email: `bo@${workspace}.example`, role: 'supervisor' }));
    await bench.happen(workspace, bench.agent('bo', { email: `bo@${workspace}.example`, role: 'agent' }));
    const later = await signIn('bo');
    bench.told.length = 0;
    await bench.projectAgain(workspace);
    expect(bench.told).toEqual([]);
    expect(await refresh(later.refreshToken)).not.toBeNull();
  });
});
