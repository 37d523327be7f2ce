import { beginAnotherEpoch, Platform, type PlatformOptions } from '@holdfast/e2e/platform';
import { Disk } from './disk.ts';

/** An installation on a disk of its own. */
export interface Powered {
  readonly platform: Platform;
  /** Ends everything at once, with what was not on the disk, and starts it on what was. */
  readonly cutPower: () => Promise<void>;
  /** Leaves nobody any room there. Answers what gives it back. */
  readonly fillDisk: () => Promise<() => Promise<void>>;
  readonly stop: () => Promise<void>;
}

/** @throws what `Disk.make` and `Platform.start` do */
export async function powered(options: PlatformOptions): Promise<Powered> {
  const disk = await Disk.make();
  try {
    const platform = await Platform.start({ ...options, dataFolder: disk.path });
    return {
      platform,
      cutPower: () =>
        platform.restart(async () => {
          await disk.cutPower();
          // Postgres may have what the log has lost, and on such a log no service starts by itself.
          if (options.durability === 'process-safe') await beginAnotherEpoch(platform);
        }),
      fillDisk: async () => {
        await disk.fill();
        return () => disk.free();
      },
      stop: async () => {
        await platform.stop();
        await disk.remove();
      },
    };
  } catch (error) {
    await disk.remove();
    throw error;
  }
}
