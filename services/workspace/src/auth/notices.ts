import type { Revocation } from '@holdfast/contracts';
import type { Sql } from '../database/sql.ts';

/** What the gateways have not been told yet, oldest first, at most a hundred. */
export async function pendingNotices(sql: Sql): Promise<{ id: string; revocation: Revocation }[]> {
  const rows = await sql<{ id: string; workspace: string; agent_id: string; family: string | null }>(
    'select id, workspace, agent_id, family from workspace.revocation_notice order by id limit 100',
  );
  return rows.map(({ id, workspace, agent_id: agentId, family }) => ({
    id,
    revocation: family === null ? { workspace, agentId } : { workspace, agentId, family },
  }));
}

export async function removeNotices(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql('delete from workspace.revocation_notice where id = any($1::bigint[])', [ids]);
}
