import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder for downloaded programs, in the user's own cache so that clones share it. */
export function cacheFolder(...parts: string[]): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(base, 'holdfast', ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}
