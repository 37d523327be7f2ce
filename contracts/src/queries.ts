import { z } from 'zod';
import { Actor, Role } from './actor.ts';
import { Considered } from './desk.ts';
import { InboxRow } from './inbox.ts';
import { EmailAddress, Id, Instant, Position, safeText } from './primitives.ts';
import { AgentSaved, CannedReplySaved, SiteSaved, TeamSaved } from './workspace.ts';
import { RosterAgent, SessionFrameEvent } from './wire.ts';

/*
 * Questions between gateway and services, as request/reply over Nest's NATS transport. Never for facts.
 * Each query is its pattern, what is asked and what is answered.
 */

const query = <Q extends z.ZodType, A extends z.ZodType>(pattern: string, ask: Q, answer: A) => ({
  pattern,
  ask,
  answer,
});
/** What a query is asked, and what it answers. */
export type Ask<Q extends { ask: z.ZodType }> = z.infer<Q['ask']>;
export type Answer<Q extends { answer: z.ZodType }> = z.infer<Q['answer']>;

/** Where a Postgres read model stands against the log. `caughtUp` false: history says "catching up". */
export const ReadPosition = z.object({ epoch: Id, sequence: Position, caughtUp: z.boolean() });
const audience = z.enum(['staff', 'visitor']);

/** A page of a session's events, newest page first, in ascending order. `before` is an exclusive `n`; `visitorId` must own the session where given. */
export const SessionHistory = query(
  'session.history',
  z.strictObject({
    workspace: Id,
    session: Id,
    audience,
    visitorId: Id.optional(),
    before: Position.optional(),
    limit: z.int().min(1).max(200),
  }),
  z.object({ events: z.array(SessionFrameEvent), older: z.boolean(), at: ReadPosition }).nullable(),
);
/** Open rows of the inbox (closed ones: the most recently changed), with the stream position they are true at. `after` continues from a session id. */
export const InboxSnapshot = query(
  'session.inbox-snapshot',
  z.strictObject({ workspace: Id, after: Id.optional(), limit: z.int().min(1).max(2_000), closed: z.boolean() }),
  z.object({ rows: z.array(InboxRow), more: z.boolean(), at: ReadPosition }),
);
/** Messages whose text matches, best first. */
export const SearchMessages = query(
  'session.search',
  z.strictObject({
    workspace: Id,
    text: safeText(1, 200),
    limit: z.int().min(1).max(50),
    /** Only within this one. */
    session: Id.optional(),
  }),
  z.object({
    hits: z.array(
      z.object({
        session: Id,
        n: Position,
        at: Instant,
        from: z.string(),
        excerpt: z.string(),
        visitor: InboxRow.shape.visitor.optional(),
      }),
    ),
    at: ReadPosition,
  }),
);
/** Visitors whose name, e-mail or external id holds the words, the most recently heard first. */
export const SearchVisitors = query(
  'session.search-visitors',
  z.strictObject({ workspace: Id, text: safeText(1, 200), limit: z.int().min(1).max(50) }),
  z.object({
    hits: z.array(
      z.object({
        visitorId: Id,
        name: z.string().optional(),
        email: z.string().optional(),
        externalId: z.string().optional(),
        sessions: z.int(),
        /** Their latest session, and when it last changed. */
        session: Id,
        changedAt: Instant,
      }),
    ),
    at: ReadPosition,
  }),
);
/** Sessions of one visitor, newest first. */
export const VisitorSessions = query(
  'session.of-visitor',
  z.strictObject({ workspace: Id, visitorId: Id, limit: z.int().min(1).max(100) }),
  z.object({
    sessions: z.array(
      z.object({
        session: Id,
        status: z.string(),
        openedAt: Instant,
        changedAt: Instant,
        preview: z.string().optional(),
        w: Position,
      }),
    ),
    at: ReadPosition,
  }),
);
/** Who did what in a session, newest first. */
export const SessionAudit = query(
  'session.audit',
  z.strictObject({ workspace: Id, session: Id, limit: z.int().min(1).max(500) }),
  z.object({
    entries: z.array(
      z.object({ at: Instant, actor: Actor, type: z.string(), v: Position, outcome: z.string().optional() }),
    ),
    at: ReadPosition,
  }),
);

/** The decisions about one session, newest first, and, while it waits, why nobody has it yet. */
export const SessionDecisions = query(
  'assignment.decisions',
  z.strictObject({ workspace: Id, session: Id }),
  z.object({
    decisions: z.array(
      z.object({
        id: z.string(),
        at: Instant,
        type: z.string(),
        ticket: z.int(),
        /** Who got it or had it; of a chat that was queued, whom it is meant for. */
        agentId: Id.optional(),
        agentName: z.string().optional(),
        kind: z.string().optional(),
        reason: z.string().optional(),
        considered: z.array(Considered),
        consideredTotal: z.int(),
      }),
    ),
    waiting: z.object({ since: Instant, position: z.int(), considered: z.array(Considered) }).optional(),
  }),
);
/** The agents as the desk has them, with the desk's `v` they are true at. */
export const DeskSnapshot = query(
  'assignment.roster',
  z.strictObject({ workspace: Id }),
  z.object({
    v: Position,
    agents: z.array(RosterAgent),
    chats: z.array(z.object({ session: Id, ticket: z.int(), agentId: Id })),
    /** Who waits, in the order in which they are served. */
    queue: z.array(z.object({ session: Id, ticket: z.int(), siteId: Id, teamId: Id.optional(), since: Instant })),
    /** The team that a site's chats go to unless they name one. */
    sites: z.array(z.object({ siteId: Id, teamId: Id })),
  }),
);

