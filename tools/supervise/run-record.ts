import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isFull } from './full-disk.ts';
import { identify, isRunning } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** Who runs on a data folder: the file `run.json` in it. */
export type RunRecord = {
  supervisor: ProcessIdentity;
  processes: Record<string, ProcessIdentity>;
  /** Where the running installation is reached, once it is ready. */
  url?: string;
};

/** Keeps the record file in step with what runs. */
export type RunRecorder = {
  put: (name: string, pid: number) => void;
  remove: (name: string) => void;
  ready: (url: string) => void;
  close: () => void;
};

/** Begins a record for this process. */
export function startRecord(path: string): RunRecorder {
  const record: RunRecord = { supervisor: identify(process.pid) ?? { pid: process.pid, startedAt: '' }, processes: {} };
  const save = (): void => {
    writeFileSync(`${path}.next`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.next`, path);
  };
  save();
  /** Where there is no room for it the record stays as it was: those it names and who are gone deceive nobody. */
  const saveWhereThereIsRoom = (): void => {
    try {
      save();
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  };
  return {
    put: (name, pid) => {
      const identity = identify(pid);
      if (identity !== undefined) record.processes[name] = identity;
      saveWhereThereIsRoom();
    },
    remove: (name) => {
      record.processes = Object.fromEntries(Object.entries(record.processes).filter(([other]) => other !== name));
      saveWhereThereIsRoom();
    },
    ready: (url) => {
      record.url = url;
      save();
    },
    close: () => {
      rmSync(path, { force: true });
    },
  };
}

/** The record of a data folder, or undefined when there is none that can be read. */
export function readRecord(path: string): RunRecord | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is RunRecord {
  return typeof value === 'object' && value !== null && 'supervisor' in value && 'processes' in value;
}

/** The supervisor that holds this data folder, if it is alive. */
export function runningSupervisor(path: string): (RunRecord & { supervisor: ProcessIdentity }) | undefined {
  const record = readRecord(path);
  return record !== undefined && isRunning(record.supervisor) ? record : undefined;
}

const LEFTOVER_BUDGET_MS = 5_000;

/** Ends processes that a dead supervisor left, which happens only where neither kernel nor watchdog could. Returns their names. */
export async function endLeftovers(path: string): Promise<string[]> {
  const processes = Object.entries(readRecord(path)?.processes ?? {}).filter(([, identity]) => isRunning(identity));
  await Promise.all(
    processes.map(async ([, identity]) => {
      signal(identity, 'SIGTERM');
      const deadline = performance.now() + LEFTOVER_BUDGET_MS;
      while (isRunning(identity)) {
        if (performance.now() > deadline) signal(identity, 'SIGKILL');
        await delay(20);
      }
    }),
  );
  return processes.map(([name]) => name);
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    process.kill(identity.pid, name);
  } catch {
    // Gone between the look and the signal.
  }
}
