import { createHash, randomBytes } from 'node:crypto';
import type { Claims } from '@holdfast/contracts';
import { SignJWT } from 'jose';

export const ACCESS_FOR_MS = 15 * 60_000;
export const REFRESH_FOR_MS = 30 * 24 * 3_600_000;
export const ISSUER = 'holdfast';
export const CONSOLE_AUDIENCE = 'console';

export type AgentClaims = Extract<Claims, { kind: 'agent' }>;

/** Signs the access token of an agent's console, good from `now` (epoch ms) for `ACCESS_FOR_MS`. */
export function accessToken(secret: Uint8Array, { sub, ...claims }: AgentClaims, now: number): Promise<string> {
  const seconds = Math.floor(now / 1_000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(CONSOLE_AUDIENCE)
    .setSubject(sub)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ACCESS_FOR_MS / 1_000)
    .sign(secret);
}

/**
 * A refresh token, and an invitation, is `<workspace>.<256 random bits>`. The workspace is in front so that the row can be looked for within it;
 * a wrong one finds nothing.
 */
export const makeOpaqueToken = (workspace: string): string => `${workspace}.${randomBytes(32).toString('base64url')}`;

const OPAQUE_TOKEN = /^([A-Za-z0-9_-]{1,64})\.[A-Za-z0-9_-]{43}$/;

/** The workspace a token is of and what it is kept as, or null for what is no such token. */
export function readOpaqueToken(token: string): { workspace: string; hash: Buffer } | null {
  const workspace = OPAQUE_TOKEN.exec(token)?.[1];
  return workspace === undefined ? null : { workspace, hash: opaqueTokenHash(token) };
}

/** 256 random bits need no salt and no slow hash. */
export const opaqueTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
