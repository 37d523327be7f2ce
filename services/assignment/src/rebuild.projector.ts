import type { ProjectorOptions } from '@holdfast/jetstream';
import { runDecisionsProjector } from './decisions/decisions.projector.ts';

/**
 * Reads the log from its beginning into tables that are empty, of a database beside the live one, and follows it from there.
 * @param url that database, for the service's own role @param consumer name of the durable consumer, which stays
 * @returns what ends it
 */
export function rebuild(nc: ProjectorOptions['nc'], url: string, consumer: string): Promise<() => Promise<void>> {
  const projector = runDecisionsProjector({ nc, url, consumer });
  return Promise.resolve(() => projector.stop());
}
