import { randomBytes, randomUUID } from 'node:crypto';
import {
  type Actor,
  type AggregateRef,
  DESK_ID,
  type Role,
  SetPassword,
  WORKSPACE_AGGREGATE_ID,
  type WorkspaceCommand,
} from '@holdfast/contracts';
import { publishCommand } from '@holdfast/jetstream';
import { eventually } from '@holdfast/testing';
import type { Platform } from './stack.ts';

const SYSTEM: Actor = { kind: 'system', id: 'e2e' };
const TEAM = 'support';
/** A service may first have to find that its links to Postgres are dead: one of them after the other, each by a time-out. */
const KNOWN_WITHIN_MS = 30_000;

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** A tenant with one team, one site and some agents who can sign in. */
export interface Workspace {
  readonly id: string;
  readonly site: string;
  readonly accounts: readonly Account[];
}

export function accountOf({ accounts }: Workspace, index: number): Account {
  const account = accounts[index];
  if (account === undefined) throw new Error('there is no such account');
  return account;
}

export interface WorkspacePlan {
  /** Ids of sites are unique over all workspaces. */
  readonly site: string;
  /** Their names; the first is an admin. */
  readonly agents: readonly string[];
  /** Chats an agent gets by themselves. */
  readonly capacity?: number;
}

/** Makes a workspace through the command path, and waits until everybody in it can sign in and the desk knows them. */
export async function makeWorkspace(platform: Platform, plan: WorkspacePlan): Promise<Workspace> {
  const workspace = `w-${randomBytes(6).toString('hex')}`;
  const accounts = plan.agents.map((name): Account => {
    const id = name.toLowerCase();
    return { id, name, email: `${id}@${workspace}.example`, password: randomBytes(12).toString('base64url') };
  });
  const ref: AggregateRef = { workspace, kind: 'workspace', id: WORKSPACE_AGGREGATE_ID };
  const commands: WorkspaceCommand[] = [
    { id: randomUUID(), type: 'CreateWorkspace', data: { name: 'Kettle & Cup' } },
    { id: randomUUID(), type: 'SaveTeam', data: { teamId: TEAM, name: 'Support' } },
    {
      id: randomUUID(),
      type: 'SaveSite',
      data: {
        siteId: plan.site,
        name: 'Kettle & Cup',
        teamId: TEAM,
        allowedOrigins: [new URL(platform.stack.urls.shop).origin],
      },
    },
    ...accounts.map(({ id, name, email }, i): WorkspaceCommand => ({
      id: randomUUID(),
      type: 'SaveAgent',
      data: {
        agentId: id,
        name,
        email,
        role: (i === 0 ? 'admin' : 'agent') satisfies Role,
        teams: [TEAM],
        capacity: plan.capacity ?? 4,
        active: true,
      },
    })),
  ];
  const id = randomUUID();
  await publishCommand(platform.nats, ref, {
    id,
    at: new Date().toISOString(),
    actor: SYSTEM,
    correlationId: id,
    commands,
  });
  await eventually(() => stored(platform, ref, commands), { within: KNOWN_WITHIN_MS, every: 20 });
  await Promise.all(accounts.map((account) => setPassword(platform, workspace, account)));
  await eventually(() => deskKnows(platform, workspace, accounts), { within: KNOWN_WITHIN_MS, every: 20 });
  return { id: workspace, site: plan.site, accounts };
}

async function stored(platform: Platform, ref: AggregateRef, commands: readonly WorkspaceCommand[]): Promise<boolean> {
  const outcomes = (await platform.commits(ref)).flatMap((commit) => commit.outcomes);
  const refused = outcomes.find(({ kind }) => kind !== 'stored');
  if (refused !== undefined) throw new Error(`not stored: ${JSON.stringify(refused)}`);
  return outcomes.length === commands.length;
}

async function deskKnows(platform: Platform, workspace: string, accounts: readonly Account[]): Promise<boolean> {
  const commits = await platform.commits({ workspace, kind: 'desk', id: DESK_ID });
  const types = commits.flatMap(({ events }) => events.map(({ type }) => type));
  return types.includes('SiteRouted') && types.filter((type) => type === 'AgentRegistered').length === accounts.length;
}

/** Asks as the gateway does. The account is there once the workspace service has projected it. */
async function setPassword(platform: Platform, workspace: string, { id: agentId, password }: Account): Promise<void> {
  const data = { workspace, agentId, password, by: SYSTEM };
  const packet = JSON.stringify({ pattern: SetPassword.pattern, data, id: randomUUID() });
  await eventually(
    async () => {
      const answer = await platform.nats.request(SetPassword.pattern, packet, { timeout: 5_000 });
      return answer.json<{ response?: unknown }>().response;
    },
    { within: KNOWN_WITHIN_MS, every: 50 },
  );
}
