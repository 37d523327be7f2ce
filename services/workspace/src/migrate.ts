import { migrate } from './migrations/index.ts';

const url = process.env['MIGRATE_DATABASE_URL'];
if (url === undefined || url === '') {
  process.stderr.write(
    'MIGRATE_DATABASE_URL is not set: the address of Postgres for the role that owns the schema "workspace".\n',
  );
  process.exit(2);
}
for (const name of await migrate(url)) process.stdout.write(`${name}\n`);
