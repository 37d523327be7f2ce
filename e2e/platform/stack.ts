import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AggregateRef, Commit, SessionEvent } from '@holdfast/contracts';
import { connectNats, readCommits } from '@holdfast/jetstream';
import { eventually, TcpProxy } from '@holdfast/testing';
import { freePort } from '@holdfast/tools';
import { anyPorts, startStack, type Stack, type StackOptions } from '@holdfast/tools/start';
import type { NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';

const ROOT = join(import.meta.dirname, '..', '..');

/** What `npm start` keeps alive, by the names it uses. */
export type ProcessName = 'gateway' | 'session' | 'assignment' | 'workspace' | 'nats-server' | 'postgres';

/** The whole of Holdfast with an empty log: its own processes, supervised, on free ports and a folder of its own. */
export class Platform {
  readonly stack: Stack;
  readonly nats: NatsConnection;
  /** The network between every browser and the gateway. */
  readonly line: TcpProxy;
  readonly #database: pg.Pool;
  readonly #said: string[];

  private constructor(stack: Stack, nats: NatsConnection, line: TcpProxy, said: string[]) {
    this.stack = stack;
    this.nats = nats;
    this.line = line;
    this.#said = said;
    this.#database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
    // A Postgres that is killed ends idle connections, which is what it was killed for.
    this.#database.on('error', () => undefined);
  }

  static async start({ environment }: Pick<StackOptions, 'environment'> = {}): Promise<Platform> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'));
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    // The gateway tells browsers its public port, and listens on another one behind it.
    const [ports, targetPort] = [await anyPorts(), await freePort()];
    const line = await TcpProxy.open({ port: ports.gateway, targetPort });
    try {
      const stack = await startStack({
        root: ROOT,
        dataFolder,
        choosePorts: () => Promise.resolve(ports),
        seed: false,
        environment: { ...environment, gateway: { PORT: String(targetPort), ...environment?.gateway } },
        say,
      });
      const { url, user, password } = stack.nats;
      return new Platform(stack, await connectNats({ servers: url, name: 'e2e', user, pass: password }), line, said);
    } catch (error) {
      await line.close();
      await rm(dataFolder, { recursive: true, force: true });
      throw error;
    }
  }

  /** What the supervisor has told. */
  get said(): readonly string[] {
    return this.#said;
  }

  get socketUrl(): string {
    return `ws://127.0.0.1:${this.stack.ports.gateway}/ws`;
  }

  /** Every connection of a browser breaks, and none can be made, until `reconnect`. */
  disconnect(): void {
    this.line.refuse(true);
    this.line.reset();
  }

  reconnect(): void {
    this.line.refuse(false);
  }

  /** SIGSTOP: the process is there and does nothing, until `resume`. */
  pause(name: ProcessName): void {
    process.kill(this.#pid(name), 'SIGSTOP');
  }

  resume(name: ProcessName): void {
    process.kill(this.#pid(name), 'SIGCONT');
  }

  #pid(name: ProcessName): number {
    const pid = this.stack.supervisor.pids()[name];
    if (pid === undefined) throw new Error(`${name} is not running`);
    return pid;
  }

  /** SIGKILL. Resolves when the supervisor has started the next one, which need not be ready. */
  async kill(name: ProcessName): Promise<void> {
    const pid = this.#pid(name);
    process.kill(pid, 'SIGKILL');
    await eventually(() => ![undefined, pid].includes(this.stack.supervisor.pids()[name]), { within: 30_000 });
  }

  /** Every commit of an aggregate in `CHAT_EVENTS`, oldest first. */
  async commits(ref: AggregateRef): Promise<Commit[]> {
    return (await readCommits(this.nats, ref)).commits.map(({ commit }) => commit);
  }

  async sessionCommits(workspace: string, id: string): Promise<Commit<SessionEvent>[]> {
    return (await this.commits({ workspace, kind: 'session', id })) as Commit<SessionEvent>[];
  }

  /** Rows, as a role that sees every workspace. */
  async rows<T extends pg.QueryResultRow>(text: string, ...values: unknown[]): Promise<T[]> {
    return (await this.#database.query<T>(text, values)).rows;
  }

  async stop(): Promise<void> {
    await Promise.all([this.nats.close(), this.#database.end(), this.line.close()]);
    await this.stack.stop();
    await rm(this.stack.dataFolder, { recursive: true, force: true });
  }
}
