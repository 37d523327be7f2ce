/** A value that changes over time: what it is, and a way to hear of changes. */
export interface Readable<T> {
  readonly value: T;
  /** Calls `listener` after each change with the value then, until the returned function is called. Not called for the present value. */
  subscribe(listener: (value: T) => void): () => void;
}

/**
 * A `Readable` that is computed when somebody looks. `changed()` says that the inputs moved: the value is computed anew at the
 * next look, at once only when there are subscribers. So a session nobody shows costs nothing to keep current.
 */
export class Derived<T> implements Readable<T> {
  readonly #compute: () => T;
  readonly #listeners = new Set<(value: T) => void>();
  #cached: { value: T } | undefined;

  constructor(compute: () => T) {
    this.#compute = compute;
  }

  get value(): T {
    this.#cached ??= { value: this.#compute() };
    return this.#cached.value;
  }

  changed(): void {
    this.#cached = undefined;
    if (this.#listeners.size === 0) return;
    const { value } = this;
    for (const listener of [...this.#listeners]) listener(value);
  }

  subscribe(listener: (value: T) => void): () => void {
    const own = (value: T): void => {
      listener(value);
    };
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }
}

/** A `Readable` that is set. Setting the identical value tells nobody. */
export class Cell<T> implements Readable<T> {
  readonly #derived: Derived<T>;
  #value: T;

  constructor(initial: T) {
    this.#value = initial;
    this.#derived = new Derived(() => this.#value);
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.#derived.changed();
  }

  subscribe(listener: (value: T) => void): () => void {
    return this.#derived.subscribe(listener);
  }
}
