import { readFileSync } from 'node:fs';
import { childrenOf, withDescendants } from '@holdfast/testing';
import { round } from './measure.ts';

/** A reading of one thing's memory. */
export interface Reading {
  /** Since the first, in seconds. */
  readonly at: number;
  readonly mb: number;
}

/** How a memory developed, in MB. */
export interface Slope {
  /** In the first and in the last fifth of the windows, the lowest readings' median. */
  readonly begin_mb: number;
  readonly end_mb: number;
  /** Of the line through the lowest reading of each window, by least squares. */
  readonly mb_per_hour: number;
}

/** Garbage comes and goes; what stays is the lowest reading of a window. */
export function slopeOf(readings: readonly Reading[], windowSeconds: number): Slope {
  const windows = new Map<number, Reading>();
  for (const reading of readings) {
    const window = Math.floor(reading.at / windowSeconds);
    const lowest = windows.get(window);
    if (lowest === undefined || reading.mb < lowest.mb) windows.set(window, reading);
  }
  const lows = [...windows.values()];
  const fifth = Math.max(1, Math.floor(lows.length / 5));
  return {
    begin_mb: round(median(lows.slice(0, fifth))),
    end_mb: round(median(lows.slice(-fifth))),
    mb_per_hour: round(perSecond(lows) * 3_600),
  };
}

function median(readings: readonly Reading[]): number {
  const sorted = readings.map(({ mb }) => mb).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function perSecond(readings: readonly Reading[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [at, mb] = [mean(readings.map((reading) => reading.at)), mean(readings.map((reading) => reading.mb))];
  const spread = readings.reduce((sum, reading) => sum + (reading.at - at) ** 2, 0);
  return spread === 0 ? 0 : readings.reduce((sum, reading) => sum + (reading.at - at) * (reading.mb - mb), 0) / spread;
}

/**
 * What a process and all that it started hold of the machine's memory, in MB: pages that several share are divided among them.
 * @throws when it has ended
 */
export function residentMb(pid: number): number {
  const [, kilobytes = '0'] = /^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024 + childrenOf(pid).reduce((sum, child) => sum + residentMb(child), 0);
}

/** The processes that this one started and whose command matches, with all that they started. */
export function processesBelow(pid: number, command: RegExp): number[] {
  return childrenOf(pid)
    .filter((child) => command.test(readFileSync(`/proc/${String(child)}/cmdline`, 'utf8')))
    .flatMap(withDescendants);
}
