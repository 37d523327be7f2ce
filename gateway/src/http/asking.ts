import { type AggregateRef, type Outcome } from '@holdfast/contracts';
import { actorOf, type Identity } from '../identity/identity.ts';
import { type Refused, type Sender } from '../inbound/command-intake.ts';
import { deviceOf } from '../inbound/device.ts';
import { type Settling } from '../outbound/settling.ts';
import { Refusal } from './problem.ts';

/** How long a caller over HTTP waits for outcomes, and after what silence the request is sent again under the same command ids. */
const WAIT_MS = 10_000;
const RESEND_MS = 2_000;

const STATUS: Record<Refused['reason'], number> = {
  'too-fast': 429,
  unavailable: 503,
  'not-found': 404,
  'not-permitted': 403,
  invalid: 422,
};

/** Over HTTP nobody follows a session and nothing but the person is limited. */
export const senderOver = (identity: Identity, userAgent: string | undefined): Sender => ({
  identity,
  rate: null,
  device: deviceOf(userAgent),
  follows: () => false,
});

/**
 * Sends commands and waits for what becomes of each, as their aggregate's log tells.
 * @throws Refusal when the gateway turns them away, or nothing is heard in time
 */
export async function outcomesOf(
  settling: Settling,
  identity: Identity,
  to: AggregateRef,
  commands: readonly { id: string }[],
  send: () => Promise<Refused | null>,
): Promise<Outcome[]> {
  const waits = commands.map(({ id }) => settling.outcomeOf(to, actorOf(identity), id));
  const all = Promise.all(waits.map(({ outcome }) => outcome));
  const deadline = performance.now() + WAIT_MS;
  try {
    for (let isFirst = true; performance.now() < deadline; isFirst = false) {
      const refused = await send();
      // Only what was never sent before is known not to have been taken.
      if (refused !== null && (isFirst || (refused.reason !== 'too-fast' && refused.reason !== 'unavailable'))) {
        throw new Refusal(STATUS[refused.reason], refused.reason, refused);
      }
      const outcomes = await within(all, Math.min(RESEND_MS, deadline - performance.now()));
      if (outcomes !== null) return outcomes;
    }
    throw new Refusal(504, 'no-outcome-yet', {
      detail: 'The commands may still be carried out; asking again under the same ids is safe.',
    });
  } finally {
    for (const wait of waits) wait.forget();
  }
}

/** What is awaited, or null when it takes longer than `ms`. */
async function within<T>(awaited: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, Math.max(0, ms), null)));
  try {
    return await Promise.race([awaited, late]);
  } finally {
    clearTimeout(timer);
  }
}