/** Everything the console needs to know of its workspace. */
export const WorkspaceDirectory = query(
  'workspace.directory',
  z.strictObject({ workspace: Id }),
  z.object({
    name: z.string(),
    /** Without their pictures: `hasPicture` tells whether there is one to ask for. */
    agents: z.array(
      AgentSaved.shape.data
        .omit({ picture: true })
        /** `hasPassword`: they have chosen one, and can sign in. */
        .extend({ hasPicture: z.boolean(), hasPassword: z.boolean() }),
    ),
    teams: z.array(TeamSaved.shape.data),
    sites: z.array(SiteSaved.shape.data),
    cannedReplies: z.array(CannedReplySaved.shape.data),
  }),
);
/** A site and its workspace, by the site's id alone (ids of sites are unique over all workspaces); null when there is none. */
export const SiteById = query(
  'workspace.site',
  z.strictObject({ siteId: Id }),
  z.object({ workspace: Id, site: SiteSaved.shape.data }).nullable(),
);

/** An agent's picture as a data address; null where there is none. */
export const AgentPicture = query(
  'workspace.agent-picture',
  z.strictObject({ workspace: Id, agentId: Id }),
  z.object({ picture: z.string() }).nullable(),
);
/**
 * What a site's owner vouches for: a JWT, HS256 with the site's identity key, `aud` the site's id, `sub` the owner's own id of the person,
 * at most an hour old. Null: not vouched for.
 */
export const VerifyIdentity = query(
  'workspace.verify-identity',
  z.strictObject({ siteId: Id, token: z.string().max(4_096) }),
  z.object({ sub: z.string(), name: z.string().optional(), email: z.string().optional() }).nullable(),
);
/** Makes a site a new identity key; the one before holds no longer. It is told once and kept where credentials are. Null: not permitted. */
export const MakeIdentityKey = query(
  'workspace.make-identity-key',
  z.strictObject({ workspace: Id, siteId: Id, by: Actor }),
  z.object({ key: z.string() }).nullable(),
);

const SignedIn = z.object({
  accessToken: z.string(),
  accessExpiresAt: Instant,
  refreshToken: z.string(),
  refreshExpiresAt: Instant,
  workspace: Id,
  agent: z.object({ id: Id, name: z.string(), email: z.string(), role: Role }),
});
/**
 * Sign-in with a password, which `newPassword` takes the place of: that ends every other sign-in. Null: no such account, wrong password, or
 * inactive — indistinguishable, also in time.
 */
export const SignIn = query(
  'auth.sign-in',
  z.strictObject({
    email: EmailAddress,
    password: safeText(1, 256),
    newPassword: safeText(10, 256).optional(),
    from: z.string().max(64),
  }),
  z.union([SignedIn, z.object({ tooMany: z.literal(true), retryAfterMs: z.int() }), z.null()]),
);
/** A new pair for a refresh token, which is spent by it. A spent one presented again revokes its whole family. */
export const RefreshSignIn = query(
  'auth.refresh',
  z.strictObject({ refreshToken: z.string().max(512) }),
  SignedIn.nullable(),
);
export const SignOut = query('auth.sign-out', z.strictObject({ refreshToken: z.string().max(512) }), z.object({}));
/** Sets an agent's password; an admin, or the system. Null: not permitted. */
export const SetPassword = query(
  'auth.set-password',
  z.strictObject({ workspace: Id, agentId: Id, password: safeText(10, 256), by: Actor }),
  z.object({}).nullable(),
);

/** A token with which an agent chooses their own password, once, within a week; the invitation before it holds no longer. Null: not permitted. */
export const InviteAgent = query(
  'auth.invite',
  z.strictObject({ workspace: Id, agentId: Id, by: Actor }),
  z.object({ token: z.string(), expiresAt: Instant }).nullable(),
);
/** Whom an invitation is for; null when it does not hold (any more). */
export const ReadInvitation = query(
  'auth.read-invitation',
  z.strictObject({ token: z.string().max(512) }),
  z.object({ name: z.string(), email: z.string(), workspaceName: z.string() }).nullable(),
);
/** Sets the password, spends the invitation and signs in. Null: the invitation does not hold. */
export const AcceptInvitation = query(
  'auth.accept-invitation',
  z.strictObject({ token: z.string().max(512), password: safeText(10, 256) }),
  z.union([SignedIn, z.object({ tooMany: z.literal(true), retryAfterMs: z.int() }), z.null()]),
);

/** Claims of an access token (`aud` "console" or "widget"), HS256 with TOKEN_SECRET, issuer "holdfast". */
export const AgentClaims = z.object({
  kind: z.literal('agent'),
  ws: Id,
  sub: Id,
  name: z.string(),
  role: Role,
  family: Id,
});
export const VisitorClaims = z.object({
  kind: z.literal('visitor'),
  ws: Id,
  sub: Id,
  site: Id,
  team: Id.optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  /** The site's own id of a person it vouches for; only then are name and e-mail verified. */
  externalId: z.string().optional(),
});
export const Claims = z.discriminatedUnion('kind', [AgentClaims, VisitorClaims]);
export type Claims = z.infer<typeof Claims>;
/** Over core NATS on `REVOCATION_SUBJECT`: sockets of this family of sign-ins (or of the whole agent) close within a second. */
export const Revocation = z.strictObject({ workspace: Id, agentId: Id, family: Id.optional() });
export type Revocation = z.infer<typeof Revocation>;
