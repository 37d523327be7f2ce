import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A chat that was queued tells whom it was meant for: the decisions are read from the log anew. */
export class MeantFor1764000000002 implements MigrationInterface {
  readonly name = 'MeantFor1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('truncate decision, checkpoint');
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}
