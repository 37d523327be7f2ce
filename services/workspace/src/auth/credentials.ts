import type { Sql } from '../database/sql.ts';
import { endAllFamilies } from './families.ts';
import { dropInvitation } from './invitations.ts';

/** The hash of an agent's password, or null when none is set. */
export async function passwordHash(sql: Sql, workspace: string, agentId: string): Promise<string | null> {
  return hashOf(
    await sql('select password_hash from workspace.credential where workspace = $1 and agent_id = $2', [
      workspace,
      agentId,
    ]),
  );
}

/** The same, locked against others who read it so or set it until the transaction ends. */
export async function lockedPasswordHash(sql: Sql, workspace: string, agentId: string): Promise<string | null> {
  return hashOf(
    await sql('select password_hash from workspace.credential where workspace = $1 and agent_id = $2 for update', [
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

/** Sets an agent's password. Every sign-in there is ends, and so does an invitation: what lies around of it is good for nothing. */
export async function setPasswordHash(
  sql: Sql,
  workspace: string,
  agentId: string,
  hash: string,
  now: number,
): Promise<void> {
  await dropInvitation(sql, workspace, agentId);
  await sql(
    `insert into workspace.credential (workspace, agent_id, password_hash, set_at) values ($1, $2, $3, $4)
     on conflict (workspace, agent_id) do update set password_hash = excluded.password_hash, set_at = excluded.set_at`,
    [workspace, agentId, hash, new Date(now)],
  );
  await endAllFamilies(sql, workspace, agentId, now);
}

const hashOf = ([row]: Record<string, unknown>[]): string | null =>
  row === undefined ? null : String(row['password_hash']);
