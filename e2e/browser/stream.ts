import { STREAMS } from '@holdfast/contracts';
import { commandIdOf } from '@holdfast/contracts/validators';
import { managerOf, readCommits } from '@holdfast/jetstream';
import type { Platform } from '../platform/stack.ts';
import type { Log, LoggedMessage, LoggedReceipt, Side } from './judge.ts';

/** What a session's commits say of messages and receipts, each with the instant at which nats-server stamped it: straight from the stream. */
export async function logOf({ nats }: Platform, workspace: string, id: string): Promise<Log> {
  const messages: LoggedMessage[] = [];
  const receipts: LoggedReceipt[] = [];
  const { direct } = await managerOf(nats);
  const { commits } = await readCommits(nats, { workspace, kind: 'session', id });
  for (const { commit, sequence } of commits) {
    const stamp = (await direct.getMessage(STREAMS.events, { seq: sequence }))?.time;
    if (stamp === undefined) throw new Error(`sequence ${String(sequence)} is gone`);
    const at = stamp.getTime();
    const by: Side = commit.actor.kind === 'visitor' ? 'visitor' : 'agent';
    for (const event of commit.events) {
      const data = event.data as { visibility?: string; delivered: number; read: number };
      if (event.type === 'MessagePosted' && data.visibility === 'public')
        messages.push({ id: commandIdOf(event), w: event.w, by, at });
      if (event.type === 'ReceiptsAdvanced') receipts.push({ by, delivered: data.delivered, read: data.read, at });
    }
  }
  return { messages, receipts };
}
