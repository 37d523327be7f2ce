import { aggregateOf } from '@holdfast/contracts';
import { decodeCommit, type Feed, type FeedMessage, type openFeed } from '@holdfast/jetstream';
import type { Broker, Stored } from './broker.ts';
import type { SimulatedNats } from './nats.ts';

/** As `openFeed` of libs/jetstream, on the simulated server. */
export const openFeedOn =
  (broker: Broker, nats: SimulatedNats): typeof openFeed =>
  async ({ startTime, onEvent }) => {
    await Promise.resolve();
    const feed = new SimulatedFeed(broker, nats, startTime?.getTime(), onEvent);
    feed.open();
    return feed;
  };

type OnEvent = NonNullable<Parameters<typeof openFeed>[0]['onEvent']>;

class SimulatedFeed implements Feed {
  readonly caughtUp = Promise.resolve();
  readonly messages: AsyncIterable<FeedMessage> = { [Symbol.asyncIterator]: () => this.#read() };
  readonly #broker: Broker;
  readonly #nats: SimulatedNats;
  readonly #since: number | undefined;
  readonly #onEvent: OnEvent | undefined;
  #queue: Stored[] = [];
  #wake = (): void => undefined;
  #position = 0;
  #lag = 0;
  #isConnected = false;

  constructor(broker: Broker, nats: SimulatedNats, since: number | undefined, onEvent: OnEvent | undefined) {
    this.#broker = broker;
    this.#nats = nats;
    this.#since = since === undefined ? undefined : since - Date.now() + performance.now();
    this.#onEvent = onEvent;
  }

  open(): void {
    this.#nats.onLost(() => {
      this.#isConnected = false;
      this.#onEvent?.({ kind: 'interrupted', reason: 'disconnected', position: this.#position });
    });
    this.#nats.onOpen(() => {
      this.#queue = [];
      const from = this.#position;
      this.#nats.ask(() => {
        const first = from === 0 && this.#since !== undefined ? this.#broker.firstSince(this.#since) : from + 1;
        // The answer goes out before the first message.
        const pending = Math.max(0, this.#broker.log.length - first + 1);
        this.#nats.tell(() => {
          this.#isConnected = true;
          this.#lag = pending;
          this.#onEvent?.({ kind: 'opened', from: first, pending });
        });
        this.#broker.follow(this.#nats, first, (message, behind) =>
          this.#nats.tell(() => {
            this.#queue.push(message);
            this.#lag = behind;
            this.#wake();
          }),
        );
      });
    });
  }

  position(): number {
    return this.#position;
  }

  epoch(): string {
    return '';
  }

  lag(): number {
    return this.#lag;
  }

  connected(): boolean {
    return this.#isConnected;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async *#read(): AsyncGenerator<FeedMessage, void, undefined> {
    for (;;) {
      const message = this.#queue.shift();
      if (message === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      const ref = aggregateOf(message.subject);
      this.#position = message.sequence;
      if (ref !== null) yield { ref, commit: decodeCommit(message.data), sequence: message.sequence, at: message.at };
    }
  }
}
