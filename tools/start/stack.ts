import { freePort } from '../servers/free-port.ts';
import { syncFolder, syncPath } from '../servers/sync-folder.ts';
import { startRecord } from '../supervise/run-record.ts';
import { createSupervisor } from '../supervise/supervisor.ts';
import type { Supervisor } from '../supervise/supervisor.ts';
import type { Durability } from '../servers/start-nats.ts';
import { dataFolder, readSecrets, takeDataFolder } from './data-folder.ts';
import type { DataFolder, Secrets } from './data-folder.ts';
import { prepareSchemas, startOwnDatabase, useExternalDatabase } from './database.ts';
import { PROCESSES, publicUrls } from './environment.ts';
import type { Facts, NatsCredentials, ProcessName } from './environment.ts';
import { provisionStreams, startOwnNats, useExternalNats } from './nats.ts';
import type { ExternalNats } from './options.ts';
import type { Ports } from './ports.ts';
import { planProcess } from './processes.ts';
import type { Demo } from './seed-context.ts';
import { seedDemo } from './seed.ts';

export type StackOptions = {
  /** Folder of the checkout. */
  root: string;
  dataFolder: string;
  reset?: boolean;
  /** Decides on the ports once the data folder is ours; see ports.ts. */
  choosePorts: () => Promise<Ports>;
  durability?: Durability;
  databaseUrl?: string | undefined;
  nats?: ExternalNats | undefined;
  /** Compiles what is stale while the servers start. */
  build?: () => Promise<void>;
  /** Fills an empty installation with the demo workspace. */
  seed?: boolean;
  /** Additions to the environment of single processes. */
  environment?: Partial<Record<ProcessName, Readonly<Record<string, string>>>>;
  /** How many of a process there are where it is not one: beside `session` then `session-2` and so on. */
  instances?: Partial<Record<ProcessName, number>>;
  /** The port at which a process finds a server, for whom it is to go through something; its own port otherwise. */
  through?: (process: ProcessName, server: ServerName, port: number) => number;
  /** A line of progress for a person. */
  say?: (line: string) => void;
  /** Gives the start up; what was started is then stopped by `stop`. */
  signal?: AbortSignal;
};

/** What processes talk to each other through, and what services keep their read models in. */
export type ServerName = 'nats' | 'postgres';

/** A running installation. */
export type Stack = {
  urls: ReturnType<typeof publicUrls>;
  ports: Ports;
  /** Where each gateway listens, the first at `ports.gateway`. */
  gateways: readonly number[];
  nats: { url: string; monitorUrl: string | undefined } & NatsCredentials;
  /** Postgres for a role that may see everything. */
  databaseUrl: string;
  secrets: Secrets;
  durability: Durability;
  dataFolder: string;
  demo: Demo | undefined;
  supervisor: Supervisor;
  /** Drains and stops everything in order. */
  stop: () => Promise<void>;
};

