import { type AggregateRef, eventFilter } from '@holdfast/contracts';
import {
  type Checkpoint,
  type FeedMessage,
  type Projector,
  type ProjectorEvent,
  runProjector,
} from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { DataSource } from 'typeorm';
import { enterWorkspace, inTransaction } from '../database/transaction.query.ts';
import { apply, type ApplyReport } from './apply.ts';
import { loadCheckpoint, moveCheckpoint } from './checkpoint.ts';
import { acquireProjectorLock } from './projector-lock.projector.ts';

export const PROJECTOR = 'proj-workspace-v1';

export interface DirectoryProjectorOptions {
  /** Of the durable and the checkpoint: a directory that is built beside the live one has another. */
  readonly name?: string;
  readonly nc: NatsConnection;
  readonly dataSource: DataSource;
  readonly databaseUrl: string;
  readonly report: ApplyReport;
  /** After each batch that is in the database. */
  readonly applied: () => void;
  readonly onEvent: (event: ProjectorEvent) => void;
}

/** Brings the directory along with the log: all rows of a batch and the checkpoint in one transaction. */
export function runDirectoryProjector({
  name = PROJECTOR,
  nc,
  dataSource,
  databaseUrl,
  report,
  applied,
  onEvent,
}: DirectoryProjectorOptions): Projector {
  let at: Checkpoint | null = null;
  return runProjector({
    nc,
    name,
    filter: eventFilter('workspace'),
    owner: 'workspace',
    lock: { acquire: (signal) => acquireProjectorLock(databaseUrl, name, signal) },
    checkpoint: {
      load: async () => {
        at = await inTransaction(dataSource, (sql) => loadCheckpoint(sql, name));
        return at;
      },
    },
    apply: async (batch, next) => {
      await inTransaction(dataSource, async (sql) => {
        for (const run of byWorkspace(batch)) {
          await enterWorkspace(sql, run.ref.workspace);
          for (const { ref, commit } of run.messages) await apply(sql, ref, commit, report);
        }
        await moveCheckpoint(sql, name, at, next);
      });
      at = next;
      applied();
    },
    onEvent,
  });
}

/** Runs of neighbours of one workspace; the order stays, because names are settled across workspaces. */
function byWorkspace(batch: readonly FeedMessage[]): { ref: AggregateRef; messages: FeedMessage[] }[] {
  const runs: { ref: AggregateRef; messages: FeedMessage[] }[] = [];
  for (const message of batch) {
    const last = runs.at(-1);
    if (last?.ref.workspace === message.ref.workspace) last.messages.push(message);
    else runs.push({ ref: message.ref, messages: [message] });
  }
  return runs;
}
