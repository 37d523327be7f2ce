import type { ClientSessionCommand } from '@holdfast/contracts';

export const say = (id: string, text: string): ClientSessionCommand => ({
  id,
  type: 'PostMessage',
  data: { text, visibility: 'public' },
});

/**
 * A list that overlaps with those of everybody else and is grouped otherwise; under an id stands now a message, now another one, now that
 * another id is to be withdrawn, or that it is itself, and now and then one id stands there twice.
 */
export function mischief(ids: readonly string[], round: number, sender: number): ClientSessionCommand[] {
  const idAt = (n: number): string => ids[n % ids.length] ?? '';
  const from = round * (sender + 2);
  const list = Array.from({ length: 1 + ((round + sender) % 5) }, (_, n) => from + n);
  if (round % 3 === 0) list.push(from);
  return list.map((n, place) => {
    if (n % 11 === 0) return withdraw(idAt(n), idAt(n));
    return (n + place + sender) % 4 === 0
      ? withdraw(idAt(n), idAt(n + 1 + (sender % 3)))
      : say(idAt(n), `${String(sender)} in ${String(round)}`);
  });
}

const withdraw = (id: string, commandId: string): ClientSessionCommand => ({
  id,
  type: 'Withdraw',
  data: { commandId },
});
