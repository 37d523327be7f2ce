import type { OutboxStore } from '@holdfast/chat-client';
import { memoryStore } from '@holdfast/chat-client';
import { Page } from '@holdfast/e2e/platform';
import type { Random } from '../random.ts';
import type { Line } from './line.ts';
import { Process, type VirtualTime } from './time.ts';

/** Ms that a transaction of the device's storage may take. */
const STORAGE_MS = 3;
const A_DAY_MS = 86_400_000;

/** Somebody's page, in a process of its own. To be made in the name of `process`. */
export class SimulatedPage extends Page {
  readonly line: Line;
  readonly #time: VirtualTime;
  readonly #process: { current: Process };
  readonly #kept: ReadonlySet<string>;

  private constructor(
    time: VirtualTime,
    random: Random,
    { name, line, process }: { readonly name: string; readonly line: Line; readonly process: { current: Process } },
  ) {
    const kept = new Set<string>();
    super({
      url: 'ws://simulated/ws',
      token: () => Promise.resolve({ token: name, expiresAt: new Date(Date.now() + A_DAY_MS).toISOString() }),
      storage: slow(noting(memoryStore(), kept), time, random),
      socket: line.socket,
      random: () => random.next(),
    });
    this.line = line;
    this.#time = time;
    this.#process = process;
    this.#kept = kept;
  }

  static load(time: VirtualTime, random: Random, name: string, line: Line): Promise<SimulatedPage> {
    const process = { current: new Process(name) };
    return time.in(process.current, () => new SimulatedPage(time, random, { name, line, process }));
  }

  get process(): Process {
    return this.#process.current;
  }

  override hasKept(id: string): boolean {
    return this.#kept.has(id);
  }

  /** The page's process ends wherever it is, and another one begins on what is stored. */
  override reload(): void {
    this.process.isDead = true;
    this.line.break();
    this.#process.current = new Process(this.process.name);
    this.#time.after(0, this.process, () => this.comeBack());
  }
}

const noting = (store: OutboxStore, kept: Set<string>): OutboxStore => ({
  ...{ kept: store.kept, close: () => store.close() },
  ...{ rows: (target) => store.rows(target), update: (id, change) => store.update(id, change) },
  add: (row) => {
    kept.add(row.id);
    return store.add(row);
  },
  replace: (id, row) => {
    kept.add(row.id);
    return store.replace(id, row);
  },
});

/** Storage that takes its time, so that a page can end before and after each transaction. Transactions of one page come one after the other. */
function slow(store: OutboxStore, time: VirtualTime, random: Random): OutboxStore {
  const last = new WeakMap<Process, Promise<unknown>>();
  const wait = (process: Process): Promise<void> =>
    new Promise((resolve) => time.after(random.next() * STORAGE_MS, process, resolve));
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const process = time.running;
    const transaction = async (): Promise<T> => {
      await wait(process);
      const value = await work();
      await wait(process);
      return value;
    };
    const done = (last.get(process) ?? Promise.resolve()).then(transaction);
    last.set(
      process,
      done.catch(() => undefined),
    );
    return done;
  };
  return {
    kept: store.kept,
    add: (row) => inTurn(() => store.add(row)),
    rows: (target) => inTurn(() => store.rows(target)),
    update: (id, change) => inTurn(() => store.update(id, change)),
    replace: (id, row) => inTurn(() => store.replace(id, row)),
    close: () => store.close(),
  };
}
