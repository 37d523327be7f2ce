import { DataSource } from 'typeorm'
import { migrations } from './migrations/index.ts'

/** Any number; the same for every process that migrates this schema, so that one waits for the other. */
const LOCK = 4_215_003

const url = process.env['MIGRATE_DATABASE_URL']
if (url === undefined || url === '') {
  process.stderr.write('MIGRATE_DATABASE_URL is not set: the address of Postgres for the role that owns the schema "workspace".\n')
  process.exit(2)
}

const dataSource = new DataSource({ type: 'postgres', url, schema: 'workspace', migrations, migrationsTableName: 'migration', migrationsTransactionMode: 'each' })
await dataSource.initialize()
const guard = dataSource.createQueryRunner()
try {
  await guard.query('select pg_advisory_lock($1)', [LOCK])
  const done = await dataSource.runMigrations()
  for (const { name } of done) process.stdout.write(`${name}\n`)
} finally {
  await guard.release()
  await dataSource.destroy()
}