/**
 * Brings the whole installation up: servers, streams, schemas, services, gateway, demo. Whatever fails, nothing is left running.
 * @throws ActionableFailure | StartupFailure
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const say = options.say ?? (() => undefined);
  const folder = dataFolder(options.dataFolder);
  await takeDataFolder(folder, { reset: options.reset ?? false, say });
  const record = startRecord(folder.run);
  const supervisor = createSupervisor({ logFolder: folder.logs, say, record });
  const stop = async (): Promise<void> => {
    await supervisor.stop();
    record.close();
  };
  const abort = (): void => void stop();
  options.signal?.addEventListener('abort', abort);
  try {
    const stack = await bringUp(options, folder, supervisor, say);
    record.ready(stack.urls.console);
    return { ...stack, supervisor, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

async function bringUp(
  options: StackOptions,
  folder: DataFolder,
  supervisor: Supervisor,
  say: (line: string) => void,
): Promise<Omit<Stack, 'supervisor' | 'stop'>> {
  const { root, signal } = options;
  const durability = options.durability ?? 'power-safe';
  const secrets = readSecrets(folder);
  const ports = await options.choosePorts();
  const step = stepper(say, signal);

  const [nats, databaseUrl] = await allOrFirstError([
    step('nats-server', () =>
      options.nats === undefined
        ? startOwnNats({ folder, ports, secrets, durability, supervisor, say })
        : useExternalNats(options.nats),
    ),
    step('Postgres', async () => {
      if (options.databaseUrl === undefined) return startOwnDatabase({ folder, ports, secrets, supervisor });
      await useExternalDatabase(options.databaseUrl);
      return options.databaseUrl;
    }),
    step('build', options.build ?? (() => Promise.resolve())),
  ]);
  const facts: Facts = { root, ports, secrets, durability, databaseUrl, nats };
  await allOrFirstError([
    step('streams', async () => {
      await provisionStreams(nats, durability);
      // nats-server syncs what is in a stream, and not that there is one.
      if (options.nats === undefined) await syncFolder(folder.nats);
      await syncPath(folder.path);
    }),
    step('roles, schemas and migrations', () => prepareSchemas(root, databaseUrl, secrets)),
  ]);
  const gateways = [ports.gateway];
  await allOrFirstError(
    PROCESSES.flatMap((name) =>
      Array.from({ length: options.instances?.[name] ?? 1 }, async (_, i) => {
        const plan = planProcess(name, seenThrough(options, name, facts), {
          ...options.environment?.[name],
          ...(i === 0 ? {} : await apart(name, gateways)),
        });
        const called = i === 0 ? name : `${name}-${i + 1}`;
        return step(called, () => supervisor.start({ ...plan, name: called }));
      }),
    ),
  );
  const urls = publicUrls(ports);
  const operator = { url: nats.url, monitorUrl: nats.monitorUrl, ...nats.credentials('operator') };
  const demo =
    options.seed === false
      ? undefined
      : await step('demo workspace', () =>
          seedDemo({
            apiUrl: urls.api,
            shopOrigins: [new URL(urls.shop).origin],
            nats: operator,
            demoFile: folder.demo,
            say,
            signal: signal ?? new AbortController().signal,
          }),
        );
  return { urls, ports, gateways, nats: operator, databaseUrl, secrets, durability, dataFolder: folder.path, demo };
}

/** What a further instance has of its own. */
async function apart(name: ProcessName, gateways: number[]): Promise<Record<string, string>> {
  const port = await freePort();
  if (name !== 'gateway') return { PORT: String(port) };
  gateways.push(port);
  return { PORT: String(port), SHOP_PORT: '' };
}

/** The facts as one process is to see them. */
function seenThrough({ through }: StackOptions, process: ProcessName, facts: Facts): Facts {
  if (through === undefined) return facts;
  const moved = (address: string, server: ServerName): string => {
    const url = new URL(address);
    url.port = String(through(process, server, Number(url.port)));
    return url.href;
  };
  const { nats, databaseUrl } = facts;
  return { ...facts, nats: { ...nats, url: moved(nats.url, 'nats') }, databaseUrl: moved(databaseUrl, 'postgres') };
}

/** Runs steps, telling how long each took; after an abort no step begins. */
function stepper(say: (line: string) => void, signal: AbortSignal | undefined) {
  return async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    const from = performance.now();
    const result = await run();
    const seconds = ((performance.now() - from) / 1_000).toFixed(1);
    const detail =
      typeof result === 'object' && result !== null && 'description' in result ? `: ${String(result.description)}` : '';
    say(`  ready  ${name}${detail}  ${seconds} s`);
    return result;
  };
}

/** Like Promise.all, but waits for all before it fails: nothing may be half started when the stop begins. */
async function allOrFirstError<T extends readonly unknown[]>(steps: { [K in keyof T]: Promise<T[K]> }): Promise<T>;
async function allOrFirstError(steps: readonly Promise<unknown>[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(steps);
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
