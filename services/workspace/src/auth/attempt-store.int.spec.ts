import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type SpecDatabase, specDatabase } from '../database/database.harness.ts';
import { inTransaction } from '../database/transaction.query.ts';
import { beginAttempt, forgetAttempts } from './attempt-store.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('attempts', () => {
  let database: SpecDatabase;
  beforeAll(async () => {
    database = await specDatabase();
  });
  afterAll(() => database.close());
  const begin = (email: string, from: string, now = NOW): Promise<number> =>
    inTransaction(database.dataSource, (sql) => beginAttempt(sql, email, from, now));

  test('W-SIGN-4 of twenty at once ten are looked at', async () => {
    const waits = await Promise.all(Array.from({ length: 20 }, () => begin('ada@shop.example', '10.0.0.1')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
    expect(waits.filter((wait) => wait === 1_000)).toHaveLength(10);
  });

  test('W-SIGN-3 another address or account does not wait, letter case gains nothing, and a success forgets', async () => {
    expect(await begin('ADA@shop.example', '10.0.0.1')).toBe(1_000);
    expect(await begin('ada@shop.example', '10.0.0.2')).toBe(0);
    expect(await begin('bo@shop.example', '10.0.0.1')).toBe(0);
    await inTransaction(database.dataSource, (sql) => forgetAttempts(sql, 'ada@shop.example', '10.0.0.1'));
    expect(await begin('ada@shop.example', '10.0.0.1')).toBe(0);
  });

  test('W-SIGN-5 an address that fails for a hundred accounts waits', async () => {
    for (let n = 0; n < 100; n++) expect(await begin(`n${String(n)}@shop.example`, '10.0.0.3')).toBe(0);
    expect(await begin('one-more@shop.example', '10.0.0.3')).toBe(1_000);
    expect(await begin('one-more@shop.example', '10.0.0.3', NOW + 1_000)).toBe(0);
  });

  test('W-HASH-1 what was typed is not kept', async () => {
    const rows = await database.dataSource.query<object[]>('select * from workspace.sign_in_attempt');
    expect(rows.length).toBeGreaterThan(100);
    expect(JSON.stringify(rows)).not.toContain('shop.example');
  });
});
