import { STREAMS } from '@holdfast/contracts';
import { type NatsConnection } from '@nats-io/transport-node';
import { managerOf } from './log.ts';
import { pause } from './pause.ts';

export interface MissingDeliveryOptions {
  readonly nc: NatsConnection;
  /** A durable of the log. */
  readonly name: string;
  /** The consumer's own number of the last delivery that came since its reset, which began the numbering anew. */
  readonly came: () => number;
  /** What is under way is given so long to come, in ms. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/**
 * What the server delivers may go astray, to the open request of an instance that is gone or stands still. The next delivery shows the gap;
 * when it was the last commit of all, only the server's count does.
 * @returns the number of the delivery that did not come; null: nothing is missing, or the server does not answer, or it is too late to tell
 */
export async function missingDelivery({
  nc,
  name,
  came,
  withinMs,
  signal,
}: MissingDeliveryOptions): Promise<number | null> {
  const before = came();
  const given = await deliveredTo(nc, name).catch(() => 0);
  await pause(withinMs, signal);
  return !signal.aborted && came() === before && given > before ? given : null;
}

/** How many deliveries the server counts since the reset. */
async function deliveredTo(nc: NatsConnection, name: string): Promise<number> {
  const jsm = await managerOf(nc);
  return (await jsm.consumers.info(STREAMS.events, name)).delivered.consumer_seq;
}
