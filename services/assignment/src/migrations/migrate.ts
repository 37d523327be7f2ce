import { DataSource } from 'typeorm';
import { Decisions1764000000001 } from './1-decisions.ts';
import { MeantFor1764000000002 } from './2-meant-for.ts';

/** Any number; the same for every process that migrates this service's tables, so that one waits for the other. */
const LOCK = 4_215_002;

/** Brings the tables up to date, in the schema given. The connection belongs to the owner of that schema. */
export async function migrate(url: string, schema = 'assignment'): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations: [Decisions1764000000001, MeantFor1764000000002],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'all',
    extra: { options: `-c search_path=${schema}` },
  });
  await source.initialize();
  const guard = source.createQueryRunner();
  try {
    await guard.query('select pg_advisory_lock($1)', [LOCK]);
    await source.runMigrations();
  } finally {
    await guard.release();
    await source.destroy();
  }
}
