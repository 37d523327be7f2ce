import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from './check/problem.ts';

const path = 'package-lock.json';

type LockedPackage = { resolved?: string; optionalDependencies?: Record<string, string> };

/**
 * The lock file works everywhere: it names no registry, so that each machine uses its own, and it holds
 * every optional package of every platform (npm drops those that the registry of the day lacks, and
 * `npm ci` then refuses the file wherever they exist).
 */
export async function checkLock(root: string): Promise<Problem[]> {
  const { packages } = JSON.parse(await readFile(join(root, path), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(packages).flatMap(([place, { resolved, optionalDependencies = {} }]) => {
    const missing = Object.keys(optionalDependencies).filter(
      (name) =>
        packages[`node_modules/${name}`] === undefined && packages[`${place}/node_modules/${name}`] === undefined,
    );
    const problems = missing.map((name) => ({ path, text: `lacks ${name}, optional in ${place}` }));
    return resolved?.includes('://') === true
      ? [...problems, { path, text: `names the registry of ${place}` }]
      : problems;
  });
}
