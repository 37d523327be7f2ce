import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import type { Writable } from 'node:stream';

/**
 * A process must not outlive the one that started it, even when that one is killed with SIGKILL and can run no code.
 * On Linux the kernel sees to it (PR_SET_PDEATHSIG through setpriv); elsewhere one small watchdog process
 * holds a pipe from here and signals the orphans when the pipe closes.
 */
export function tether(signal: NodeJS.Signals, command: string, args: readonly string[]): [string, string[]] {
  const setpriv = setprivPath();
  if (setpriv === undefined) return [command, [...args]];
  // setpriv execs the command: the pid stays the same.
  return [setpriv, ['--pdeathsig', signal.replace(/^SIG/, ''), '--', command, ...args]];
}

/** Puts a pid under the watchdog where the kernel does not watch. Returns what takes it out again. */
export function watchOrphan(pid: number | undefined, signal: NodeJS.Signals): () => void {
  if (pid === undefined || setprivPath() !== undefined) return () => undefined;
  tell(`+ ${pid} ${signal}\n`);
  return () => {
    tell(`- ${pid}\n`);
  };
}

/** Runs in its own process, from its source text: reads `+ pid signal` and `- pid` lines until its input closes. */
export const WATCHDOG_SOURCE = `
const watched = new Map();
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const [sign, pid, signal] = line.split(' ');
    if (sign === '+') watched.set(Number(pid), signal);
    else watched.delete(Number(pid));
  }
});
process.stdin.on('end', () => {
  for (const [pid, signal] of watched) {
    try { process.kill(pid, signal); } catch { /* already gone */ }
  }
  process.exit(0);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
`;

let watchdog: ChildProcessByStdio<Writable, null, null> | undefined;

function tell(line: string): void {
  if (watchdog === undefined) {
    watchdog = spawn(process.execPath, ['-e', WATCHDOG_SOURCE], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // It must not keep its starter alive; when it cannot be reached the children still end by the ordered stop.
    watchdog.unref();
    watchdog.stdin.on('error', () => undefined);
    if (watchdog.stdin instanceof Socket) watchdog.stdin.unref();
  }
  watchdog.stdin.write(line);
}

let known: { path: string | undefined } | undefined;

function setprivPath(): string | undefined {
  if (process.env['HOLDFAST_WATCHDOG'] === '1') return undefined;
  known ??= { path: process.platform === 'linux' ? onPath('setpriv') : undefined };
  return known.path;
}

function onPath(name: string): string | undefined {
  // sbin is missing from the PATH of ordinary users on some machines.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/bin', '/usr/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
