/** So many a second, and so many at once after a pause. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket without a timer: it fills by the time that passed. */
export class Bucket {
  readonly #rate: Rate;
  #level: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#level = rate.burst;
    this.#at = now;
  }

  /** How long to wait, in ms, until `cost` can be taken; 0: at once. More than a burst is taken from a full bucket. */
  wait(cost: number, now: number): number {
    this.#fill(now);
    const lacking = Math.min(cost, this.#rate.burst) - this.#level;
    return lacking <= 0 ? 0 : Math.ceil((lacking / this.#rate.perSecond) * 1_000);
  }

  take(cost: number, now: number): void {
    this.#fill(now);
    this.#level -= cost;
  }

  isFull(now: number): boolean {
    this.#fill(now);
    return this.#level >= this.#rate.burst;
  }

  #fill(now: number): void {
    this.#level = Math.min(this.#rate.burst, this.#level + ((now - this.#at) / 1_000) * this.#rate.perSecond);
    this.#at = now;
  }
}

/** Buckets by key. One that is full again holds nothing worth keeping; `sweep` drops them. */
export class Buckets {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  of(key: string, now: number): Bucket {
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, (bucket = new Bucket(this.#rate, now)));
    return bucket;
  }

  get size(): number {
    return this.#buckets.size;
  }

  sweep(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key);
  }
}

export interface CommandRates {
  readonly connection: Rate;
  readonly visitor: Rate;
  readonly agent: Rate;
  readonly workspace: Rate;
}

/** The rates of commands. A request is taken from all of its buckets or from none. */
export class CommandLimits {
  readonly #visitors: Buckets;
  readonly #agents: Buckets;
  readonly #workspaces: Buckets;
  readonly #connection: Rate;

  constructor(rates: CommandRates) {
    this.#visitors = new Buckets(rates.visitor);
    this.#agents = new Buckets(rates.agent);
    this.#workspaces = new Buckets(rates.workspace);
    this.#connection = rates.connection;
  }

  forConnection(now: number): Bucket {
    return new Bucket(this.#connection, now);
  }

  /** @returns how long to wait, in ms; 0: taken */
  take(
    person: { kind: 'visitor' | 'agent'; workspace: string; id: string },
    connection: Bucket | null,
    cost: number,
    now: number,
  ): number {
    const persons = person.kind === 'agent' ? this.#agents : this.#visitors;
    const buckets = [persons.of(`${person.workspace}.${person.id}`, now), this.#workspaces.of(person.workspace, now)];
    if (connection !== null) buckets.push(connection);
    const wait = Math.max(...buckets.map((bucket) => bucket.wait(cost, now)));
    if (wait === 0) for (const bucket of buckets) bucket.take(cost, now);
    return wait;
  }

  sweep(now: number): void {
    this.#visitors.sweep(now);
    this.#agents.sweep(now);
    this.#workspaces.sweep(now);
  }
}
