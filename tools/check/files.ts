import { glob } from 'node:fs/promises';
import { join, relative } from 'node:path';

const skipped = new Set(['node_modules', 'dist', '.git', '.data', '.angular', 'coverage']);

/** Paths below `root` that match a pattern, sorted, with `/`; what is generated or installed is left out. */
export async function filesMatching(root: string, pattern: string): Promise<string[]> {
  const found: string[] = [];
  const entries = glob(pattern, { cwd: root, withFileTypes: true, exclude: (entry) => skipped.has(entry.name) });
  for await (const entry of entries) {
    if (entry.isFile()) found.push(relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  }
  return found.sort();
}
