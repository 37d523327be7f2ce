import type { ClientDeskCommand, ClientSessionCommand, Outcome } from '@holdfast/contracts';
import type { OutboxRow, Target } from './outbox-store.ts';

/*
 * What becomes of a row. Pure; each is handed to the store as the change of one transaction.
 */

/** Bytes of commands in one request at most; the gateway closes on frames of 64 KiB. */
const REQUEST_BYTES = 48 * 1_024;

export type RequestCommand = ClientSessionCommand | ClientDeskCommand;

export const composed = (id: string, target: Target, type: string, data: unknown, at: number): OutboxRow => ({
  id,
  target,
  type,
  data,
  at,
  state: 'waiting',
});

/** The row after its sender has changed their mind: one without an outcome is taken back, a settled one just goes. */
export const discarded = (row: OutboxRow, withdrawId: string): OutboxRow | null =>
  row.state === 'waiting' ? { ...row, withdraw: { id: row.withdraw?.id ?? withdrawId, because: 'discarded' } } : null;

/** A settled message once more: a fresh command, which takes the row's place at the end of the outbox. */
export const retried = (row: OutboxRow, id: string, at: number): OutboxRow =>
  composed(id, row.target, row.type, row.data, at);

/** A row that is being taken back is represented by its Withdraw, whose answer is the outcome of the row itself. */
export const commandOf = (row: OutboxRow): RequestCommand =>
  row.withdraw === undefined
    ? ({ id: row.id, type: row.type, data: row.data } as RequestCommand)
    : { id: row.withdraw.id, type: 'Withdraw', data: { commandId: row.id } };

/** The row after its outcome; null: it has served. A message that was turned down stays until its sender decides. */
export function afterOutcome(row: OutboxRow, outcome: Outcome): OutboxRow | null {
  const { withdraw, ...bare } = row;
  switch (outcome.kind) {
    case 'stored':
      return null;
    case 'withdrawn':
      return withdraw?.because === 'turned-away' && isKeptWhenTurnedDown(row)
        ? { ...bare, state: 'failed', ...(withdraw.reason === undefined ? {} : { reason: withdraw.reason }) }
        : null;
    case 'refused':
      return withdraw?.because === 'discarded' || !isKeptWhenTurnedDown(row)
        ? null
        : { ...bare, state: 'refused', reason: outcome.reason };
  }
}

/** The row after the gateway turned it away for good, where nothing of it was passed on before. */
export const afterTurnedAway = (row: OutboxRow, reason: string): OutboxRow | null =>
  row.withdraw?.because === 'discarded' || !isKeptWhenTurnedDown(row) ? null : { ...row, state: 'failed', reason };

/** Messages are shown with the reason; whoever issued another command has been told. */
const isKeptWhenTurnedDown = (row: OutboxRow): boolean => row.type === 'PostMessage';

/** The oldest rows that go into one request. */
export function oldest(waiting: readonly OutboxRow[], limit: number): OutboxRow[] {
  let bytes = 0;
  let count = 0;
  for (const row of waiting.slice(0, limit)) {
    bytes += 3 * JSON.stringify(row.data).length;
    if (count > 0 && bytes > REQUEST_BYTES) break;
    count++;
  }
  return waiting.slice(0, count);
}
