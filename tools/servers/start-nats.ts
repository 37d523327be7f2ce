import { mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from './child.ts';
import type { ChildPlan, Exit } from './child.ts';
import { freePort } from './free-port.ts';
import { permissionsConf } from './nats-permissions.ts';
import type { NatsPermissions } from './nats-permissions.ts';
import { findNatsServer } from './nats-server.ts';

/** What survives a power cut: `power-safe` syncs each append before it is acknowledged, `process-safe` leaves it to the system. */
export type Durability = 'power-safe' | 'process-safe';

export type NatsUser = {
  user: string;
  password: string;
  /** Subject allow-lists; without them the user may do everything in its account. */
  permissions?: NatsPermissions | undefined;
};

/** A NATS account: an isolated world of subjects and streams. */
export type NatsAccount = { name: string; users: readonly NatsUser[] };

export type NatsOptions = {
  binary: string;
  /** Holds the configuration file and, below it, the streams. */
  folder: string;
  port: number;
  monitorPort: number;
  durability: Durability;
  /** Users of the only account. */
  users?: readonly NatsUser[];
  /** Several isolated accounts instead. */
  accounts?: readonly NatsAccount[];
  /** Upper limit of all streams on disk, in bytes; without it half of what the disk has free. */
  maxFileStore?: number;
  /** The same for streams in memory; 1 GiB without it. */
  maxMemoryStore?: number;
  serverName?: string;
};

const GIB = 2 ** 30;

/** Writes the configuration and says how to run nats-server with it. Everything listens on 127.0.0.1 only. */
export function planNats(options: NatsOptions): ChildPlan {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const config = join(options.folder, 'nats-server.conf');
  writeFileSync(config, natsConfig(options), { mode: 0o600 });
  return {
    name: 'nats-server',
    command: options.binary,
    args: ['--config', config],
    stopSignal: 'SIGTERM',
    stopBudgetMs: 10_000,
    orphanSignal: 'SIGTERM',
    readyBudgetMs: 30_000,
    // It answers 200 only when JetStream has recovered every stream and consumer, and could write all that it was given.
    isReady: async () => (await healthOf(options.monitorPort)).isHealthy,
    // A stream that could not be written once, e.g. to a full disk, is not written again before the next start.
    isWell: async () => !(await healthOf(options.monitorPort)).text.includes('write error'),
  };
}

/** @throws when there is no answer */
async function healthOf(monitorPort: number): Promise<{ readonly isHealthy: boolean; readonly text: string }> {
  const health = await fetch(`http://127.0.0.1:${monitorPort}/healthz`, { signal: AbortSignal.timeout(2_000) });
  return { isHealthy: health.ok, text: await health.text() };
}

function natsConfig(options: NatsOptions): string {
  const maxFile = options.maxFileStore ?? Math.min(64 * GIB, Math.floor(freeBytes(options.folder) / 2));
  const lines = [
    `server_name: ${text(options.serverName ?? 'holdfast')}`,
    `host: "127.0.0.1"`,
    `port: ${options.port}`,
    `http: "127.0.0.1:${options.monitorPort}"`,
    'jetstream {',
    `  store_dir: ${text(join(options.folder, 'streams'))}`,
    // JetStream stops altogether when the disk is full; a limit below the disk turns that into a refusal.
    `  max_file_store: ${maxFile}`,
    `  max_memory_store: ${options.maxMemoryStore ?? GIB}`,
    ...(options.durability === 'power-safe' ? ['  sync_interval: always'] : []),
    '}',
  ];
  if (options.users !== undefined)
    lines.push('authorization {', `  users: [${options.users.map(userBlock).join(', ')}]`, '}');
  if (options.accounts !== undefined) {
    lines.push('accounts {');
    for (const account of options.accounts) {
      lines.push(`  ${account.name}: { jetstream: enabled, users: [${account.users.map(userBlock).join(', ')}] }`);
    }
    lines.push('}');
  }
  return `${lines.join('\n')}\n`;
}

function userBlock({ user, password, permissions }: NatsUser): string {
  const limits = permissions === undefined ? '' : `, permissions: ${permissionsConf(permissions)}`;
  return `{ user: ${text(user)}, password: ${text(password)}${limits} }`;
}

/** JSON's quoting is a subset of what the configuration format accepts. */
function text(value: string): string {
  return JSON.stringify(value);
}

function freeBytes(folder: string): number {
  const disk = statfsSync(folder);
  return disk.bavail * disk.bsize;
}

export type RunningNats = {
  /** Without credentials. */
  url: string;
  monitorUrl: string;
  port: number;
  pid: number;
  durability: Durability;
  exited: Promise<Exit>;
  stop: () => Promise<void>;
  /** SIGKILL, as a crash would be. */
  kill: () => Promise<void>;
};

export type StartNatsOptions = Omit<NatsOptions, 'binary' | 'port' | 'monitorPort' | 'durability'> &
  Partial<Pick<NatsOptions, 'binary' | 'port' | 'monitorPort' | 'durability'>> & { onLine?: (line: string) => void };

/** Starts a nats-server and resolves when it answers. Ports that are not given are free ones. */
export async function startNats(options: StartNatsOptions): Promise<RunningNats> {
  const port = options.port ?? (await freePort());
  const monitorPort = options.monitorPort ?? (await freePort());
  const durability = options.durability ?? 'power-safe';
  const binary = options.binary ?? (await findNatsServer()).path;
  const child = startChild(planNats({ ...options, binary, port, monitorPort, durability }), options.onLine);
  try {
    await child.ready();
  } catch (error) {
    await child.kill();
    throw error;
  }
  return {
    url: `nats://127.0.0.1:${port}`,
    monitorUrl: `http://127.0.0.1:${monitorPort}`,
    port,
    pid: child.pid ?? 0,
    durability,
    exited: child.exited,
    stop: async () => {
      await child.stop();
    },
    kill: async () => {
      await child.kill();
    },
  };
}
