import { DataSource } from 'typeorm';
import { Workspace1700000000001 } from './1700000000001-workspace.ts';
import { PeopleAndSites1700000000002 } from './1700000000002-people-and-sites.ts';

/** Any number; the same for every process that migrates this schema, so that one waits for the other. */
const LOCK = 4_215_003;

/** Brings the schema `workspace` up to date, as the role that owns it. Returns the names of the migrations that were missing. */
export async function migrate(url: string): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    schema: 'workspace',
    migrations: [Workspace1700000000001, PeopleAndSites1700000000002],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
  });
  await dataSource.initialize();
  try {
    const guard = dataSource.createQueryRunner();
    await guard.query('select pg_advisory_lock($1)', [LOCK]);
    const done = await dataSource.runMigrations();
    await guard.query('select pg_advisory_unlock($1)', [LOCK]);
    await guard.release();
    return done.map(({ name }) => name);
  } finally {
    await dataSource.destroy();
  }
}
