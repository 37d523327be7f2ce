import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const outputs = new Set(['dist', 'node_modules', '.angular']);

/** Hash of the names and contents of everything below `paths`, outputs left out. */
export async function fingerprint(root: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await filesBelow(root, path)) {
      hash.update(`${file}\0`).update(await readFile(join(root, file)));
    }
  }
  return hash.digest('hex');
}

/** True when the output of `target` was made from inputs of this fingerprint and is still there. */
export async function wasBuiltFrom(root: string, target: string, inputs: string, output = 'dist'): Promise<boolean> {
  if (!existsSync(join(root, target, output))) return false;
  const recorded = await readFile(recordOf(root, target), 'utf8').catch(() => undefined);
  return recorded === inputs;
}

/** Remembers what `target` was built from. */
export async function markBuilt(root: string, target: string, inputs: string): Promise<void> {
  const record = recordOf(root, target);
  await mkdir(dirname(record), { recursive: true });
  await writeFile(record, inputs);
}

function recordOf(root: string, target: string): string {
  return join(root, 'node_modules', '.cache', 'holdfast', `${target}.inputs`);
}

async function filesBelow(root: string, path: string): Promise<string[]> {
  const found = await stat(join(root, path)).catch(() => undefined);
  if (found === undefined) return [];
  if (found.isFile()) return [path];
  const files: string[] = [];
  const entries = glob('**/*', {
    cwd: join(root, path),
    withFileTypes: true,
    exclude: (entry) => outputs.has(entry.name),
  });
  for await (const entry of entries) {
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name).slice(root.length + 1));
  }
  return files.sort();
}
