import type { DataSource, EntityManager } from 'typeorm';
import type { Sql } from './sql.ts';

/** Runs the work in one transaction of no workspace: it sees the tables that have none, and no rows of those that have. */
export function inTransaction<T>(
  dataSource: DataSource,
  work: (sql: Sql, manager: EntityManager) => Promise<T>,
): Promise<T> {
  return dataSource.transaction(async (manager) => {
    const runner = manager.queryRunner;
    if (runner === undefined) throw new Error('a transaction without its connection');
    const sql: Sql = async <Row extends object>(text: string, values: readonly unknown[] = []) => {
      const { records } = await runner.query(text, [...values], true);
      return records as Row[];
    };
    return work(sql, manager);
  });
}

/** Runs the work in one transaction that sees the rows of one workspace. */
export function inWorkspace<T>(
  dataSource: DataSource,
  workspace: string,
  work: (sql: Sql, manager: EntityManager) => Promise<T>,
): Promise<T> {
  return inTransaction(dataSource, async (sql, manager) => {
    await enterWorkspace(sql, workspace);
    return work(sql, manager);
  });
}

/** From here to the end of the transaction row-level security shows this workspace and no other. */
export async function enterWorkspace(sql: Sql, workspace: string): Promise<void> {
  await sql(`select set_config('holdfast.workspace', $1, true)`, [workspace]);
}
