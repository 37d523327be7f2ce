import { createHash } from 'node:crypto';
import type { Sql } from '../database/sql.ts';
import { addressKey } from '../domain/workspace.ts';
import { ACCOUNT, ADDRESS, type Attempts, counted, FORGET_AFTER_MS, takenBack, waitOf } from './attempts.ts';

interface Row {
  key: Buffer;
  failures: number;
  retry_at: Date;
  at: Date;
}

/**
 * Counts an attempt for the account from this address, and for the address. Returns how many ms to wait instead, or 0 when it was counted
 * and may be looked at.
 */
export async function beginAttempt(sql: Sql, email: string, from: string, now: number): Promise<number> {
  const [account, address] = keysOf(email, from);
  const found = await locked(sql, [account, address]);
  const wait = Math.max(waitOf(found(account), now), waitOf(found(address), now));
  if (wait > 0) return wait;
  await put(sql, account, counted(found(account), ACCOUNT, now));
  await put(sql, address, counted(found(address), ADDRESS, now));
  await sql(
    'delete from workspace.sign_in_attempt where key in (select key from workspace.sign_in_attempt where at < $1 limit 20)',
    [new Date(now - FORGET_AFTER_MS)],
  );
  return 0;
}

/** After a success: the account's failures from this address are forgotten, and the address has one less. */
export async function forgetAttempts(sql: Sql, email: string, from: string): Promise<void> {
  const [account, address] = keysOf(email, from);
  const found = await locked(sql, [account, address]);
  await sql('delete from workspace.sign_in_attempt where key = $1', [account]);
  await takeBack(sql, address, found(address));
}

/** After an attempt that was not looked at: it counts for nothing. */
export async function takeBackAttempt(sql: Sql, email: string, from: string): Promise<void> {
  const keys = keysOf(email, from);
  const found = await locked(sql, keys);
  for (const key of keys) await takeBack(sql, key, found(key));
}

/** Hashed: what people type into the wrong field is nobody's business. */
const keysOf = (email: string, from: string): [account: Buffer, address: Buffer] => [
  digest(`account\n${addressKey(email)}\n${from}`),
  digest(`address\n${from}`),
];
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Attempts on the same keys come one after the other, also those on a key without a row. */
async function locked(sql: Sql, keys: readonly Buffer[]): Promise<(key: Buffer) => Attempts | null> {
  const numbers = keys.map((key) => key.readBigInt64BE().toString()).sort();
  for (const number of numbers) await sql('select pg_advisory_xact_lock($1::bigint)', [number]);
  const rows = await sql<Row>(
    'select key, failures, retry_at, at from workspace.sign_in_attempt where key = any($1::bytea[])',
    [keys],
  );
  return (key) => {
    const row = rows.find((candidate) => candidate.key.equals(key));
    return row === undefined ? null : { failures: row.failures, retryAt: row.retry_at.getTime(), at: row.at.getTime() };
  };
}

async function takeBack(sql: Sql, key: Buffer, attempts: Attempts | null): Promise<void> {
  if (attempts === null) return;
  const rest = takenBack(attempts);
  if (rest.failures > 0) await put(sql, key, rest);
  else await sql('delete from workspace.sign_in_attempt where key = $1', [key]);
}

async function put(sql: Sql, key: Buffer, { failures, retryAt, at }: Attempts): Promise<void> {
  await sql(
    `insert into workspace.sign_in_attempt (key, failures, retry_at, at) values ($1, $2, $3, $4)
     on conflict (key) do update set failures = excluded.failures, retry_at = excluded.retry_at, at = excluded.at`,
    [key, failures, new Date(retryAt), new Date(at)],
  );
}
