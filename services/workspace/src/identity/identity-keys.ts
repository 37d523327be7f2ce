import type { Sql } from '../database/sql.ts';

/*
 * The key by which a site vouches for its people. It is needed as it is, so it is kept as it is, where credentials are.
 * All statements run within the transaction of the site's workspace.
 */

export async function keepIdentityKey(
  sql: Sql,
  workspace: string,
  siteId: string,
  key: string,
  now: number,
): Promise<void> {
  await sql(
    `insert into workspace.identity_key (workspace, site_id, key, made_at) values ($1, $2, $3, $4)
     on conflict (workspace, site_id) do update set key = excluded.key, made_at = excluded.made_at`,
    [workspace, siteId, key, new Date(now)],
  );
}

export async function identityKey(sql: Sql, workspace: string, siteId: string): Promise<string | null> {
  const [found] = await sql<{ key: string }>(
    'select key from workspace.identity_key where workspace = $1 and site_id = $2',
    [workspace, siteId],
  );
  return found?.key ?? null;
}
