import type { ProjectorOptions } from '@holdfast/jetstream';
import { DataSource } from 'typeorm';
import { runDirectoryProjector } from './directory/directory.projector.ts';

/**
 * Reads the log from its beginning into tables that are empty, of a database beside the live one, and follows it from there.
 * @param url that database, for the service's own role @param consumer name of the durable consumer, which stays
 * @returns what ends it
 */
export async function rebuild(nc: ProjectorOptions['nc'], url: string, consumer: string): Promise<() => Promise<void>> {
  const dataSource = await new DataSource({ type: 'postgres', url }).initialize();
  const projector = runDirectoryProjector({
    name: consumer,
    nc,
    dataSource,
    databaseUrl: url,
    report: { unknownEvent: () => undefined, nameLost: () => undefined },
    applied: () => undefined,
    onEvent: () => undefined,
  });
  return async () => {
    await projector.stop();
    await dataSource.destroy();
  };
}
