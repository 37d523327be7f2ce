import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { nuid } from '@nats-io/transport-node';
import { Random } from '../random.ts';

/** A process of the simulation. What it set off runs in its name: no more once it is dead, and later while it is paused. */
export class Process {
  readonly name: string;
  isDead = false;
  /** Virtual ms. */
  pausedUntil = 0;

  constructor(name: string) {
    this.name = name;
  }
}

interface Entry {
  at: number;
  readonly order: number;
  readonly process: Process;
  readonly run: () => void;
  isOff: boolean;
}

/** What ends a wait for something that is due. */
export interface Due {
  cancel(): void;
}

/** 2026-01-01: what `Date.now()` says at the beginning. */
const BEGINNING = Date.UTC(2026, 0, 1);

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  Date: globalThis.Date,
  random: Math.random,
  performanceNow: performance.now.bind(performance),
  getRandomValues: crypto.getRandomValues.bind(crypto),
  delay: timersPromises.setTimeout,
};

setFlagsFromString('--allow-natives-syntax');
/** Does all promise work that is possible. A turn of the event loop for each would do it, too, and makes schedules take half as long again. */
const doPromiseWork = runInThisContext('() => %PerformMicrotaskCheckpoint()') as () => void;

/**
 * Time that passes only from one thing that is due to the next, and the order in which things happen, from a seed.
 * While `installed`, the clocks, timers and random numbers of this JavaScript process are those of the simulation, and each
 * timer belongs to the simulated process that set it.
 */
export class VirtualTime {
  now = 0;
  readonly #random: Random;
  #heap: Entry[] = [];
  #order = 0;
  #running: Process;

  constructor(random: Random, world: Process) {
    this.#random = random;
    this.#running = world;
  }

  /** Whose code is running. */
  get running(): Process {
    return this.#running;
  }

  /** Runs `run` in the name of `process` after so many virtual ms. */
  after(ms: number, process: Process, run: () => void): Due {
    const entry: Entry = { at: this.now + Math.max(0, ms), order: this.#order++, process, run, isOff: false };
    this.#push(entry);
    return {
      cancel: () => {
        entry.isOff = true;
      },
    };
  }

  /** Does `work` now, with all that follows from it at once, in the name of `process`. Not from within the simulation. */
  async in<T>(process: Process, work: () => T): Promise<T> {
    const done: T[] = [];
    this.after(0, process, () => done.push(work()));
    await this.until(this.now);
    const [value] = done;
    if (done.length === 0) throw new Error(`${process.name} is dead or stands still`);
    return value as T;
  }

  /** Lets everything happen that is due up to an instant, in virtual ms. */
  until(end: number): Promise<void> {
    // In a turn of the event loop of its own: promise work cannot be done to its end from within promise work.
    return new Promise((resolve, reject) => {
      real.setImmediate(() => {
        try {
          this.#runUntil(end);
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  #runUntil(end: number): void {
    for (let entry = this.#heap[0]; entry !== undefined && entry.at <= end; entry = this.#heap[0]) {
      this.#pop();
      if (entry.isOff || entry.process.isDead) continue;
      if (entry.process.pausedUntil > entry.at) {
        entry.at = entry.process.pausedUntil;
        this.#push(entry);
        continue;
      }
      this.now = Math.max(this.now, entry.at);
      this.#running = entry.process;
      entry.run();
      doPromiseWork();
    }
    this.now = end;
  }

  /** Makes the clocks of this process virtual until the returned function is called. */
  install(): () => void {
    const set = (run: (...given: never[]) => void, ms = 0, ...given: never[]): Timer => {
      const timer = new Timer(this, () => run(...given), ms, false);
      return timer;
    };
    const clear = (timer: unknown): void => {
      if (timer instanceof Timer) timer.cancel();
      else real.clearTimeout(timer as NodeJS.Timeout | undefined);
    };
    const now = (): number => BEGINNING + Math.floor(this.now);
    class VirtualDate extends real.Date {
      constructor(...given: unknown[]) {
        super(...((given.length === 0 ? [now()] : given) as [number]));
      }
      static override now(): number {
        return now();
      }
    }
    Object.assign(globalThis, {
      setTimeout: set,
      clearTimeout: clear,
      setInterval: (run: (...given: never[]) => void, ms = 0, ...given: never[]) =>
        new Timer(this, () => run(...given), Math.max(1, ms), true),
      clearInterval: clear,
      setImmediate: (run: (...given: never[]) => void, ...given: never[]) => set(run, 0, ...given),
      Date: VirtualDate,
    });
    Math.random = () => this.#random.next();
    performance.now = () => this.now;
    // Of its own: how much of it is used depends on what libraries have in store.
    const ids = new Random(0);
    crypto.getRandomValues = (bytes) => {
      if (bytes instanceof Uint8Array) for (let i = 0; i < bytes.length; i++) bytes[i] = ids.between(0, 255);
      return bytes;
    };
    // Draws when it is asked first, which is not to depend on what was simulated before.
    nuid.reset();
    const delay = (ms = 0, value?: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<unknown> =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => {
          timer.cancel();
          reject(signal.reason as Error);
        });
        const timer = new Timer(this, () => resolve(value), ms, false);
      });
    timersPromises.setTimeout = delay as typeof timersPromises.setTimeout;
    syncBuiltinESMExports();
    return () => {
      const { random, performanceNow, getRandomValues, delay: realDelay, ...globals } = real;
      Object.assign(globalThis, globals);
      Math.random = random;
      performance.now = performanceNow;
      crypto.getRandomValues = getRandomValues;
      timersPromises.setTimeout = realDelay;
      syncBuiltinESMExports();
    };
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = heap[above];
      if (other === undefined || !isBefore(entry, other)) break;
      heap[at] = other;
      at = above;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      const [left, right] = [heap[below], heap[below + 1]];
      if (left === undefined) break;
      if (right !== undefined && isBefore(right, left)) below++;
      const next = heap[below];
      if (next === undefined || !isBefore(next, last)) break;
      heap[at] = next;
      at = below;
    }
    heap[at] = last;
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** What `setTimeout` and `setInterval` return. */
class Timer implements Due {
  readonly #time: VirtualTime;
  readonly #process: Process;
  readonly #run: () => void;
  readonly #ms: number;
  readonly #repeats: boolean;
  #due: Due;

  constructor(time: VirtualTime, run: () => void, ms: number, repeats: boolean) {
    this.#time = time;
    this.#process = time.running;
    this.#run = run;
    this.#ms = ms;
    this.#repeats = repeats;
    this.#due = this.#start();
  }

  #start(): Due {
    return this.#time.after(this.#ms, this.#process, () => {
      if (this.#repeats) this.#due = this.#start();
      this.#run();
    });
  }

  cancel(): void {
    this.#due.cancel();
  }

  refresh(): this {
    this.#due.cancel();
    this.#due = this.#start();
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
