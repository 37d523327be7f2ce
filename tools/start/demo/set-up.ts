import {
  type Actor,
  type AggregateRef,
  type AnyCommand,
  type Commit,
  DESK_ID,
  WORKSPACE_AGGREGATE_ID,
} from '@holdfast/contracts';
import type { DemoAccount } from '../seed-context.ts';
import { AGENTS, CANNED_REPLIES, DEMO_WORKSPACE, TEAMS } from './cast.ts';
import type { LogSender } from './log-sender.ts';

const SEED: Actor = { kind: 'system', id: 'seed' };
export const WORKSPACE_REF: AggregateRef = { workspace: DEMO_WORKSPACE, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID };
const DESK_REF: AggregateRef = { workspace: DEMO_WORKSPACE, kind: 'desk', id: DESK_ID };

/** A site may be embedded by so many origins. */
const ORIGINS_LIMIT = 50;

/** Makes the workspace with its people, teams and canned replies, and waits until the desk knows of them. */
export async function makeWorkspace(
  sender: LogSender,
  site: string,
  shopOrigins: readonly string[],
  at: string,
): Promise<void> {
  await sender.settle({
    ref: WORKSPACE_REF,
    actor: SEED,
    at,
    commands: [...workspaceCommands(), siteCommand('demo-site', site, shopOrigins)],
  });
  await sender.settle({ ref: WORKSPACE_REF, actor: SEED, at, commands: replyCommands() });
  await sender.until(DESK_REF, 'the desk to know its agents', (commits) => {
    const types = commits.flatMap(({ events }) => events.map(({ type }) => type));
    const registered = types.filter((type) => type === 'AgentRegistered').length;
    return registered >= AGENTS.length && types.includes('SiteRouted') ? true : undefined;
  });
}

/** Lets the shop embed the widget where it is served today; other origins that somebody has added stay. */
export async function allowOrigins(sender: LogSender, site: string, shopOrigins: readonly string[]): Promise<void> {
  const commits = await sender.commits(WORKSPACE_REF);
  const saved = lastSave(commits, site);
  if (saved === null || shopOrigins.every((origin) => saved.allowedOrigins.includes(origin))) return;
  const others = saved.allowedOrigins.filter((origin) => !shopOrigins.includes(origin));
  const data = { ...saved, allowedOrigins: [...shopOrigins, ...others].slice(0, ORIGINS_LIMIT) };
  const id = `demo-site-after-${String(commits.at(-1)?.v ?? 0)}`;
  await sender.settle({
    ref: WORKSPACE_REF,
    actor: SEED,
    at: new Date().toISOString(),
    commands: [{ id, type: 'SaveSite', data }],
  });
}

type SavedSite = { siteId: string; allowedOrigins: string[] };

function lastSave(commits: readonly Commit[], site: string): SavedSite | null {
  let last: SavedSite | null = null;
  for (const { type, data } of commits.flatMap(({ events }) => events)) {
    if (type === 'SiteSaved' && (data as SavedSite).siteId === site) last = data as SavedSite;
  }
  return last;
}

const workspaceCommands = (): AnyCommand[] => [
  { id: 'demo-create', type: 'CreateWorkspace', data: { name: 'Holdfast Demo Shop' } },
  ...TEAMS.map((team) => ({ id: `demo-team-${team.teamId}`, type: 'SaveTeam', data: team })),
  ...AGENTS.map((agent) => ({
    id: `demo-agent-${agent.agentId}`,
    type: 'SaveAgent',
    data: { ...agent, active: true },
  })),
];

const siteCommand = (id: string, siteId: string, allowedOrigins: readonly string[]): AnyCommand => ({
  id,
  type: 'SaveSite',
  data: {
    siteId,
    name: 'Kettle & Cup',
    teamId: 'support',
    allowedOrigins,
    greeting: 'Hello! Ask us about kettles, cups or your order: a person answers.',
    awayMessage: 'Nobody is at the counter just now. Leave your question here: we answer as soon as we are back.',
    colour: '#1f6f54',
  },
});

const replyCommands = (): AnyCommand[] =>
  CANNED_REPLIES.map((reply) => ({
    id: `demo-reply-${reply.shortcut}`,
    type: 'SaveCannedReply',
    data: { replyId: reply.shortcut, ...reply },
  }));

/** Gives the accounts their passwords, as the system may. */
export async function setPasswords(
  ask: (data: object) => Promise<unknown>,
  accounts: readonly DemoAccount[],
): Promise<void> {
  for (const { agentId, email } of AGENTS) {
    const password = accounts.find((account) => account.email === email)?.password;
    if (password !== undefined) await ask({ workspace: DEMO_WORKSPACE, agentId, password, by: SEED });
  }
}
