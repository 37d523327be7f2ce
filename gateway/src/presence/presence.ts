/** Keeps an agent's lease: see `PRESENCE_BUCKET`. */
export interface Leases {
  renew(workspace: string, agent: string): Promise<void>;
  /** Lets the lease go, unless another gateway holds it. */
  release(workspace: string, agent: string): Promise<void>;
}

/** The agents whose consoles are connected here. Their leases are renewed in one go, and released with the last console. */
export class Presence {
  readonly #leases: Leases;
  readonly #failed: (error: unknown) => void;
  readonly #here = new Map<string, { workspace: string; agent: string }>();
  /** Work on one lease at a time, so that a release cannot overtake a renewal. */
  readonly #busy = new Map<string, Promise<void>>();

  constructor(leases: Leases, failed: (error: unknown) => void) {
    this.#leases = leases;
    this.#failed = failed;
  }

  arrived(workspace: string, agent: string): void {
    this.#here.set(`${workspace}.${agent}`, { workspace, agent });
    this.#do(workspace, agent);
  }

  left(workspace: string, agent: string): void {
    this.#here.delete(`${workspace}.${agent}`);
    this.#do(workspace, agent);
  }

  renewAll(): void {
    for (const { workspace, agent } of this.#here.values()) this.#do(workspace, agent);
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#busy.values());
  }

  #do(workspace: string, agent: string): void {
    const key = `${workspace}.${agent}`;
    const before = this.#busy.get(key) ?? Promise.resolve();
    const work = before
      .then(() => (this.#here.has(key) ? this.#leases.renew(workspace, agent) : this.#leases.release(workspace, agent)))
      .catch(this.#failed)
      .finally(() => {
        if (this.#busy.get(key) === work) this.#busy.delete(key);
      });
    this.#busy.set(key, work);
  }
}
