import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pictures of agents, what a site asks and says, the keys by which sites vouch for people, and invitations. */
const CHANGES = `
alter table workspace.agent add column picture text;
alter table workspace.site add column pre_chat jsonb;
alter table workspace.site add column away_message text;
alter table workspace.site add column verified_only boolean not null default false;

create table workspace.identity_key (
  workspace text not null,
  site_id text not null,
  key text not null,
  made_at timestamptz not null,
  primary key (workspace, site_id)
);
create table workspace.invitation (
  workspace text not null,
  agent_id text not null,
  token_hash bytea not null unique,
  expires_at timestamptz not null,
  primary key (workspace, agent_id)
);
`;

const TENANT_TABLES = ['identity_key', 'invitation'];

export class PeopleAndSites1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHANGES);
    for (const table of TENANT_TABLES) {
      await runner.query(`alter table workspace.${table} enable row level security`);
      await runner.query(`alter table workspace.${table} force row level security`);
      await runner.query(
        `create policy own_workspace on workspace.${table} using (workspace = current_setting('holdfast.workspace', true)) with check (workspace = current_setting('holdfast.workspace', true))`,
      );
      await runner.query(`grant select, insert, update, delete on workspace.${table} to holdfast_workspace`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table workspace.identity_key, workspace.invitation');
    await runner.query('alter table workspace.agent drop column picture');
    await runner.query(
      'alter table workspace.site drop column pre_chat, drop column away_message, drop column verified_only',
    );
  }
}
