import { type Feed, type LogEnd, LogReplaced, type openFeed, epochAndLastSequence } from '@holdfast/jetstream';
import { type NatsConnection } from '@nats-io/transport-node';
import { type CaughtUp } from './caught-up.ts';
import { type LogRouter } from './log-router.ts';
import { type Position } from './position.ts';
import { RING_LIMITS } from './rings.ts';

export interface EventStreamParts {
  readonly nc: NatsConnection;
  readonly openFeed: typeof openFeed;
  readonly router: LogRouter;
  readonly position: Position;
  readonly caughtUp: CaughtUp;
  readonly delay: (ms: number) => Promise<void>;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields: object) => void;
}

/** The one reader of the log in this process. It begins far enough back to fill the rings, and never ends but by `close`. */
export class EventStreamConsumer {
  readonly #parts: EventStreamParts;
  #feed: Feed | undefined;
  #running: Promise<void> | undefined;
  #isClosing = false;
  #isConnected = true;
  /** Commits that were in the log at the last opening and have not come yet. */
  #missing = Infinity;

  constructor(parts: EventStreamParts) {
    this.#parts = parts;
  }

  /** How many commits are known to be ahead. */
  get lag(): number {
    return this.#feed?.lag() ?? 0;
  }

  /** Whether there is a connection to NATS at this moment. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  start(): void {
    if (this.#running !== undefined) return;
    this.#running = this.#run();
    void this.#watch();
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#feed?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { router, caughtUp, delay, log } = this.#parts;
    while (!this.#isClosing) {
      try {
        await this.#follow();
      } catch (error) {
        caughtUp.shut();
        if (error instanceof LogReplaced) {
          log('error', 'the log is another one: all clients begin anew', { error });
          router.clear();
        } else {
          log('error', 'the log cannot be read', { error });
          await delay(1_000);
        }
      }
    }
  }

  /**
   * Without a connection nobody knows how far the log has come, so nobody is let in on what was known before.
   * The feed begins anew after each reconnection, and then tells when it has caught up.
   */
  async #watch(): Promise<void> {
    for await (const { type } of this.#parts.nc.status()) {
      if (type === 'disconnect') this.#parts.caughtUp.shut();
      if (type === 'disconnect' || type === 'reconnect') this.#isConnected = type === 'reconnect';
    }
  }

  async #follow(): Promise<void> {
    const { nc, openFeed, router, caughtUp, position, log } = this.#parts;
    const end = await epochAndLastSequence(nc);
    const feed = await openFeed({
      nc,
      name: 'gateway',
      startTime: new Date(Date.now() - RING_LIMITS.ageMs),
      onEvent: (event) => {
        log(event.kind === 'opened' ? 'info' : 'warn', `feed ${event.kind}`, event);
        if (event.kind === 'interrupted') caughtUp.shut();
        else if (event.kind === 'unreadable') this.#taken(end);
        else if ((this.#missing = event.pending) === 0) this.#reached(end);
      },
    });
    this.#feed = feed;
    for await (const { ref, commit, sequence } of feed.messages) {
      try {
        router.take(ref, commit, sequence);
      } catch (error) {
        // A defect in showing one commit must not silence the others.
        log('error', 'a commit could not be shown', { error, ...ref, sequence });
        position.advance(sequence);
      }
      this.#taken(end);
    }
  }

  #taken(end: LogEnd): void {
    if (this.#missing > 0 && --this.#missing === 0) this.#reached(end);
  }

  /** Everything up to the end of the log has been taken, also what is too old for the rings. */
  #reached({ sequence, epoch }: LogEnd): void {
    this.#parts.position.advance(sequence);
    this.#parts.caughtUp.open(epoch);
  }
}
