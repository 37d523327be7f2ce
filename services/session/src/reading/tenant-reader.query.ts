import { type Answer, type InboxSnapshot } from '@holdfast/contracts';
import { type Checkpoint } from '@holdfast/jetstream';
import { Inject, Injectable } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { DataSource, type EntityManager } from 'typeorm';
import { CheckpointRow } from '../projection/checkpoint.entity.ts';
import { PROJECTION, type ProjectionPosition } from '../projection/position.ts';

export type ReadPosition = Answer<typeof InboxSnapshot>['at'];

/** Reads of one workspace, each on one state of the tables: what is read together belongs together. */
@Injectable()
export class TenantReader {
  #opening: Promise<unknown> | undefined;

  constructor(
    private readonly source: DataSource,
    @Inject(PROJECTION) private readonly projection: ProjectionPosition,
  ) {}

  /** @throws RpcException `unavailable` while Postgres does not answer */
  async read<T>(workspace: string, ask: (manager: EntityManager, at: ReadPosition) => Promise<T>): Promise<T> {
    try {
      await this.#open();
      return await this.source.transaction('REPEATABLE READ', async (manager) => {
        await manager.query(
          `select set_config('transaction_read_only', 'on', true), set_config('holdfast.workspace', $1, true)`,
          [workspace],
        );
        return ask(manager, await this.#position(manager));
      });
    } catch (cause) {
      throw Object.assign(new RpcException({ code: 'unavailable', message: 'the read model does not answer' }), {
        cause,
      });
    }
  }

  /** Reads the tables that belong to no workspace; of the others it sees no row. */
  async everywhere<T>(ask: (manager: EntityManager) => Promise<T>): Promise<T> {
    await this.#open();
    return ask(this.source.manager);
  }

  /** Whether Postgres answers within a time. */
  async answers(withinMs: number): Promise<boolean> {
    const asked = this.#open().then(() => this.source.query('select 1'));
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), withinMs).unref());
    return Promise.race([asked, late]).then(
      () => true,
      () => false,
    );
  }

  /** How far the log was read, by whichever instance. @throws what Postgres or the driver does */
  async stored(): Promise<Checkpoint | null> {
    const row = await this.everywhere((manager) =>
      manager.findOneBy(CheckpointRow, { projection: this.projection.name }),
    );
    return row === null ? null : { epoch: row.epoch, sequence: Number(row.sequence), commitId: row.commitId };
  }

  /** Where the tables stand against the log, within the same state. */
  async #position(manager: EntityManager): Promise<ReadPosition> {
    const { name, epoch, caughtUp } = this.projection;
    const row = await manager.findOneBy(CheckpointRow, { projection: name });
    return { epoch: row?.epoch ?? epoch, sequence: Number(row?.sequence ?? 0), caughtUp };
  }

  /** Connects at the first question, and at the next one again if that failed: the service starts without Postgres. */
  async #open(): Promise<void> {
    if (this.source.isInitialized) return;
    this.#opening ??= this.source.initialize().finally(() => (this.#opening = undefined));
    await this.#opening;
  }
}
