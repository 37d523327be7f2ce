import type { LogFile } from './log-file.ts';
import { noteworthy } from './noteworthy.ts';

const TAIL_LINES = 8;

/** A process that could not be brought up; `tail` holds what the end of its log says, for a person. */
export class StartupFailure extends Error {
  override readonly name = 'StartupFailure';
  readonly process: string;
  readonly log: string;
  readonly tail: readonly string[];

  constructor(process: string, reason: string, log: LogFile) {
    const tail = readable(log.tail());
    super(`${process} does not start: ${reason}`, { cause: tail.join('\n') });
    this.process = process;
    this.log = log.path;
    this.tail = tail;
  }
}

/** The errors among the lines, or the lines themselves when none is recognised, each once. */
function readable(lines: readonly string[]): string[] {
  const errors = lines.flatMap((line) => noteworthy(line) ?? []);
  const chosen = errors.length > 0 ? errors : lines.filter((line) => line.trim() !== '');
  return [...new Set(chosen)].slice(-TAIL_LINES);
}
