import { access, chmod, constants, copyFile, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { ActionableFailure, messageOf } from './failure.ts';
import { fromDebianUnstable } from './nats-from-debian.ts';
import { fromGo } from './nats-from-go.ts';
import { fromReleaseArchive } from './nats-from-archive.ts';
import type { NatsServerSource } from './nats-source.ts';
import { runCommand } from './run-command.ts';

/** The oldest nats-server with every stream option that Holdfast sets; older ones drop unknown options silently. */
export const OLDEST_NATS_SERVER = '2.14.3';

export type NatsServerBinary = { path: string; version: string; origin: string };

export type FindOptions = {
  say?: (line: string) => void;
  sources?: readonly NatsServerSource[];
  env?: NodeJS.ProcessEnv;
};

const SOURCES: readonly NatsServerSource[] = [fromDebianUnstable, fromGo, fromReleaseArchive];

/**
 * Finds a nats-server that is recent enough, or gets one: the machine's own, the cached one, then each source in order.
 * @throws ActionableFailure that says what each way answered, and the cure.
 */
export async function findNatsServer(options: FindOptions = {}): Promise<NatsServerBinary> {
  const say = options.say ?? (() => undefined);
  const env = options.env ?? process.env;
  const answers: string[] = [];

  const own = await ownBinary(env, answers);
  if (own !== undefined) return own;
  const cached = await cachedBinary();
  if (cached !== undefined) return cached;

  for (const source of options.sources ?? SOURCES) {
    const folder = await mkdtemp(join(cacheFolder('nats-server'), 'get-'));
    try {
      const fetched = await source.fetch(folder, say);
      if (fetched === undefined) continue;
      return await intoCache(fetched, source.name);
    } catch (error) {
      answers.push(`${source.name}: ${messageOf(error)}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  throw new ActionableFailure(
    `nats-server ${OLDEST_NATS_SERVER} or newer is not to be had here (${answers.join('; ') || 'no way applies'}).`,
    'Put a nats-server on the PATH, or set NATS_SERVER to its path, or NATS_URL to a running server; ' +
      'it comes from https://nats.io/download, from Debian unstable, or from `go install github.com/nats-io/nats-server/v2@latest`. ' +
      'Behind a mirror of the releases, set HOLDFAST_NATS_RELEASES to its base URL.',
  );
}

/** NATS_SERVER is a decision and therefore never passed over in silence; one on the PATH that is too old is. */
async function ownBinary(env: NodeJS.ProcessEnv, answers: string[]): Promise<NatsServerBinary | undefined> {
  const named = env['NATS_SERVER'];
  if (named !== undefined && named !== '') {
    const version = await versionOf(named);
    if (version !== undefined && isRecent(version)) return { path: named, version, origin: 'NATS_SERVER' };
    throw new ActionableFailure(
      version === undefined
        ? `NATS_SERVER names ${named}, which is not a nats-server that runs here.`
        : `NATS_SERVER names nats-server ${version}, which is older than ${OLDEST_NATS_SERVER}.`,
      'Unset NATS_SERVER to let Holdfast get one, or name a newer one.',
    );
  }
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'nats-server');
    if (folder === '' || !(await isExecutable(path))) continue;
    const version = await versionOf(path);
    if (version !== undefined && isRecent(version)) return { path, version, origin: 'PATH' };
    answers.push(`${path} is ${version ?? 'of unknown version'}, too old`);
  }
  return undefined;
}

async function cachedBinary(): Promise<NatsServerBinary | undefined> {
  const folder = cacheFolder('nats-server');
  const versions = (await readdir(folder)).filter((name) => /^\d+\.\d+\.\d+$/.test(name) && isRecent(name));
  for (const version of versions.sort(compareVersions).reverse()) {
    const path = join(folder, version, 'nats-server');
    if ((await versionOf(path)) === version) return { path, version, origin: 'cache' };
  }
  return undefined;
}

async function intoCache(fetched: string, origin: string): Promise<NatsServerBinary> {
  await chmod(fetched, 0o755);
  const version = await versionOf(fetched);
  if (version === undefined) throw new Error('what was fetched does not run here');
  if (!isRecent(version)) throw new Error(`it has ${version}, which is too old`);
  const path = join(cacheFolder('nats-server', version), 'nats-server');
  // Copied beside and renamed: two starts at once must not run half a file.
  const beside = `${path}.${process.pid}`;
  await copyFile(fetched, beside);
  await chmod(beside, 0o755);
  await rename(beside, path);
  return { path, version, origin };
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function versionOf(path: string): Promise<string | undefined> {
  const result = await runCommand(path, ['--version'], { timeoutMs: 10_000 });
  return /nats-server: v(\d+\.\d+\.\d+)/.exec(result.stdout)?.[1];
}

/** Whether a version such as `2.15.1` is one that Holdfast accepts. */
export function isRecent(version: string): boolean {
  return compareVersions(version, OLDEST_NATS_SERVER) >= 0;
}

function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let n = 0; n < 3; n++) {
    const difference = (left[n] ?? 0) - (right[n] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
