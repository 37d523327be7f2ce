import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arm, disarm, noteHit, takeHits } from './arming.ts';
import { type CrashWindow, WINDOWS } from './windows.ts';

const FAILPOINTS = join(import.meta.dirname, 'failpoints.ts');

/** What came of the windows that were armed. */
export interface Crashed {
  readonly armed: readonly CrashWindow[];
  readonly hit: readonly CrashWindow[];
}

/** Has processes, and pages, die in windows: the next to come to an armed one does, and no other. */
export class Crashes {
  readonly #folder = mkdtempSync(join(tmpdir(), 'holdfast-crashes-'));
  #armed: CrashWindow[] = [];

  /** What makes a process one that can die there. */
  get environment(): Record<string, string> {
    const options = `${process.env['NODE_OPTIONS'] ?? ''} --import=${FAILPOINTS}`;
    return { NODE_OPTIONS: options.trim(), HOLDFAST_CRASHES: this.#folder };
  }

  arm(window: CrashWindow): void {
    this.#armed.push(window);
    arm(this.#folder, window);
  }

  /** Whether somebody who has come to the window, and is no process with that environment, is to die. */
  isDue(window: CrashWindow): boolean {
    const isDue = disarm(this.#folder, window);
    if (isDue) noteHit(this.#folder, window);
    return isDue;
  }

  /** Whoever comes to a window from here on lives. */
  disarm(): void {
    for (const window of WINDOWS) disarm(this.#folder, window);
  }

  /** What came of everything that was armed since this was last asked. */
  take(): Crashed {
    const noted = takeHits(this.#folder);
    const crashed = { armed: this.#armed, hit: noted.flatMap((hit) => WINDOWS.find((window) => window === hit) ?? []) };
    this.#armed = [];
    return crashed;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** How often each window was hit, of how often it was armed, in one line for people. */
export function toldCrashes(all: readonly Crashed[]): string {
  const count = (window: CrashWindow, which: keyof Crashed): string =>
    String(all.flatMap((one) => one[which]).filter((one) => one === window).length);
  const counts = WINDOWS.map((window) => `${window} ${count(window, 'hit')}/${count(window, 'armed')}`);
  return `crash windows hit/armed: ${counts.join(', ')}`;
}
