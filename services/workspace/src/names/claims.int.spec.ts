import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type SpecDatabase, specDatabase } from '../database/database.harness.ts';
import { inTransaction } from '../database/transaction.query.ts';
import { type Claim, claim, CLAIM_LAPSES_AFTER_MS, holderOf, settle } from './claims.ts';

const email = { kind: 'email', name: 'ada@shop.example' } as const;
const one: Claim = { ...email, workspace: 'one', holder: 'ada' };
const two: Claim = { ...email, workspace: 'two', holder: 'ida' };
const NOW = Date.UTC(2026, 0, 1);

describe('names over all workspaces', () => {
  let database: SpecDatabase;
  beforeAll(async () => {
    database = await specDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => database.dataSource.query('delete from workspace.name_claim'));

  const claimed = (who: typeof one, now = NOW): Promise<boolean> =>
    inTransaction(database.dataSource, (sql) => claim(sql, who, now));
  const settled = (who: typeof one): Promise<boolean> => inTransaction(database.dataSource, (sql) => settle(sql, who));
  const holder = (name: string): ReturnType<typeof holderOf> =>
    inTransaction(database.dataSource, (sql) => holderOf(sql, 'email', name));

  test('W-NAME-1 who claims first holds it, and may claim again', async () => {
    expect(await claimed(one)).toBe(true);
    expect(await claimed(two)).toBe(false);
    expect(await claimed(one)).toBe(true);
    expect(await claimed({ ...one, holder: 'another' })).toBe(true);
    expect(await holder(one.name)).toBeNull();
  });

  test('W-NAME-1 of many at once one holds it', async () => {
    const crowd = await Promise.all(
      Array.from({ length: 6 }, (_, n) => claimed({ ...one, workspace: `w${String(n)}` })),
    );
    expect(crowd.filter((held) => held)).toHaveLength(1);
  });

  test('W-NAME-1 a claim that led to nothing lapses after an hour', async () => {
    expect(await claimed(one)).toBe(true);
    expect(await claimed(two, NOW + CLAIM_LAPSES_AFTER_MS)).toBe(false);
    expect(await claimed(two, NOW + CLAIM_LAPSES_AFTER_MS + 1)).toBe(true);
    expect(await claimed(one, NOW + CLAIM_LAPSES_AFTER_MS + 2)).toBe(false);
  });

  test('W-NAME-2 a firm claim never lapses, and replaces one that is not firm', async () => {
    expect(await claimed(one)).toBe(true);
    expect(await settled(two)).toBe(true);
    expect(await holder(one.name)).toEqual({ workspace: 'two', holder: 'ida' });
    expect(await claimed(one, NOW + 10 * CLAIM_LAPSES_AFTER_MS)).toBe(false);
    expect(await settled(one)).toBe(false);
    expect(await holder(one.name)).toEqual({ workspace: 'two', holder: 'ida' });
  });

  test('W-NAME-2 another name of the same holder frees the first', async () => {
    await settled(one);
    expect(await settled({ ...one, name: 'ada@elsewhere.example' })).toBe(true);
    expect(await holder(one.name)).toBeNull();
    expect(await settled(two)).toBe(true);
  });
});
