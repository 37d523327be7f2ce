import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isFull } from './full-disk.ts';

const MAX_BYTES = 16 * 2 ** 20;
const TAIL_LINES = 40;

/** A log file that stays below a size: when it is full it becomes `<file>.1`, which replaces the one before. */
export type LogFile = {
  path: string;
  write: (line: string) => void;
  /** The last lines written through this object. */
  tail: () => readonly string[];
  close: () => void;
};

/**
 * Opens a log file for appending. Lines are written at once, so that a crash of the writer loses none. Those for which the disk has no
 * room are left out: nobody is to end for want of a log.
 */
export function openLogFile(path: string, maxBytes: number = MAX_BYTES): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  let size = existsSync(path) ? statSync(path).size : 0;
  let descriptor: number | undefined = openSync(path, 'a', 0o600);
  let last: string[] = [];

  return {
    path,
    write: (line) => {
      last = [...last.slice(1 - TAIL_LINES), line];
      if (descriptor === undefined) return;
      try {
        if (size >= maxBytes) {
          closeSync(descriptor);
          renameSync(path, `${path}.1`);
          descriptor = openSync(path, 'a', 0o600);
          size = 0;
        }
        size += writeSync(descriptor, `${line}\n`);
      } catch (error) {
        if (!isFull(error)) throw error;
      }
    },
    tail: () => last,
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
