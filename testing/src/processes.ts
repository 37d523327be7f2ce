import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** The processes that this one started and that have not ended. */
export function childrenOf(pid: number): number[] {
  const pids = process.platform === 'linux' ? fromProc(pid) : fromPgrep(pid);
  return pids.split(/\s+/).filter(Boolean).map(Number);
}

function fromProc(pid: number): string {
  const tasks = `/proc/${String(pid)}/task`;
  return readdirSync(tasks)
    .map((task) => readFileSync(`${tasks}/${task}/children`, 'utf8'))
    .join(' ');
}

const fromPgrep = (pid: number): string => spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).stdout;

/** A process and all that it started. */
export const withDescendants = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(withDescendants)];

/**
 * SIGSTOP for a process and all that it started: they are there and do nothing. The system goes on for them, so that who connects to one that
 * listens is let in, and gets no answer. Answers what lets them go on; call it in any case, for nobody else does.
 */
export function holdProcess(pid: number): () => void {
  const held = new Set<number>();
  // What starts others is held before these are looked for, and looked at once more: one may have been on its way.
  for (let found = [pid]; found.length > 0; found = withDescendants(pid).filter((one) => !held.has(one)))
    for (const one of found) {
      held.add(one);
      signal(one, 'SIGSTOP');
    }
  return () => {
    for (const one of held) signal(one, 'SIGCONT');
  };
}

function signal(pid: number, what: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, what);
  } catch {
    // It has ended by itself.
  }
}
