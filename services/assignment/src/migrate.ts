import { migrate } from './migrations/migrate.ts';

const url = process.env['MIGRATE_DATABASE_URL'];
if (url === undefined || url === '') {
  process.stderr.write(
    'MIGRATE_DATABASE_URL is not set: the address of the database for the role that owns the schemas.\n',
  );
  process.exitCode = 2;
} else {
  await migrate(url);
}
