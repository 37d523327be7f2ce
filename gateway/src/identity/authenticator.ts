import { AgentClaims, type Claims, type Revocation, VisitorClaims } from '@holdfast/contracts';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Identity, identityOf, type VisitorIdentity } from './identity.ts';

const ISSUER = 'holdfast';
const AUDIENCES = ['console', 'widget'];
const VISITOR_TOKEN_MS = 60 * 60_000;
/** The longest an access token lives: a revocation older than this has nothing left to revoke. */
const REMEMBERED_MS = 20 * 60_000;

/** `aud` says for whom a token is made: a widget's token opens no console. */
const Payload = z.union([
  AgentClaims.extend({ aud: z.literal('console'), exp: z.number(), iat: z.number() }),
  VisitorClaims.extend({ aud: z.literal('widget'), exp: z.number(), iat: z.number() }),
]);

/** The one authenticator, for sockets and HTTP. */
export class Authenticator {
  readonly #key: Uint8Array;
  readonly #now: () => number;
  readonly #revoked = new Map<string, number>();

  constructor(secret: string, now: () => number) {
    this.#key = new TextEncoder().encode(secret);
    this.#now = now;
  }

  /** Whom a token vouches for; null: nobody. */
  async verify(token: string): Promise<Identity | null> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCES,
        currentDate: new Date(this.#now()),
      });
      const claims = Payload.parse(payload);
      const identity = identityOf(claims, claims.exp * 1_000);
      return identity.kind === 'agent' &&
        this.#isRevoked(identity.workspace, identity.id, identity.family, claims.iat * 1_000)
        ? null
        : identity;
    } catch {
      return null;
    }
  }

  async visitorToken({
    workspace,
    id,
    site,
    team,
    name,
    email,
    externalId,
  }: Omit<VisitorIdentity, 'kind' | 'expiresAt'>): Promise<{ token: string; expiresAt: number }> {
    const expiresAt = this.#now() + VISITOR_TOKEN_MS;
    const claims: Omit<Extract<Claims, { kind: 'visitor' }>, 'sub'> = {
      kind: 'visitor',
      ws: workspace,
      site,
      team,
      name,
      email,
      externalId,
    };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience('widget')
      .setSubject(id)
      .setIssuedAt(Math.floor(this.#now() / 1_000))
      .setExpirationTime(Math.floor(expiresAt / 1_000))
      .sign(this.#key);
    return { token, expiresAt };
  }

  /** Tokens of this family, or of this agent so far, open nothing from here on. */
  revoke({ workspace, agentId, family }: Revocation): void {
    const now = this.#now();
    for (const [key, at] of this.#revoked) if (now - at > REMEMBERED_MS) this.#revoked.delete(key);
    this.#revoked.set(revocationKey(workspace, agentId, family), now);
  }

  #isRevoked(workspace: string, agent: string, family: string, issuedAt: number): boolean {
    if (this.#revoked.has(revocationKey(workspace, agent, family))) return true;
    const everything = this.#revoked.get(revocationKey(workspace, agent));
    return everything !== undefined && issuedAt <= everything;
  }
}

const revocationKey = (workspace: string, agent: string, family = '*'): string => `${workspace}.${agent}.${family}`;
