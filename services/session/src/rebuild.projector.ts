import { epochAndLastSequence, type ProjectorOptions } from '@holdfast/jetstream';
import { SessionProjector } from './projection/session.projector.ts';

/**
 * Reads the log from its beginning into tables that are empty, of a database beside the live one, and follows it from there.
 * @param url that database, for the service's own role @param consumer name of the durable consumer, which stays
 * @returns what ends it
 */
export async function rebuild(nc: ProjectorOptions['nc'], url: string, consumer: string): Promise<() => Promise<void>> {
  const { epoch } = await epochAndLastSequence(nc);
  const ignored = { onEvent: () => undefined, onUnknownEvent: () => undefined };
  const projector = new SessionProjector({ nc, url, epoch, consumer, ...ignored }).start();
  return () => projector.stop();
}
