import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WORKSPACE_AGGREGATE_ID } from '@holdfast/contracts';
import { createTestNats, eventually, type TestNats } from '@holdfast/testing';
import { type SpecDatabase, specDatabase } from '../database/database.harness.ts';
import { inTransaction, inWorkspace } from '../database/transaction.query.ts';
import { Edge, shop, specConfig } from '../service.harness.ts';
import { type Service, startService } from '../service.module.ts';
import { apply } from './apply.ts';
import { loadCheckpoint, moveCheckpoint } from './checkpoint.ts';
import { PROJECTOR, runDirectoryProjector } from './directory.projector.ts';

const silent = { unknownEvent: () => undefined, nameLost: () => undefined };

describe('the directory', () => {
  let nats: TestNats;
  let live: SpecDatabase;
  let rebuilt: SpecDatabase;
  let edge: Edge;
  let service: Service;

  beforeAll(async () => {
    nats = await createTestNats();
    [live, rebuilt] = [await specDatabase(), await specDatabase()];
    edge = await Edge.connect(nats.address);
    service = await startService(specConfig(nats.address, live.serviceUrl));
    for (const workspace of ['one', 'two']) await edge.settle(workspace, shop(workspace));
    const agent = {
      agentId: 'bo',
      name: 'Bo',
      email: 'bo@elsewhere.example',
      role: 'supervisor',
      teams: [],
      capacity: 1,
      active: false,
    };
    await edge.settle('one', [
      { type: 'SaveAgent', data: agent },
      { type: 'RemoveCannedReply', data: { replyId: 'r1' } },
    ]);
    await eventually(
      async () =>
        (
          await live.dataSource.query<object[]>(
            `select 1 from workspace.name_claim where name = 'bo@elsewhere.example' and firm`,
          )
        ).length === 1,
    );
  });
  afterAll(async () => {
    await service.stop();
    await edge.nc.close();
    await nats.close();
    await live.close();
    await rebuilt.close();
  });

  test('W-DIR-2 built again from the log it is the same', async () => {
    const projector = runDirectoryProjector({
      name: 'proj-workspace-rebuilt',
      nc: edge.nc,
      dataSource: rebuilt.dataSource,
      databaseUrl: rebuilt.serviceUrl,
      report: silent,
      applied: () => undefined,
      onEvent: () => undefined,
    });
    await projector.caughtUp;
    await projector.stop();
    const text = await rebuilt.directory();
    expect(text).toContain('Shop two');
    expect(text).toBe(await live.directory());
  });

  test('W-DIR-1 commits that are applied twice change nothing', async () => {
    const before = await live.directory();
    for (const workspace of ['one', 'two']) {
      const ref = { workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID } as const;
      for (const commit of await edge.log(workspace))
        await inWorkspace(live.dataSource, workspace, (sql) => apply(sql, ref, commit, silent));
    }
    expect(await live.directory()).toBe(before);
  });

  test('W-DIR-1 a checkpoint moves only from where it was read, with its rows or not at all', async () => {
    const at = await inTransaction(live.dataSource, (sql) => loadCheckpoint(sql, PROJECTOR));
    if (at === null) throw new Error('no checkpoint');
    const before = await live.directory();
    const stale = { ...at, sequence: at.sequence - 1 };
    const next = { ...at, sequence: at.sequence + 1 };
    const attempt = inWorkspace(live.dataSource, 'one', async (sql) => {
      await sql(`update workspace.team set name = 'changed'`);
      await moveCheckpoint(sql, PROJECTOR, stale, next);
    });
    await expect(attempt).rejects.toThrow('no longer at');
    await expect(inTransaction(live.dataSource, (sql) => moveCheckpoint(sql, PROJECTOR, null, next))).rejects.toThrow(
      'no longer at',
    );
    expect(await live.directory()).toBe(before);
  });

  test('W-DIR-3 only the rows of the workspace that is entered are seen or written', async () => {
    const tables = ['workspace', 'agent', 'team', 'site', 'canned_reply'];
    const rows = (workspace: string | null): Promise<string[]> =>
      inTransaction(live.dataSource, async (sql) => {
        if (workspace !== null) await sql(`select set_config('holdfast.workspace', $1, true)`, [workspace]);
        const found: string[] = [];
        for (const table of tables)
          found.push(
            ...(await sql<{ workspace: string }>(`select workspace from workspace.${table}`)).map(
              (row) => row.workspace,
            ),
          );
        return found;
      });
    expect(new Set(await rows('one'))).toEqual(new Set(['one']));
    expect(new Set(await rows('two'))).toEqual(new Set(['two']));
    expect(await rows(null)).toEqual([]);
    expect(await rows('nowhere')).toEqual([]);
    const foreign = inWorkspace(live.dataSource, 'one', (sql) =>
      sql(`insert into workspace.team (workspace, team_id, name) values ('two', 'x', 'x')`),
    );
    await expect(foreign).rejects.toThrow('row-level security');
    await inWorkspace(live.dataSource, 'one', (sql) =>
      sql(`update workspace.team set name = 'taken over' where workspace = 'two'`),
    );
    expect(await live.directory()).not.toContain('taken over');
  });

  test('W-DIR-3 the service owns nothing and changes no table', async () => {
    await expect(live.dataSource.query('alter table workspace.team disable row level security')).rejects.toThrow(
      'owner',
    );
    await expect(live.dataSource.query('create table workspace.own (x int)')).rejects.toThrow('permission denied');
    await expect(live.dataSource.query('select * from workspace.migration')).rejects.toThrow('permission denied');
  });
});
