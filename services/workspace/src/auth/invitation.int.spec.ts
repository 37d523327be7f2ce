import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AcceptInvitation, type Actor, InviteAgent, ReadInvitation } from '@holdfast/contracts';
import { type SpecDatabase, specDatabase } from '../database/database.harness.ts';
import { AuthBench, createWorkspace, SYSTEM } from './auth.harness.ts';
import { INVITED_FOR_MS } from './invitations.ts';
import type { SignedIn } from './signed-in.ts';

const PASSWORD = 'correct horse battery';
const person = (id: string, role: 'admin' | 'agent' = 'agent'): Actor => ({ kind: 'agent', id, name: id, role });

describe('an invitation', () => {
  let database: SpecDatabase;
  let bench: AuthBench;
  let workspace: string;
  let workspaces = 0;

  beforeAll(async () => {
    database = await specDatabase();
    bench = new AuthBench(database.dataSource);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    workspace = `inv${String(++workspaces)}`;
    const of = (agentId: string) => ({ email: `${agentId}@${workspace}.example` });
    await bench.happen(
      workspace,
      createWorkspace('Shop'),
      bench.agent('ada', { ...of('ada'), role: 'admin' }),
      bench.agent('bo', of('bo')),
      bench.agent('gone', { ...of('gone'), active: false }),
    );
    bench.told.length = 0;
  });

  const invite = async (agentId: string, by: Actor = person('ada', 'admin')) =>
    InviteAgent.answer.parse(await bench.invitation.invite({ workspace, agentId, by }));
  const token = async (agentId: string): Promise<string> => (await invite(agentId))?.token ?? '';
  const read = async (given: string) => ReadInvitation.answer.parse(await bench.invitation.read({ token: given }));
  const accept = async (given: string, password = PASSWORD) =>
    AcceptInvitation.answer.parse(await bench.invitation.accept({ token: given, password }));
  const attempt = (password: string) =>
    bench.signIn.answer({ email: `bo@${workspace}.example`, password, from: workspace });

  test('W-INVITE-1 admins and the system invite who is active, and nobody else invites', async () => {
    expect(await invite('bo')).toMatchObject({ token: expect.stringContaining(`${workspace}.`) });
    expect(await invite('bo', SYSTEM)).not.toBeNull();
    for (const by of [person('bo'), person('bo', 'admin'), { kind: 'visitor', id: 'ada' } as const])
      expect(await invite('bo', by)).toBeNull();
    expect(await invite('gone')).toBeNull();
    expect(await invite('nobody')).toBeNull();
  });

  test('W-INVITE-2 it says whom it is for, for a week, until there is another one', async () => {
    const first = await token('bo');
    expect(await read(first)).toEqual({ name: 'bo', email: `bo@${workspace}.example`, workspaceName: 'Shop' });
    const second = await token('bo');
    expect(await read(first)).toBeNull();
    expect(await read(`${second.slice(0, -2)}AA`)).toBeNull();
    expect(await read('nothing')).toBeNull();
    await bench.clock.advance(INVITED_FOR_MS - 1);
    expect(await read(second)).not.toBeNull();
    await bench.clock.advance(1);
    expect(await read(second)).toBeNull();
    expect(await accept(second)).toBeNull();
  });

  test('W-INVITE-2 it is kept as a hash, in rows of its workspace alone', async () => {
    const given = await token('bo');
    const rows = await database.dataSource.transaction(async (manager) => {
      await manager.query(`select set_config('holdfast.workspace', $1, true)`, [workspace]);
      return manager.query<{ token_hash: Buffer }[]>('select token_hash from workspace.invitation');
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]?.token_hash.toString('utf8')).not.toContain(given.slice(-20));
    expect(await database.dataSource.query<object[]>('select 1 from workspace.invitation')).toEqual([]);
  });

  test('W-INVITE-3 accepting sets the password, ends earlier sign-ins, signs in, and works once', async () => {
    await bench.setPassword.answer({ workspace, agentId: 'bo', password: 'an earlier one', by: SYSTEM });
    const earlier = (await attempt('an earlier one')) as SignedIn;
    const given = await token('bo');
    const accepted = (await accept(given)) as SignedIn;
    expect(accepted).toMatchObject({ workspace, agent: { id: 'bo', role: 'agent' } });
    expect(bench.told).toHaveLength(1);
    expect(await bench.refresh.answer({ refreshToken: earlier.refreshToken })).toBeNull();
    expect(await bench.refresh.answer({ refreshToken: accepted.refreshToken })).not.toBeNull();
    expect(await accept(given, 'somebody else again')).toBeNull();
    expect(await attempt(PASSWORD)).toMatchObject({ workspace });
    expect(await attempt('an earlier one')).toBeNull();
  });

  test('W-INVITE-3 of two who accept at once one does', async () => {
    const given = await token('bo');
    const answers = await Promise.all([accept(given, 'the first password'), accept(given, 'the second password')]);
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
  });

  test('W-INVITE-4 whoever is deactivated meanwhile, or has a password set, needs it no more', async () => {
    const given = await token('bo');
    await bench.setPassword.answer({ workspace, agentId: 'bo', password: PASSWORD, by: SYSTEM });
    expect(await read(given)).toBeNull();
    const again = await token('bo');
    await bench.happen(workspace, bench.agent('bo', { email: `bo@${workspace}.example`, active: false }));
    expect(await read(again)).toBeNull();
    expect(await accept(again)).toBeNull();
  });
});
