import type { Revocation } from '@holdfast/contracts';

export interface AnnouncerPorts {
  pending(): Promise<{ id: string; revocation: Revocation }[]>;
  /** Resolves when the broker has them. */
  tell(revocations: readonly Revocation[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Hears of a failure; the notices stay where they are and are told later. */
  failed(error: unknown): void;
  readonly retryAfterMs: number;
}

/**
 * Tells the gateways whose sign-in has ended. The notices are written in the transaction that ended it, so a crash
 * leaves them to be told at the next start; telling twice does no harm.
 */
export class Announcer {
  readonly #ports: AnnouncerPorts;
  #running: Promise<void> | null = null;
  #again = false;
  #retry: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(ports: AnnouncerPorts) {
    this.#ports = ports;
  }

  /** Tells everything that is noted by now. Resolves when it is told, or has failed and will be tried again. */
  announce(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Lets what is under way end, and begins nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        const notices = await this.#ports.pending();
        if (notices.length === 0) continue;
        await this.#ports.tell(notices.map(({ revocation }) => revocation));
        await this.#ports.remove(notices.map(({ id }) => id));
        this.#again = true;
      } catch (error) {
        this.#ports.failed(error);
        this.#retryLater();
        return;
      }
    }
  }

  #retryLater(): void {
    if (this.#retry !== null || this.#stopped) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.announce();
    }, this.#ports.retryAfterMs);
  }
}
