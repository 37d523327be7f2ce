import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { STREAMS } from '@holdfast/contracts';
import { connectNats, managerOf } from '@holdfast/jetstream';
import { startNats, startPostgres } from '@holdfast/tools';
import pg from 'pg';
import type { Platform } from './stack.ts';

const MANUAL = join(import.meta.dirname, '../../docs/operations.md');

type Streams = Awaited<ReturnType<typeof managerOf>>;

/** What an operator does with a log that was put back, or has lost its end, before anything starts on it: the steps of the manual. */
export async function beginAnotherEpoch({ stack }: Platform): Promise<void> {
  await withLog(join(stack.dataFolder, 'nats'), nameEpoch);
  await emptyReadModels(stack);
}

/** With nothing but a nats-server on these files. */
export async function withLog<T>(folder: string, work: (streams: Streams) => Promise<T>): Promise<T> {
  const nats = await startNats({ folder });
  try {
    const nc = await connectNats({ servers: nats.url, name: 'operator' });
    return await managerOf(nc)
      .then(work)
      .finally(() => nc.close());
  } finally {
    await nats.stop();
  }
}

async function nameEpoch({ streams }: Streams): Promise<void> {
  for await (const { config } of streams.list()) {
    if (config.name !== STREAMS.events) continue;
    const metadata = { ...config.metadata, 'holdfast.epoch': `${config.metadata?.['holdfast.epoch'] ?? ''}-put-back` };
    await streams.update(config.name, { ...config, metadata });
  }
}

async function emptyReadModels({ dataFolder, ports, databaseUrl }: Platform['stack']): Promise<void> {
  const statements = /```sql\n(truncate [^`]*)```/.exec(await readFile(MANUAL, 'utf8'))?.[1];
  if (statements === undefined) throw new Error('the manual does not say how to empty the read models');
  const password = new URL(databaseUrl).password;
  const postgres = await startPostgres({ folder: join(dataFolder, 'postgres'), port: ports.postgres, password });
  try {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(statements).finally(() => client.end());
  } finally {
    await postgres.stop();
  }
}
