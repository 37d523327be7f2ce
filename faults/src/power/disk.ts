import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** The broker wants to see half of what its streams may grow to. Most of it is never written, and takes no room. */
const SIZE = '64G';

/**
 * A disk of its own whose power can be cut, and that can be full: a file system in a file. What programs have written and not synced is in memory
 * and not in that file, so a copy of the file is the disk as it is after a power cut.
 */
export class Disk {
  /** Where it is mounted. */
  readonly path: string;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, 'mounted');
  }

  /** @throws when there are no loop devices, or this user may not mount */
  static async make(): Promise<Disk> {
    const disk = new Disk(await mkdtemp(join(tmpdir(), 'holdfast-disk-')));
    await mkdir(disk.path);
    await run('truncate', ['-s', SIZE, disk.#image]);
    await run('mkfs.ext4', ['-q', '-J', 'size=64', disk.#image]);
    await disk.#mount();
    await disk.#prove();
    return disk;
  }

  /** @throws when what was synced is lost or what was not is still there: then nothing that is found here would count */
  async #prove(): Promise<void> {
    const [synced, unsynced] = ['synced', 'unsynced'].map((name) => join(this.path, name)) as [string, string];
    await writeFile(synced, 'here', { flush: true });
    await run('sync', ['--file-system', this.path]);
    await writeFile(unsynced, 'gone');
    await this.cutPower();
    const after = await readdir(this.path);
    if (!after.includes('synced') || after.includes('unsynced'))
      throw new Error(`After its power was cut the disk has ${after.join(', ')}`);
    await rm(synced);
  }

  /** Everything that is not on the disk is lost. Nobody may have a file of it open any more but those who are to lose it. */
  async cutPower(): Promise<void> {
    const after = join(this.#folder, 'after.img');
    await run('cp', ['--sparse=always', this.#image, after]);
    // Lazily: what was killed may not have let go of everything yet.
    await run('umount', ['--lazy', this.path]);
    await rename(after, this.#image);
    await this.#mount();
  }

  /** Leaves no room on it. What takes it all is promised and never written, so that this machine's own disk does not fill. */
  async fill(): Promise<void> {
    const { bsize, bfree } = await statfs(this.path);
    let end = 0;
    for (let length = bsize * bfree; length >= bsize; length = Math.floor(length / 2)) {
      const range = ['--offset', String(end), '--length', String(length)];
      const fits = await run('fallocate', [...range, this.#ballast]).then(
        () => true,
        () => false,
      );
      if (fits) end += length;
    }
  }

  /** Gives back the room that `fill` took. */
  async free(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  async remove(): Promise<void> {
    await run('umount', [this.path]);
    await rm(this.#folder, { recursive: true });
  }

  get #ballast(): string {
    return join(this.path, 'ballast');
  }

  get #image(): string {
    return join(this.#folder, 'disk.img');
  }

  async #mount(): Promise<void> {
    await run('mount', ['-o', 'loop', this.#image, this.path]);
  }
}
