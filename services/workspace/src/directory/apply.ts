import {
  upcast,
  workspace as language,
  type AggregateRef,
  type Commit,
  type WorkspaceEvent,
} from '@holdfast/contracts';
import { endFamiliesBefore } from '../auth/families.ts';
import type { Sql } from '../database/sql.ts';
import { addressKey, type Agent, type Site } from '../domain/workspace.ts';
import { settle } from '../names/claims.ts';

/** Hears of events that the directory cannot read, and of names that another workspace has had since before. */
export interface ApplyReport {
  unknownEvent(type: string, ref: AggregateRef, v: number): void;
  nameLost(kind: 'email' | 'site', ref: AggregateRef, v: number): void;
}

/** Brings the directory from before a commit to behind it, within the transaction that has entered the commit's workspace. */
export async function apply(sql: Sql, ref: AggregateRef, commit: Commit, report: ApplyReport): Promise<void> {
  for (const recorded of commit.events) {
    const read = language.WorkspaceEvent.safeParse({ type: recorded.type, data: upcast(recorded) });
    if (read.success) await applyEvent(sql, ref, read.data, recorded.v, report);
    else report.unknownEvent(recorded.type, ref, recorded.v);
  }
}

async function applyEvent(
  sql: Sql,
  ref: AggregateRef,
  event: WorkspaceEvent,
  v: number,
  report: ApplyReport,
): Promise<void> {
  const { workspace } = ref;
  switch (event.type) {
    case 'WorkspaceCreated':
      await sql(
        'insert into workspace.workspace (workspace, name) values ($1, $2) on conflict (workspace) do update set name = excluded.name',
        [workspace, event.data.name],
      );
      return;
    case 'AgentSaved': {
      await saveAgent(sql, workspace, event.data, v);
      const name = addressKey(event.data.email);
      if (!(await settle(sql, { kind: 'email', name, workspace, holder: event.data.agentId })))
        report.nameLost('email', ref, v);
      return;
    }
    case 'TeamSaved':
      await sql(
        'insert into workspace.team (workspace, team_id, name) values ($1, $2, $3) on conflict (workspace, team_id) do update set name = excluded.name',
        [workspace, event.data.teamId, event.data.name],
      );
      return;
    case 'SiteSaved':
      await saveSite(sql, workspace, event.data);
      if (!(await settle(sql, { kind: 'site', name: event.data.siteId, workspace, holder: event.data.siteId })))
        report.nameLost('site', ref, v);
      return;
    case 'CannedReplySaved': {
      const { replyId, shortcut, text } = event.data;
      await sql(
        `insert into workspace.canned_reply (workspace, reply_id, shortcut, text) values ($1, $2, $3, $4)
         on conflict (workspace, reply_id) do update set shortcut = excluded.shortcut, text = excluded.text`,
        [workspace, replyId, shortcut, text],
      );
      return;
    }
    case 'CannedReplyRemoved':
      await sql('delete from workspace.canned_reply where workspace = $1 and reply_id = $2', [
        workspace,
        event.data.replyId,
      ]);
      return;
    default:
      event satisfies never;
  }
}

/** The row first, then the sign-ins: a sign-in under way holds the row, and is seen once it lets go. */
async function saveAgent(sql: Sql, workspace: string, agent: Agent, v: number): Promise<void> {
  const { agentId, name, email, role, teams, capacity, active, picture } = agent;
  const [before] = await sql<{ role: string }>(
    'select role from workspace.agent where workspace = $1 and agent_id = $2 for update',
    [workspace, agentId],
  );
  await sql(
    `insert into workspace.agent (workspace, agent_id, name, email, role, teams, capacity, active, picture, v) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (workspace, agent_id) do update set name = excluded.name, email = excluded.email, role = excluded.role, teams = excluded.teams,
       capacity = excluded.capacity, active = excluded.active, picture = excluded.picture, v = excluded.v`,
    [workspace, agentId, name, email, role, teams, capacity, active, picture ?? null, v],
  );
  if (!active || (before !== undefined && before.role !== role)) await endFamiliesBefore(sql, workspace, agentId, v);
}

async function saveSite(
  sql: Sql,
  workspace: string,
  { siteId, name, teamId, allowedOrigins, greeting, colour, preChat, awayMessage, verifiedOnly }: Site,
): Promise<void> {
  await sql(
    `insert into workspace.site (workspace, site_id, name, team_id, allowed_origins, greeting, colour, pre_chat, away_message, verified_only)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (workspace, site_id) do update set name = excluded.name, team_id = excluded.team_id,
       allowed_origins = excluded.allowed_origins, greeting = excluded.greeting, colour = excluded.colour,
       pre_chat = excluded.pre_chat, away_message = excluded.away_message, verified_only = excluded.verified_only`,
    [
      workspace,
      siteId,
      name,
      teamId,
      allowedOrigins,
      greeting ?? null,
      colour ?? null,
      preChat === undefined ? null : JSON.stringify(preChat),
      awayMessage ?? null,
      verifiedOnly ?? false,
    ],
  );
}
