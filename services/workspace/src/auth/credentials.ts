import type { Sql } from '../database/sql.ts';

/** The hash of an agent's password, or null when none is set. */
export async function passwordHash(sql: Sql, workspace: string, agentId: string): Promise<string | null> {
  return hashOf(
    await sql('select password_hash from workspace.credential where workspace = $1 and agent_id = $2', [
      workspace,
      agentId,
    ]),
  );
}

/** The same, locked against `setPasswordHash` until the transaction ends. */
export async function lockedPasswordHash(sql: Sql, workspace: string, agentId: string): Promise<string | null> {
  return hashOf(
    await sql('select password_hash from workspace.credential where workspace = $1 and agent_id = $2 for share', [
      workspace,
      agentId,
    ]),
  );
}

/** Who of a workspace has a password. */
export async function agentsWithPassword(sql: Sql, workspace: string): Promise<ReadonlySet<string>> {
  const found = await sql<{ agent_id: string }>('select agent_id from workspace.credential where workspace = $1', [
    workspace,
  ]);
  return new Set(found.map((row) => row.agent_id));
}

export async function setPasswordHash(
  sql: Sql,
  workspace: string,
  agentId: string,
  hash: string,
  now: number,
): Promise<void> {
  await sql(
    `insert into workspace.credential (workspace, agent_id, password_hash, set_at) values ($1, $2, $3, $4)
     on conflict (workspace, agent_id) do update set password_hash = excluded.password_hash, set_at = excluded.set_at`,
    [workspace, agentId, hash, new Date(now)],
  );
}

const hashOf = ([row]: Record<string, unknown>[]): string | null =>
  row === undefined ? null : String(row['password_hash']);
