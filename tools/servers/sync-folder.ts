import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Brings a folder to the disk, with everything in it: files that are gone meanwhile are passed over. */
export async function syncFolder(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) await unlessGone(syncFolder(inside));
    else if (entry.isFile()) await unlessGone(syncPath(inside));
  }
  await syncPath(path);
}

/** Of a folder: the names in it. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

async function unlessGone(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
