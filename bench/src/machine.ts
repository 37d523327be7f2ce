import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Processor time of the machine so far, in ticks. */
interface Ticks {
  readonly idle: number;
  readonly all: number;
}

function ticks(): Ticks {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const fields = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const [, , , idle = 0, waiting = 0] = fields;
  return { idle: idle + waiting, all: fields.reduce((sum, field) => sum + field, 0) };
}

/** Starts to watch the machine; the returned function tells the share of processor time that was idle since. */
export function watchIdle(): () => number {
  const from = ticks();
  return () => {
    const to = ticks();
    return to.all === from.all ? 1 : (to.idle - from.idle) / (to.all - from.all);
  };
}

export const cores = (): string => `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
