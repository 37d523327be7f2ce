import { type Actor, type Audience, type Claims } from '@holdfast/contracts';

/** Whom a token vouches for. */
export type Identity = AgentIdentity | VisitorIdentity;
interface Person {
  readonly workspace: string;
  readonly id: string;
  /** When the token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}
export interface AgentIdentity extends Person {
  readonly kind: 'agent';
  readonly name: string;
  readonly role: 'agent' | 'supervisor' | 'admin';
  /** The sign-in that the token comes from, with everything refreshed from it. */
  readonly family: string;
}
export interface VisitorIdentity extends Person {
  readonly kind: 'visitor';
  readonly name?: string;
  readonly email?: string;
  /** The site's own id of the person; it vouches for them. */
  readonly externalId?: string;
  readonly site: string;
  readonly team?: string;
}

export function identityOf(claims: Claims, expiresAt: number): Identity {
  const person = { workspace: claims.ws, id: claims.sub, expiresAt };
  if (claims.kind === 'agent')
    return { kind: 'agent', ...person, name: claims.name, role: claims.role, family: claims.family };
  const { site, team, name, email, externalId } = claims;
  return {
    kind: 'visitor',
    ...person,
    site,
    ...(team === undefined ? {} : { team }),
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(externalId === undefined ? {} : { externalId }),
  };
}

/** The author of this person's commands. */
export const actorOf = (identity: Identity): Actor => {
  if (identity.kind === 'agent') return { kind: 'agent', id: identity.id, name: identity.name, role: identity.role };
  const { id, name, externalId } = identity;
  return {
    kind: 'visitor',
    id,
    ...(name === undefined ? {} : { name }),
    ...(externalId === undefined ? {} : { externalId }),
  };
};

export const audienceOf = (identity: Identity): Audience => (identity.kind === 'agent' ? 'staff' : 'visitor');

export const samePerson = (a: Identity, b: Identity): boolean =>
  a.kind === b.kind && a.workspace === b.workspace && a.id === b.id;
