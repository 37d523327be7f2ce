import { openBroker } from './broker.ts';

const KEY = Symbol.for('holdfast.testing.broker');

type Held = { users: number; close: () => Promise<void> };
type Holder = { [KEY]?: Held | undefined };

/** Jest calls this once for each project that has it; they share one broker. */
export default async function setup(): Promise<void> {
  const holder = globalThis as Holder;
  const held = holder[KEY] ?? { users: 0, ...(await openBroker()) };
  held.users += 1;
  holder[KEY] = held;
}

/** The counterpart, called by global-teardown.ts. */
export async function release(): Promise<void> {
  const holder = globalThis as Holder;
  const held = holder[KEY];
  if (held === undefined) return;
  held.users -= 1;
  if (held.users > 0) return;
  holder[KEY] = undefined;
  await held.close();
}
