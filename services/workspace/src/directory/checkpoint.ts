import type { Checkpoint } from '@holdfast/jetstream';
import type { Sql } from '../database/sql.ts';

export async function loadCheckpoint(sql: Sql, projector: string): Promise<Checkpoint | null> {
  const [row] = await sql<{ epoch: string; sequence: string; commit_id: string }>(
    'select epoch, sequence, commit_id from workspace.checkpoint where projector = $1',
    [projector],
  );
  return row === undefined ? null : { epoch: row.epoch, sequence: Number(row.sequence), commitId: row.commit_id };
}

/** Thrown when another process has moved the checkpoint; the transaction must not be committed. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
  readonly retryable = true;
}

/**
 * Moves the checkpoint on from where this process believes it to be, so that of two that apply the same commits one fails.
 * @throws CheckpointMoved
 */
export async function moveCheckpoint(
  sql: Sql,
  projector: string,
  from: Checkpoint | null,
  to: Checkpoint,
): Promise<void> {
  const moved =
    from === null
      ? await sql(
          'insert into workspace.checkpoint (projector, epoch, sequence, commit_id) values ($1, $2, $3, $4) on conflict do nothing returning 1',
          [projector, to.epoch, to.sequence, to.commitId],
        )
      : await sql(
          'update workspace.checkpoint set epoch = $2, sequence = $3, commit_id = $4 where projector = $1 and epoch = $5 and sequence = $6 and commit_id = $7 returning 1',
          [projector, to.epoch, to.sequence, to.commitId, from.epoch, from.sequence, from.commitId],
        );
  if (moved.length === 0)
    throw new CheckpointMoved(`the checkpoint of ${projector} is no longer at ${String(from?.sequence ?? 0)}`);
}
