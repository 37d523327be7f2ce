import { setTimeout as delay } from 'node:timers/promises';
import type { ProjectorLease } from '@holdfast/jetstream';
import pg from 'pg';

const RETRY_MS = 500;

/**
 * Lets one instance at a time project, by an advisory lock of a database session of its own: it goes with the session, however the process ends.
 * It saves work only; what keeps the tables right is that the checkpoint moves from where the projector has read it.
 */
export async function acquireProjectorLock(url: string, name: string, signal: AbortSignal): Promise<ProjectorLease> {
  const lost = new AbortController();
  const client = new pg.Client({
    connectionString: url,
    application_name: `holdfast-${name}-lock`,
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
    keepAlive: true,
  });
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  try {
    await client.connect();
    for (;;) {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock(hashtext($1)) as held', [
        `workspace ${name}`,
      ]);
      if (rows[0]?.held === true) break;
      await delay(RETRY_MS, undefined, { signal });
    }
  } catch (error) {
    void client.end().catch(() => undefined);
    throw error;
  }
  return { lost: lost.signal, release: () => client.end() };
}
