import type { Answer, SignIn } from '@holdfast/contracts';
import type { Sql } from '../database/sql.ts';
import { issueRefreshToken, type SigningAgent } from './families.ts';
import { ACCESS_FOR_MS, accessToken } from './tokens.ts';

export type SignedIn = Extract<Answer<typeof SignIn>, { accessToken: string }>;

/** A new pair of tokens for the family. */
export async function signedIn(
  sql: Sql,
  secret: Uint8Array,
  workspace: string,
  { agentId, name, email, role }: SigningAgent,
  family: string,
  now: number,
): Promise<SignedIn> {
  const refresh = await issueRefreshToken(sql, workspace, family, now);
  return {
    accessToken: await accessToken(secret, { kind: 'agent', ws: workspace, sub: agentId, name, role, family }, now),
    accessExpiresAt: new Date(now + ACCESS_FOR_MS).toISOString(),
    refreshToken: refresh.token,
    refreshExpiresAt: new Date(refresh.expiresAt).toISOString(),
    workspace,
    agent: { id: agentId, name, email, role },
  };
}
