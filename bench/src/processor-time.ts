import { readdirSync, readFileSync } from 'node:fs';

/** Length of a tick of `/proc/<pid>/stat`, in µs. */
const TICK = 10_000;

interface Usage {
  readonly parent: number;
  readonly microseconds: number;
}

/** Processor time of every process so far. */
function usages(): Map<number, Usage> {
  const found = new Map<number, Usage>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The command's name stands in parentheses and may hold anything.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const [, parent = 0] = fields.map(Number);
      found.set(pid, { parent, microseconds: (Number(fields[11]) + Number(fields[12])) * TICK });
    } catch {
      // It has ended in between.
    }
  }
  return found;
}

/** A process and everything it started. */
function total(pid: number, all: ReadonlyMap<number, Usage>): number {
  let sum = all.get(pid)?.microseconds ?? 0;
  for (const [child, { parent }] of all) if (parent === pid) sum += total(child, all);
  return sum;
}

/** Starts to watch processes, by name, and this one as `generator`; the returned function tells the processor time each has used since, in µs. */
export function watchProcessorTime(pids: Readonly<Record<string, number>>): () => Record<string, number> {
  const measure = (): Record<string, number> => {
    const all = usages();
    const named = Object.entries(pids).map(([name, pid]): [string, number] => [name, total(pid, all)]);
    return Object.fromEntries([...named, ['generator', all.get(process.pid)?.microseconds ?? 0]]);
  };
  const from = measure();
  return () => {
    const to = measure();
    return Object.fromEntries(Object.entries(to).map(([name, used]) => [name, used - (from[name] ?? 0)]));
  };
}
