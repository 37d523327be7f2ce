import { appendFileSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Windows are armed by a file of their name in a folder that the processes of a run share. Everything here is done before it returns:
 * a window may be as narrow as two statements.
 */

const HITS = 'hits';

export function arm(folder: string, window: string): void {
  writeFileSync(join(folder, window), '');
}

/** Whether the window was armed. It is not any more: of all who come there one is told so. */
export function disarm(folder: string, window: string): boolean {
  try {
    unlinkSync(join(folder, window));
    return true;
  } catch {
    return false;
  }
}

/** Notes that somebody dies in the window. */
export function noteHit(folder: string, window: string): void {
  appendFileSync(join(folder, HITS), `${window}\n`);
}

/** The hits that were noted since this was last asked. */
export function takeHits(folder: string): readonly string[] {
  const file = join(folder, HITS);
  appendFileSync(file, '');
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, '');
  return lines.slice(0, -1);
}
