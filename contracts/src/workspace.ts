import { z } from 'zod';
import { Role } from './actor.ts';
import { DisplayName, EmailAddress, Id, MessageText, safeText } from './primitives.ts';

/*
 * A workspace is a tenant: its agents, teams, sites and canned replies.
 * Credentials are not here: they live in Postgres only.
 */

/** `scheme://host[:port]` of a page that may embed the widget, `*.` for all hosts below. It becomes part of a header, where `;`, `,` and quotes mean more. */
export const Origin = safeText(8, 255).regex(
  /^https?:\/\/(\*\.)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(:(\d{1,5}|\*))?$/,
);
/** What an agent types after `/` to insert a canned reply. */
export const Shortcut = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
export const Capacity = z.int().min(0).max(1_000);

const command = <T extends string, D extends z.ZodType>(type: T, data: D) =>
  z.strictObject({ id: Id, type: z.literal(type), data });
const event = <T extends string, D extends z.ZodType>(type: T, data: D) => z.object({ type: z.literal(type), data });

/** A small square picture of a person as a data address: PNG, JPEG or WebP, at most 24,000 characters. */
export const Picture = z
  .string()
  .max(24_000)
  .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/);
/** Whether the widget asks for something before the first message. `away`: only while nobody is there, and it may be left out. */
export const AskFor = z.enum(['off', 'away', 'optional', 'required']);
export type AskFor = z.infer<typeof AskFor>;

const AgentData = z.strictObject({
  agentId: Id,
  name: DisplayName,
  email: EmailAddress,
  role: Role,
  teams: z.array(Id).max(100),
  capacity: Capacity,
  active: z.boolean(),
});
const TeamData = z.strictObject({ teamId: Id, name: DisplayName });
const SiteData = z.strictObject({
  siteId: Id,
  name: DisplayName,
  teamId: Id,
  allowedOrigins: z.array(Origin).max(50),
  greeting: safeText(0, 500).optional(),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .optional(),
  /** What visitors are asked before their first message. */
  preChat: z.strictObject({ name: AskFor, email: AskFor }).optional(),
  /** Said instead of the greeting while no agent of the team is there. */
  awayMessage: safeText(0, 500).optional(),
  /** Only visitors whose identity the site vouches for may write. */
  verifiedOnly: z.boolean().optional(),
});
const CannedReplyData = z.strictObject({ replyId: Id, shortcut: Shortcut, text: MessageText });

export const CreateWorkspace = command('CreateWorkspace', z.strictObject({ name: DisplayName }));
/** Adds the agent, or changes one that is there; their picture stays. */
export const SaveAgent = command('SaveAgent', AgentData);
/** What agents may change of themselves, without being admins. An absent picture takes it away. */
export const SaveOwnProfile = command(
  'SaveOwnProfile',
  z.strictObject({ name: DisplayName, picture: Picture.optional() }),
);
export const SaveTeam = command('SaveTeam', TeamData);
export const SaveSite = command('SaveSite', SiteData);
export const SaveCannedReply = command('SaveCannedReply', CannedReplyData);
export const RemoveCannedReply = command('RemoveCannedReply', z.strictObject({ replyId: Id }));

/** What a console may send; creating a workspace is not among it. All but `SaveOwnProfile` are for admins. */
export const ClientWorkspaceCommand = z.discriminatedUnion('type', [
  SaveAgent,
  SaveOwnProfile,
  SaveTeam,
  SaveSite,
  SaveCannedReply,
  RemoveCannedReply,
]);
export type ClientWorkspaceCommand = z.infer<typeof ClientWorkspaceCommand>;
export const WorkspaceCommand = z.discriminatedUnion('type', [CreateWorkspace, ...ClientWorkspaceCommand.options]);
export type WorkspaceCommand = z.infer<typeof WorkspaceCommand>;

export const WorkspaceCreated = event('WorkspaceCreated', z.object({ name: z.string() }));
export const AgentSaved = event('AgentSaved', z.object({ ...AgentData.shape, picture: Picture.optional() }));
export const TeamSaved = event('TeamSaved', z.object(TeamData.shape));
export const SiteSaved = event('SiteSaved', z.object(SiteData.shape));
export const CannedReplySaved = event('CannedReplySaved', z.object(CannedReplyData.shape));
export const CannedReplyRemoved = event('CannedReplyRemoved', z.object({ replyId: Id }));

export const WorkspaceEvent = z.discriminatedUnion('type', [
  WorkspaceCreated,
  AgentSaved,
  TeamSaved,
  SiteSaved,
  CannedReplySaved,
  CannedReplyRemoved,
]);
export type WorkspaceEvent = z.infer<typeof WorkspaceEvent>;

/** Why a workspace refuses. `site-taken`: the site's id belongs to another workspace; `limit-reached`: the workspace holds as many of the kind as it may. */
export const WorkspaceRefusal = z.enum([
  'not-permitted',
  'not-found',
  'already-created',
  'unknown-team',
  'email-taken',
  'site-taken',
  'shortcut-taken',
  'last-admin',
  'limit-reached',
  'storage-full',
  'parked',
  'invalid',
]);
export type WorkspaceRefusal = z.infer<typeof WorkspaceRefusal>;

/** The aggregate id of a workspace within itself. */
export const WORKSPACE_AGGREGATE_ID = 'main';
