import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = 'holdfast_assignment';

// Collation "C": ids are compared, never sorted for people.
const ID = 'text collate "C" not null';

const STATEMENTS = [
  `create table checkpoint (
     projection ${ID} primary key, epoch ${ID}, sequence bigint not null, commit_id ${ID}
   )`,
  `create table decision (
     workspace ${ID}, session ${ID}, v integer not null, id ${ID}, at timestamptz not null, type ${ID}, ticket integer not null,
     agent_id text, agent_name text, kind text, reason text, considered jsonb not null, considered_total integer not null,
     primary key (workspace, session, v)
   )`,
  'alter table decision enable row level security',
  'alter table decision force row level security',
  `create policy own_workspace on decision
     using (workspace = current_setting('holdfast.workspace', true))
     with check (workspace = current_setting('holdfast.workspace', true))`,
  `grant select, insert, update, delete on checkpoint, decision to ${ROLE}`,
];

/** The read model of the desk's decisions. Names are without schema: they belong to the first schema of the search path. */
export class Decisions1764000000001 implements MigrationInterface {
  readonly name = 'Decisions1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table decision, checkpoint');
  }
}
