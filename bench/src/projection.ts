import pg from 'pg';
import { until } from './installation.ts';

/** Looks into Postgres as an operator does: whether, and how soon, what was shown is there. */
export class Projection {
  readonly #client: pg.Client;
  readonly #workspace: string;
  readonly #lags: number[] = [];
  #looking = false;

  private constructor(client: pg.Client, workspace: string) {
    this.#client = client;
    this.#workspace = workspace;
  }

  static async open(databaseUrl: string, workspace: string): Promise<Projection> {
    const client = new pg.Client({ connectionString: databaseUrl });
    // A Postgres that is killed ends the connection; the next look says so.
    client.on('error', () => undefined);
    await client.connect();
    return new Projection(client, workspace);
  }

  /** ms from the showing of a sampled message to the first look that found its row. */
  get lags(): readonly number[] {
    return this.#lags;
  }

  /** Samples this message, unless another one is being looked for. */
  sample(eventId: string, session: string, shownAt: number): void {
    if (this.#looking) return;
    this.#looking = true;
    this.#look(eventId, session, shownAt).then(
      (lag) => {
        this.#lags.push(lag);
        setTimeout(() => {
          this.#looking = false;
        }, 30);
      },
      () => undefined,
    );
  }

  /** Waits until all messages are there; answers how many are. */
  async count(expected: number, withinMs: number): Promise<number> {
    let found = 0;
    const look = async (): Promise<boolean> => {
      found = await this.messages();
      return found >= expected;
    };
    await until('all messages are projected', look, withinMs).catch(() => undefined);
    return found;
  }

  /** How many messages are there now. @throws when Postgres does not answer */
  async messages(): Promise<number> {
    const { rows } = await this.#client.query<{ count: string }>(
      `select count(*) from session.transcript where workspace = $1 and type = 'MessagePosted'`,
      [this.#workspace],
    );
    return Number(rows[0]?.count ?? 0);
  }

  async version(): Promise<string> {
    const { rows } = await this.#client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version ?? 'unknown';
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  async #look(eventId: string, session: string, shownAt: number): Promise<number> {
    for (;;) {
      const { rowCount } = await this.#client.query({
        name: 'look',
        text: 'select 1 from session.transcript where workspace = $1 and session = $2 and event_id = $3',
        values: [this.#workspace, session, eventId],
      });
      if ((rowCount ?? 0) > 0) return performance.now() - shownAt;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}
