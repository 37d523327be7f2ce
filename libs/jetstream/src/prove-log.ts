import { type NatsConnection } from '@nats-io/transport-node';
import { LogReplaced } from './errors.ts';
import { assertSameLog, type Checkpoint } from './log.ts';
import { pause } from './pause.ts';

/** So long is the store of the checkpoint given to answer, in ms. */
const STORED_WITHIN_MS = 2_000;
const RETRY_MS = 100;
const WHAT_TO_DO =
  'This is not the log that was projected, and nothing is appended to it: see "Back-up, restore, and the epoch" in docs/operations.md';

/**
 * Proves, before a service appends anything, that the log still begins with what was projected: a log that was put back to an earlier place would
 * give numbers out twice. `stored` reads the projection's checkpoint. Waits for the log for as long as it takes.
 * @returns false when nobody can tell, since the store of the checkpoint does not answer in time
 * @throws LogReplaced
 */
export async function proveLog(nc: NatsConnection, stored: () => Promise<Checkpoint | null>): Promise<boolean> {
  const until = performance.now() + STORED_WITHIN_MS;
  for (;;) {
    const checkpoint = await stored().catch(() => undefined);
    if (checkpoint === undefined && performance.now() > until) return false;
    if (checkpoint !== undefined && (await isProved(nc, checkpoint))) return true;
    await pause(RETRY_MS);
  }
}

async function isProved(nc: NatsConnection, checkpoint: Checkpoint | null): Promise<boolean> {
  try {
    await assertSameLog(nc, checkpoint);
    return true;
  } catch (error) {
    if (error instanceof LogReplaced) throw new LogReplaced(`${error.message}. ${WHAT_TO_DO}`);
    if (nc.isClosed()) throw error;
    return false;
  }
}
