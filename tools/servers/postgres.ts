import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startChild } from './child.ts';
import type { ChildPlan, Exit } from './child.ts';
import { ActionableFailure } from './failure.ts';
import { freePort } from './free-port.ts';
import { findPostgres } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { lastLine, runCommand } from './run-command.ts';
import { unprivileged } from './unprivileged.ts';

const SUPERUSER = 'postgres';

export type PostgresOptions = {
  /** Data folder; made by the first start. */
  folder: string;
  port: number;
  password: string;
  /**
   * Whether a commit is on disk before it is answered. False is for tests that do not test durability:
   * a power cut may then ruin the data folder.
   */
  durable?: boolean;
};

/** Makes the data folder when there is none, and says how to run Postgres on it. Listens on 127.0.0.1 only, no socket file. */
export async function planPostgres(options: PostgresOptions): Promise<ChildPlan> {
  const binaries = await findPostgres();
  const { prefix, prepare } = await unprivileged();
  await initialise(binaries, prefix, prepare, options);
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    log_min_messages: 'warning',
    // After a crash what was written since the last checkpoint is done again before anybody is answered.
    checkpoint_timeout: '30s',
    // After a crash everything is synced first: by one call for the file system, where there is one, instead of file by file.
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
    ...(options.durable === false
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off', max_wal_size: '4GB' }
      : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = binaries.postgres, ...args] = [...prefix, binaries.postgres, '-D', options.folder, ...flags];
  return {
    name: 'postgres',
    command,
    args,
    // SIGINT is the fast shutdown: it ends open sessions, which SIGTERM would wait for.
    stopSignal: 'SIGINT',
    stopBudgetMs: 15_000,
    orphanSignal: 'SIGINT',
    readyBudgetMs: 60_000,
    isReady: () => answers(postgresUrl(options)),
  };
}

async function initialise(
  binaries: PostgresBinaries,
  prefix: readonly string[],
  prepare: (folder: string) => void,
  options: PostgresOptions,
): Promise<void> {
  const { folder } = options;
  const versionFile = join(folder, 'PG_VERSION');
  const major = binaries.version.split('.')[0] ?? '';
  if (existsSync(versionFile)) {
    const made = readFileSync(versionFile, 'utf8').trim();
    if (made === major) return;
    throw new ActionableFailure(
      `The data in ${folder} was made by Postgres ${made}, and this is Postgres ${major}.`,
      'Run npm start -- --reset to begin with empty data, or point DATABASE_URL at a server that has the data.',
    );
  }
  // What an interrupted initdb left behind has no version file and is nothing yet.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  prepare(folder);
  const passwordFile = join(folder, '..', `.initdb-${randomBytes(6).toString('hex')}`);
  // The unprivileged user reads it by name; it is gone again before anything listens.
  writeFileSync(passwordFile, `${options.password}\n`, { mode: prefix[0] === 'setpriv' ? 0o644 : 0o600 });
  try {
    const [command = binaries.initdb, ...args] = [
      ...prefix,
      binaries.initdb,
      `--pgdata=${folder}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      ...(options.durable === false ? ['--no-sync'] : []),
    ];
    const made = await runCommand(command, args, { timeoutMs: 120_000 });
    if (made.code !== 0) {
      rmSync(folder, { recursive: true, force: true });
      throw new ActionableFailure(
        `Postgres could not make its data folder: ${lastLine(made)}.`,
        'Run as an ordinary user, or keep the clone in a folder that other users may enter, or set DATABASE_URL to a running Postgres.',
      );
    }
  } finally {
    unlinkSync(passwordFile);
  }
}

/** Address of the embedded Postgres for its superuser. */
export function postgresUrl(options: { port: number; password: string }, database = 'postgres'): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${database}`;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } finally {
    await client.end();
  }
}

export type RunningPostgres = {
  /** Address of the maintenance database, for the superuser. */
  url: string;
  port: number;
  pid: number;
  exited: Promise<Exit>;
  stop: () => Promise<void>;
  /** SIGKILL, as a crash would be. */
  kill: () => Promise<void>;
};

export type StartPostgresOptions = Pick<PostgresOptions, 'folder' | 'durable'> &
  Partial<Pick<PostgresOptions, 'port' | 'password'>> & { onLine?: (line: string) => void };

/** Starts the embedded Postgres and resolves when it answers. A port that is not given is a free one. */
export async function startPostgres(options: StartPostgresOptions): Promise<RunningPostgres> {
  const port = options.port ?? (await freePort());
  const full = { ...options, port, password: options.password ?? 'holdfast' };
  const child = startChild(await planPostgres(full), options.onLine);
  try {
    await child.ready();
  } catch (error) {
    await child.kill();
    throw error;
  }
  return {
    url: postgresUrl(full),
    port,
    pid: child.pid ?? 0,
    exited: child.exited,
    stop: async () => {
      await child.stop();
    },
    kill: async () => {
      await child.kill();
    },
  };
}
