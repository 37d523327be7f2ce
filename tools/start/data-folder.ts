import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ActionableFailure } from '../servers/failure.ts';
import { NATS_USERS } from '../servers/nats-permissions.ts';
import type { NatsUserName } from '../servers/nats-permissions.ts';
import { DATABASE_ROLES } from '../servers/prepare-database.ts';
import { endLeftovers, runningSupervisor } from '../supervise/run-record.ts';

/** Everything that is made up once and kept. */
export type Secrets = {
  /** Signs access tokens. */
  token: string;
  /** Superuser of the embedded Postgres. */
  postgres: string;
  /** By Postgres role. */
  roles: Record<string, string>;
  /** By NATS user. */
  nats: Record<NatsUserName, string>;
};

/** The paths below the data folder. */
export type DataFolder = {
  path: string;
  logs: string;
  nats: string;
  postgres: string;
  /** What runs; see run-record.ts. */
  run: string;
  /** The demo workspace's accounts. */
  demo: string;
};

// What a start makes, and all that a reset removes: the folder may have been named by hand.
const CONTENTS = [
  'logs',
  'nats',
  'postgres',
  'run.json',
  'run.json.next',
  'demo.json',
  'secrets.json',
  'secrets.json.next',
];

export function dataFolder(path: string): DataFolder {
  return {
    path,
    logs: join(path, 'logs'),
    nats: join(path, 'nats'),
    postgres: join(path, 'postgres'),
    run: join(path, 'run.json'),
    demo: join(path, 'demo.json'),
  };
}

/** Makes the folder ready for this process alone. @throws ActionableFailure when another one uses it or it cannot be written */
export async function takeDataFolder(
  folder: DataFolder,
  options: { reset: boolean; say: (line: string) => void },
): Promise<void> {
  const running = runningSupervisor(folder.run);
  if (running !== undefined) {
    const { pid } = running.supervisor;
    throw new ActionableFailure(
      `Holdfast already runs on ${folder.path}${running.url === undefined ? '' : `, at ${running.url}`} (process ${pid}).`,
      `Use that one, stop it with Ctrl-C where it runs or with "kill ${pid}", or start another one with --data and another folder.`,
    );
  }
  for (const name of await endLeftovers(folder.run))
    options.say(`Ended ${name}, left over from a start that was killed.`);
  try {
    if (options.reset) for (const name of CONTENTS) rmSync(join(folder.path, name), { recursive: true, force: true });
    mkdirSync(folder.logs, { recursive: true, mode: 0o700 });
    chmodSync(folder.path, 0o700);
  } catch (error) {
    throw new ActionableFailure(
      `The data folder ${folder.path} cannot be written (${error instanceof Error ? error.message : String(error)}).`,
      'Make it yours, or choose another one with --data.',
      error,
    );
  }
}

/** The secrets of this installation, made at its first start; the file can be read by its owner only. */
export function readSecrets(folder: DataFolder): Secrets {
  const path = join(folder.path, 'secrets.json');
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>) : {};
  const secrets: Secrets = {
    token: kept.token ?? secret(48),
    postgres: kept.postgres ?? secret(24),
    roles: withAll(DATABASE_ROLES, kept.roles),
    nats: withAll(NATS_USERS, kept.nats),
  };
  // On disk before it has its name: after a power cut an empty file would lock everybody out.
  writeFileSync(`${path}.next`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.next`, path);
  return secrets;
}

function withAll<K extends string>(
  names: readonly K[],
  kept: Partial<Record<K, string>> | undefined,
): Record<K, string> {
  return Object.fromEntries(names.map((name) => [name, kept?.[name] ?? secret(24)])) as Record<K, string>;
}

function secret(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
