import { DataSource } from 'typeorm';
import { ReadModels1764000000000 } from './1-read-models.ts';
import { Visitors1764000000001 } from './2-visitors.ts';
import { PlainLetters1764000000002 } from './3-plain-letters.ts';
import { PlainMessages1764000000003 } from './4-plain-messages.ts';

/** Brings the tables up to date, in the schema given. The connection belongs to the owner of that schema. */
export async function migrate(url: string, schema = 'session'): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations: [ReadModels1764000000000, Visitors1764000000001, PlainLetters1764000000002, PlainMessages1764000000003],
    migrationsTableName: 'migrations',
    // One start may run beside another: the second waits, and then finds nothing to do.
    migrationsTransactionMode: 'all',
    extra: { options: `-c search_path=${schema}`, max: 1 },
  });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}
