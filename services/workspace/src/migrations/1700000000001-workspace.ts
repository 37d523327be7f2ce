import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of one workspace each: a row is seen and written only while its workspace is entered. */
const TENANT_TABLES = [
  'workspace',
  'agent',
  'team',
  'site',
  'canned_reply',
  'credential',
  'sign_in_family',
  'refresh_token',
];

const TABLES = `
create table workspace.checkpoint (
  projector text primary key,
  epoch text not null,
  sequence bigint not null,
  commit_id text not null
);

create table workspace.workspace (
  workspace text primary key,
  name text not null
);
create table workspace.agent (
  workspace text not null,
  agent_id text not null,
  name text not null,
  email text not null,
  role text not null check (role in ('agent', 'supervisor', 'admin')),
  teams text[] not null,
  capacity integer not null,
  active boolean not null,
  v integer not null,
  primary key (workspace, agent_id)
);
create table workspace.team (
  workspace text not null,
  team_id text not null,
  name text not null,
  primary key (workspace, team_id)
);
create table workspace.site (
  workspace text not null,
  site_id text not null,
  name text not null,
  team_id text not null,
  allowed_origins text[] not null,
  greeting text,
  colour text,
  primary key (workspace, site_id)
);
create table workspace.canned_reply (
  workspace text not null,
  reply_id text not null,
  shortcut text not null,
  text text not null,
  primary key (workspace, reply_id)
);

create table workspace.name_claim (
  kind text not null check (kind in ('email', 'site')),
  name text not null,
  workspace text not null,
  holder text not null,
  firm boolean not null,
  claimed_at timestamptz not null,
  primary key (kind, name)
);
create index name_claim_holder on workspace.name_claim (workspace, kind, holder);

create table workspace.credential (
  workspace text not null,
  agent_id text not null,
  password_hash text not null,
  set_at timestamptz not null,
  primary key (workspace, agent_id)
);
create table workspace.sign_in_family (
  workspace text not null,
  family text not null,
  agent_id text not null,
  agent_v integer not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace, family)
);
create index sign_in_family_open on workspace.sign_in_family (workspace, agent_id) where ended_at is null;
create table workspace.refresh_token (
  workspace text not null,
  token_hash bytea not null,
  family text not null,
  expires_at timestamptz not null,
  spent_at timestamptz,
  primary key (workspace, token_hash),
  foreign key (workspace, family) references workspace.sign_in_family on delete cascade
);
create index refresh_token_family on workspace.refresh_token (workspace, family);
create table workspace.sign_in_attempt (
  key bytea primary key,
  failures integer not null,
  retry_at timestamptz not null,
  at timestamptz not null
);
create index sign_in_attempt_at on workspace.sign_in_attempt (at);
create table workspace.revocation_notice (
  id bigint generated always as identity primary key,
  workspace text not null,
  agent_id text not null,
  family text
);
`;

export class Workspace1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of TENANT_TABLES) {
      await runner.query(`alter table workspace.${table} enable row level security`);
      await runner.query(`alter table workspace.${table} force row level security`);
      await runner.query(
        `create policy own_workspace on workspace.${table} using (workspace = current_setting('holdfast.workspace', true)) with check (workspace = current_setting('holdfast.workspace', true))`,
      );
    }
    await runner.query('grant usage on schema workspace to holdfast_workspace');
    await runner.query('grant select, insert, update, delete on all tables in schema workspace to holdfast_workspace');
    await runner.query('revoke all on workspace.migration from holdfast_workspace');
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      'revocation_notice',
      'sign_in_attempt',
      'refresh_token',
      'sign_in_family',
      'credential',
      'name_claim',
      'canned_reply',
      'site',
      'team',
      'agent',
      'workspace',
      'checkpoint',
    ];
    await runner.query(`drop table ${tables.map((table) => `workspace.${table}`).join(', ')}`);
  }
}
