import { createTestDatabase } from '@holdfast/testing';
import type { DataSource } from 'typeorm';
import { makeDataSource } from '../data-source.ts';
import { migrate } from '../migrations/index.ts';

export interface SpecDatabase {
  readonly dataSource: DataSource;
  readonly ownerUrl: string;
  readonly serviceUrl: string;
  /** Everything that the log alone decides, as text: equal for equal directories. */
  directory(): Promise<string>;
  close(): Promise<void>;
}

const PROJECTED = [
  'select * from workspace.workspace order by workspace',
  'select * from workspace.agent order by workspace, agent_id',
  'select * from workspace.team order by workspace, team_id',
  'select * from workspace.site order by workspace, site_id',
  'select * from workspace.canned_reply order by workspace, reply_id',
  'select kind, name, workspace, holder from workspace.name_claim where firm order by kind, name',
  'select epoch, sequence, commit_id from workspace.checkpoint',
];

/** A migrated database of the spec's own, and the service's connection to it. */
export async function specDatabase(): Promise<SpecDatabase> {
  const database = await createTestDatabase();
  await migrate(database.ownerUrl);
  const serviceUrl = database.serviceUrl('workspace');
  const dataSource = await makeDataSource(serviceUrl, () => undefined).initialize();
  // The superuser is above row-level security and sees all workspaces.
  const everything = await makeDataSource(database.url, () => undefined).initialize();
  return {
    dataSource,
    ownerUrl: database.ownerUrl,
    serviceUrl,
    directory: async () => {
      const tables: unknown[] = [];
      for (const statement of PROJECTED) tables.push(await everything.query(statement));
      return JSON.stringify(tables, null, 1);
    },
    close: async () => {
      await dataSource.destroy();
      await everything.destroy();
      await database.drop();
    },
  };
}
