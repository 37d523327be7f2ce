import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AggregateRef, Commit, SessionEvent } from '@holdfast/contracts';
import { connectNats, readCommits } from '@holdfast/jetstream';
import { eventually, holdProcess, TcpProxy } from '@holdfast/testing';
import { freePort } from '@holdfast/tools';
import { anyPorts, type ServerName, startStack, type Stack, type StackOptions } from '@holdfast/tools/start';
import type { NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';

const ROOT = join(import.meta.dirname, '..', '..');

/** What `npm start` keeps alive, by the names it uses. */
export type ProcessName = 'gateway' | 'session' | 'session-2' | 'assignment' | 'workspace' | 'nats-server' | 'postgres';

export interface PlatformOptions extends Partial<
  Pick<StackOptions, 'environment' | 'instances' | 'durability' | 'dataFolder'>
> {
  /** Every process talks to every server through a network of its own that can be broken. */
  readonly links?: boolean;
}

/** The whole of Holdfast with an empty log: its own processes, supervised, on free ports and a folder of its own. */
export class Platform {
  readonly nats: NatsConnection;
  /** The network between every browser and the gateway. */
  readonly line: TcpProxy;
  /** The networks between processes and servers, by `<process> <server>`; none unless they were asked for. */
  readonly links: ReadonlyMap<string, TcpProxy>;
  readonly #database: pg.Pool;
  readonly #options: StackOptions;
  readonly #isOwnFolder: boolean;
  #stack: Stack;
  readonly #said: string[];
  readonly #paused = new Map<ProcessName, () => void>();
  readonly #guests: { leave(): Promise<void> }[] = [];

  private constructor(
    { options, isOwnFolder }: { readonly options: StackOptions; readonly isOwnFolder: boolean },
    stack: Stack,
    nats: NatsConnection,
    network: { readonly line: TcpProxy; readonly links: ReadonlyMap<string, TcpProxy> },
    said: string[],
  ) {
    this.#options = options;
    this.#isOwnFolder = isOwnFolder;
    this.#stack = stack;
    this.nats = nats;
    this.line = network.line;
    this.links = network.links;
    this.#said = said;
    this.#database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
    // A Postgres that is killed ends idle connections, which is what it was killed for.
    this.#database.on('error', () => undefined);
  }

  /** Without a `dataFolder` it has one that is gone afterwards. */
  static async start({
    environment,
    instances,
    durability,
    dataFolder,
    links: isLinked = false,
  }: PlatformOptions = {}): Promise<Platform> {
    const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'holdfast-e2e-')));
    const said: string[] = [];
    // The gateway tells browsers its public port, and listens on another one behind it.
    const [ports, targetPort] = [await anyPorts(), await freePort()];
    const line = await TcpProxy.open({ port: ports.gateway, targetPort });
    const links = isLinked ? await openLinks(ports) : new Map<string, TcpProxy>();
    const options: StackOptions = {
      root: ROOT,
      dataFolder: folder,
      choosePorts: () => Promise.resolve(ports),
      seed: false,
      ...(durability === undefined ? {} : { durability }),
      ...(instances === undefined ? {} : { instances }),
      through: (process, server, port) => links.get(`${process} ${server}`)?.port ?? port,
      environment: { ...environment, gateway: { PORT: String(targetPort), ...environment?.gateway } },
      say: (told) => void said.push(told),
    };
    try {
      const stack = await startStack(options);
      const { url, user, password } = stack.nats;
      const nats = await connectNats({ servers: url, name: 'e2e', user, pass: password });
      return new Platform({ options, isOwnFolder: dataFolder === undefined }, stack, nats, { line, links }, said);
    } catch (error) {
      await Promise.all([line, ...links.values()].map((proxy) => proxy.close()));
      if (dataFolder === undefined) await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get stack(): Stack {
    return this.#stack;
  }

  /** SIGKILL for everything at once, and when `between` is done a start on the data folder as it is then. */
  async restart(between: () => Promise<void>): Promise<void> {
    await this.#stack.supervisor.kill();
    await between();
    // After a power cut no process of before runs; here the one that is named there, this one, does.
    await rm(join(this.#options.dataFolder, 'run.json'), { force: true });
    this.#stack = await startStack(this.#options);
  }

  /** Somebody who is to leave before everything stops. */
  receives(guest: { leave(): Promise<void> }): void {
    this.#guests.push(guest);
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

  /** SIGSTOP: the process and what it started are there and do nothing, until `resume`. */
  pause(name: ProcessName): void {
    this.#paused.set(name, holdProcess(this.#pid(name)));
  }

  resume(name: ProcessName): void {
    this.#paused.get(name)?.();
    this.#paused.delete(name);
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
    // If it stood still, what it had started still does, and would never find that it is gone.
    this.resume(name);
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
    // What stands still does not stop when it is asked to.
    for (const name of this.#paused.keys()) this.resume(name);
    await Promise.all(this.#guests.map((guest) => guest.leave()));
    await Promise.all([this.nats.close(), this.#database.end(), this.line.close()]);
    // The processes need their servers to stop in order.
    await this.stack.stop();
    await Promise.all([...this.links.values()].map((link) => link.close()));
    if (this.#isOwnFolder) await rm(this.stack.dataFolder, { recursive: true, force: true });
  }
}

async function openLinks(ports: { nats: number; postgres: number }): Promise<Map<string, TcpProxy>> {
  const processes = ['gateway', 'session', 'assignment', 'workspace'] satisfies ProcessName[];
  const servers = ['nats', 'postgres'] satisfies ServerName[];
  const links = new Map<string, TcpProxy>();
  for (const process of processes)
    for (const server of servers) links.set(`${process} ${server}`, await TcpProxy.open({ targetPort: ports[server] }));
  return links;
}
