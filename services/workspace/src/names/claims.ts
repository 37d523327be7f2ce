import type { Sql } from '../database/sql.ts';

/*
 * Names that are unique over all workspaces: e-mail addresses, because people sign in with the address alone, and ids of sites, because the widget
 * knows no more. An aggregate cannot see its neighbours, so a name is claimed here before the command is decided. The log has the last word:
 * its events make claims firm, in its order.
 */

export type NameKind = 'email' | 'site';
export interface Claim {
  readonly kind: NameKind;
  readonly name: string;
  readonly workspace: string;
  readonly holder: string;
}

/** A claim that no event has made firm is anybody's again after this. */
export const CLAIM_LAPSES_AFTER_MS = 3_600_000;

/** Claims the name, and tells whether the claimant holds it now. */
export async function claim(sql: Sql, { kind, name, workspace, holder }: Claim, now: number): Promise<boolean> {
  const held = await sql(
    `insert into workspace.name_claim as held (kind, name, workspace, holder, firm, claimed_at) values ($1, $2, $3, $4, false, $5)
     on conflict (kind, name) do update set workspace = excluded.workspace, holder = excluded.holder, claimed_at = excluded.claimed_at
       where not held.firm and (held.claimed_at < $6 or (held.workspace = excluded.workspace and held.holder = excluded.holder))
     returning 1`,
    [kind, name, workspace, holder, new Date(now), new Date(now - CLAIM_LAPSES_AFTER_MS)],
  );
  if (held.length > 0) return true;
  // Within one workspace the aggregate itself sees who has a name, so any holder of the same workspace counts as the claimant.
  const mine = await sql('select 1 from workspace.name_claim where kind = $1 and name = $2 and workspace = $3', [
    kind,
    name,
    workspace,
  ]);
  return mine.length > 0;
}

/**
 * What an event says: from here on this is the holder's one name of the kind. A firm claim of another workspace stays, as it is older in the log.
 * Tells whether the holder has the name now.
 */
export async function settle(sql: Sql, { kind, name, workspace, holder }: Claim): Promise<boolean> {
  await sql(
    'delete from workspace.name_claim where workspace = $1 and kind = $2 and holder = $3 and firm and name <> $4',
    [workspace, kind, holder, name],
  );
  const settled = await sql(
    `insert into workspace.name_claim as held (kind, name, workspace, holder, firm, claimed_at) values ($1, $2, $3, $4, true, now())
     on conflict (kind, name) do update set workspace = excluded.workspace, holder = excluded.holder, firm = true
       where not held.firm or held.workspace = excluded.workspace
     returning 1`,
    [kind, name, workspace, holder],
  );
  return settled.length > 0;
}

/** Who holds a name that the log has made firm. */
export async function holderOf(
  sql: Sql,
  kind: NameKind,
  name: string,
): Promise<{ workspace: string; holder: string } | null> {
  const [row] = await sql<{ workspace: string; holder: string }>(
    'select workspace, holder from workspace.name_claim where kind = $1 and name = $2 and firm',
    [kind, name],
  );
  return row ?? null;
}
