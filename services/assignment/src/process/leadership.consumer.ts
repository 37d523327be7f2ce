import { setTimeout as delay } from 'node:timers/promises';
import { replySubject } from '@holdfast/contracts';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';

const ANSWER_MS = 1_000;
const ASK_AGAIN_MS = 400;

/**
 * One instance at a time reads the log for all. Who leads answers on a subject; silence means that nobody does, which a killed
 * process brings about at once and a paused one after a second. It saves work and keeps order; what keeps things right is that
 * a leader who finds a message missing from its numbering steps down, and that commands have ids for life.
 */
export class Leadership {
  readonly #nc: NatsConnection;
  readonly #subject: string;
  #leading: Subscription | null = null;

  constructor(nc: NatsConnection, name: string) {
    this.#nc = nc;
    this.#subject = replySubject(name);
  }

  get leading(): boolean {
    return this.#leading !== null;
  }

  /** Resolves when this instance leads. @throws when aborted; what it had begun to answer by then ends with the next call, or with `stepDown` */
  async take(signal: AbortSignal): Promise<void> {
    this.stepDown();
    // Two that start at once, or fell out with each other, do not ask at the same moment.
    await delay(Math.random() * 20, undefined, { signal });
    while (await this.#somebodyLeads()) await delay(ASK_AGAIN_MS * (0.5 + Math.random()), undefined, { signal });
    signal.throwIfAborted();
    this.#leading = this.#nc.subscribe(this.#subject, { callback: (_, message) => void message.respond() });
    await this.#nc.flush();
    signal.throwIfAborted();
  }

  stepDown(): void {
    this.#leading?.unsubscribe();
    this.#leading = null;
  }

  async #somebodyLeads(): Promise<boolean> {
    try {
      await this.#nc.request(this.#subject, '', { timeout: ANSWER_MS });
      return true;
    } catch {
      return false;
    }
  }
}
