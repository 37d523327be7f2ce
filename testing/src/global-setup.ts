import { openBroker } from './broker.ts';

const KEY = Symbol.for('holdfast.testing.broker');

type Held = { users: number; close: () => Promise<void> };
type Holder = { [KEY]?: Held };

/** Jest calls this once for each project that has it; they share one broker. */
export default async function setup(): Promise<void> {
  const holder = globalThis as Holder;
  holder[KEY] ??= { users: 0, ...(await openBroker()) };
  holder[KEY].users += 1;
}

/** The counterpart, called by global-teardown.ts. */
export async function release(): Promise<void> {
  const holder = globalThis as Holder;
  const held = holder[KEY];
  if (held === undefined) return;
  held.users -= 1;
  if (held.users > 0) return;
  delete holder[KEY];
  await held.close();
}
