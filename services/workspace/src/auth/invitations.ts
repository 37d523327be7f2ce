import type { Sql } from '../database/sql.ts';

/*
 * An invitation lets one agent choose their password, once. All statements run within the transaction of the agent's workspace.
 */

export const INVITED_FOR_MS = 7 * 24 * 3_600_000;

/** Keeps the invitation in place of the one before. */
export async function keepInvitation(
  sql: Sql,
  workspace: string,
  agentId: string,
  hash: Buffer,
  expiresAt: number,
): Promise<void> {
  await sql(
    `insert into workspace.invitation (workspace, agent_id, token_hash, expires_at) values ($1, $2, $3, $4)
     on conflict (workspace, agent_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at`,
    [workspace, agentId, hash, new Date(expiresAt)],
  );
}

/** Whom it is for, while it holds and they are active. */
export async function invited(
  sql: Sql,
  workspace: string,
  hash: Buffer,
  now: number,
): Promise<{ agentId: string; name: string; email: string; workspaceName: string } | null> {
  const [found] = await sql<{ agentId: string; name: string; email: string; workspaceName: string }>(
    `select a.agent_id as "agentId", a.name, a.email, w.name as "workspaceName"
     from workspace.invitation i join workspace.agent a using (workspace, agent_id) join workspace.workspace w using (workspace)
     where i.workspace = $1 and i.token_hash = $2 and i.expires_at > $3 and a.active`,
    [workspace, hash, new Date(now)],
  );
  return found ?? null;
}

/** Takes it away, and tells whether it held: of two who spend it at once one does. */
export async function spendInvitation(sql: Sql, workspace: string, hash: Buffer, now: number): Promise<boolean> {
  const spent = await sql(
    'delete from workspace.invitation where workspace = $1 and token_hash = $2 and expires_at > $3 returning 1',
    [workspace, hash, new Date(now)],
  );
  return spent.length > 0;
}

export async function dropInvitation(sql: Sql, workspace: string, agentId: string): Promise<void> {
  await sql('delete from workspace.invitation where workspace = $1 and agent_id = $2', [workspace, agentId]);
}
