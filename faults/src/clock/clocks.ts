import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SETTABLE = join(import.meta.dirname, 'settable.ts');

/** Sets the clocks of single processes of this machine: each looks for a file of its pid in a folder that they share. */
export class Clocks {
  readonly #folder = mkdtempSync(join(tmpdir(), 'holdfast-clocks-'));
  readonly #set = new Set<number>();

  /** Adds to a process's environment what makes its clock one that can be set. */
  settable({ NODE_OPTIONS = '', ...others }: Readonly<Record<string, string>>): Record<string, string> {
    const options = `${NODE_OPTIONS} --import=${SETTABLE}`;
    return { ...others, NODE_OPTIONS: options.trim(), HOLDFAST_CLOCKS: this.#folder };
  }

  /** From about now on the clock of the process says so many ms more than it should. Its timers go on as they are. */
  set(pid: number, byMs: number): void {
    this.#set.add(pid);
    writeFileSync(join(this.#folder, String(pid)), String(byMs));
  }

  /** The clock of the process, or of every one, is right again. */
  right(pid?: number): void {
    for (const one of pid === undefined ? this.#set : [pid]) {
      this.#set.delete(one);
      rmSync(join(this.#folder, String(one)), { force: true });
    }
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
