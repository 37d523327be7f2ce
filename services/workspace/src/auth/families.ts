import { randomUUID } from 'node:crypto';
import type { Role } from '@holdfast/contracts';
import type { Sql } from '../database/sql.ts';
import { makeOpaqueToken, REFRESH_FOR_MS, opaqueTokenHash } from './tokens.ts';

/*
 * A family is what began with one sign-in: one refresh token after the other, of which only the last is good.
 * All statements run within the transaction of the family's workspace.
 */

/** How many sign-ins an agent has at a time; one more ends the oldest. */
export const FAMILIES_LIMIT = 20;

export interface SigningAgent {
  readonly agentId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/**
 * The agent, if active, locked against the projector until the transaction ends: a change of role or a deactivation is either seen here,
 * or sees the family that is begun here.
 */
export async function activeAgent(
  sql: Sql,
  workspace: string,
  agentId: string,
): Promise<(SigningAgent & { v: number }) | null> {
  const [agent] = await sql<SigningAgent & { v: number }>(
    `select agent_id as "agentId", name, email, role, v from workspace.agent where workspace = $1 and agent_id = $2 and active for share`,
    [workspace, agentId],
  );
  return agent ?? null;
}

/** Begins a family and ends what the agent has beyond `FAMILIES_LIMIT`. */
export async function beginFamily(
  sql: Sql,
  workspace: string,
  agent: SigningAgent & { v: number },
  now: number,
): Promise<string> {
  const family = randomUUID();
  await sql('delete from workspace.sign_in_family where workspace = $1 and agent_id = $2 and began_at < $3', [
    workspace,
    agent.agentId,
    new Date(now - 2 * REFRESH_FOR_MS),
  ]);
  await sql(
    'insert into workspace.sign_in_family (workspace, family, agent_id, agent_v, began_at) values ($1, $2, $3, $4, $5)',
    [workspace, family, agent.agentId, agent.v, new Date(now)],
  );
  const open = await sql<{ family: string }>(
    'select family from workspace.sign_in_family where workspace = $1 and agent_id = $2 and ended_at is null order by began_at desc, family offset $3',
    [workspace, agent.agentId, FAMILIES_LIMIT],
  );
  for (const { family: oldest } of open) await endFamily(sql, workspace, oldest, now);
  return family;
}

/** Issues the family's next refresh token. */
export async function issueRefreshToken(
  sql: Sql,
  workspace: string,
  family: string,
  now: number,
): Promise<{ token: string; expiresAt: number }> {
  const token = makeOpaqueToken(workspace);
  const expiresAt = now + REFRESH_FOR_MS;
  await sql('insert into workspace.refresh_token (workspace, token_hash, family, expires_at) values ($1, $2, $3, $4)', [
    workspace,
    opaqueTokenHash(token),
    family,
    new Date(expiresAt),
  ]);
  return { token, expiresAt };
}

/** Whose refresh token this is; it may be spent, expired or ended. */
export async function ownerOfRefreshToken(sql: Sql, workspace: string, hash: Buffer): Promise<string | null> {
  const [owner] = await sql<{ agentId: string }>(
    `select f.agent_id as "agentId" from workspace.refresh_token t join workspace.sign_in_family f using (workspace, family)
     where t.workspace = $1 and t.token_hash = $2`,
    [workspace, hash],
  );
  return owner?.agentId ?? null;
}

export interface KeptToken {
  readonly family: string;
  readonly spent: boolean;
  readonly expired: boolean;
  readonly ended: boolean;
}

/**
 * What is known of a refresh token. It and its family are locked, so of two that present it at once the second finds it spent.
 * Locks are taken in the order agent, credential, family everywhere: lock the agent before this, where it is needed.
 */
export async function takeRefreshToken(
  sql: Sql,
  workspace: string,
  hash: Buffer,
  now: number,
): Promise<KeptToken | null> {
  const [kept] = await sql<KeptToken>(
    `select t.family, t.spent_at is not null as spent, t.expires_at <= $3 as expired, f.ended_at is not null as ended
     from workspace.refresh_token t join workspace.sign_in_family f using (workspace, family)
     where t.workspace = $1 and t.token_hash = $2 for update`,
    [workspace, hash, new Date(now)],
  );
  return kept ?? null;
}

export async function spendRefreshToken(sql: Sql, workspace: string, hash: Buffer, now: number): Promise<void> {
  await sql('update workspace.refresh_token set spent_at = $3 where workspace = $1 and token_hash = $2', [
    workspace,
    hash,
    new Date(now),
  ]);
}

/** Ends one family and notes that the gateways are to be told. */
export async function endFamily(sql: Sql, workspace: string, family: string, now: number): Promise<void> {
  await sql(
    `with ended as (
       update workspace.sign_in_family set ended_at = $3 where workspace = $1 and family = $2 and ended_at is null returning agent_id
     ) insert into workspace.revocation_notice (workspace, agent_id, family) select $1, agent_id, $2 from ended`,
    [workspace, family, new Date(now)],
  );
}

/**
 * Ends all families of an agent that were begun on a state of the agent before `v`, and notes that the gateways are to be told.
 * They are told of each family, since a later one is to stay.
 */
export async function endFamiliesBefore(sql: Sql, workspace: string, agentId: string, v: number): Promise<void> {
  await sql(
    `with ended as (
       update workspace.sign_in_family set ended_at = now() where workspace = $1 and agent_id = $2 and ended_at is null and agent_v < $3 returning family
     ) insert into workspace.revocation_notice (workspace, agent_id, family) select $1, $2, family from ended`,
    [workspace, agentId, v],
  );
}

/**
 * Ends all families of an agent and notes that the gateways are to be told. They are told of each family and not of the agent:
 * tokens say in whole seconds when they were issued, so that a sign-in within the same second could not be told apart.
 */
export async function endAllFamilies(sql: Sql, workspace: string, agentId: string, now: number): Promise<void> {
  await sql(
    `with ended as (
       update workspace.sign_in_family set ended_at = $3 where workspace = $1 and agent_id = $2 and ended_at is null returning family
     ) insert into workspace.revocation_notice (workspace, agent_id, family) select $1, $2, family from ended`,
    [workspace, agentId, new Date(now)],
  );
}
