// What `npm start`, `npm test` and `npm run check` do before anything else: make sure that the locked
// packages are here, then hand over to the pinned Node. Runs on any Node >= 20 and needs no package.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNode, relink } from './runtime/relink.mjs';

/** The folder of the checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const oldestBootstrap = 20;
const oldestRuntime = 24;

/** Ends the process with one sentence and its cure on stderr. */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/**
 * True when what is installed differs from the lock file. Compared entry by entry and not by time
 * stamp, so that a checkout or a touched file causes no reinstall.
 */
export function packagesAreStale(folder = root) {
  const locked = readPackages(join(folder, 'package-lock.json'));
  const installed = readPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (locked === undefined) fail('package-lock.json is missing: restore it with "git checkout package-lock.json".');
  if (installed === undefined) return true;
  return Object.entries(locked).some(([path, wanted]) => {
    if (!path.includes('node_modules/')) return false;
    const found = installed[path];
    if (wanted.link) return !existsSync(join(folder, path));
    if (found === undefined) return !wanted.optional && !wanted.devOptional && !wanted.peer;
    return found.version !== wanted.version || !existsSync(join(folder, path));
  });
}

/** Installs the locked packages when they are missing or stale. `say` gets one line of progress. */
export async function ensurePackages(say) {
  if (Number(process.versions.node.split('.')[0]) < oldestBootstrap) {
    fail(`Node ${process.versions.node} is too old: install Node ${oldestBootstrap} or later (https://nodejs.org).`);
  }
  if (packagesAreStale()) {
    say('installing packages (npm ci)');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const code = await run(npm, ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    });
    if (code !== 0)
      fail('"npm ci" failed: see the lines above; it needs npm on the PATH and a reachable npm registry.');
  }
  relink();
}

/**
 * Runs a script of this repository on the pinned Node, passes signals on, and ends as it ends.
 * The script gets an IPC channel of which only the closing matters: its `disconnect` event says that
 * this process is gone, however it went.
 */
export async function handOver(script, args) {
  const code = await run(runtime(), ['--conditions=holdfast-source', join(root, script), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter) },
  });
  process.exit(code);
}

function runtime() {
  const pinned = pinnedNode();
  if (pinned !== undefined) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= oldestRuntime) return process.execPath;
  fail(
    `No Node ${oldestRuntime} comes as a package for ${process.platform}-${process.arch}: install Node ${oldestRuntime} or later.`,
  );
}

function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, ...options });
    // Ctrl-C reaches the whole group by itself; a signal sent to this process alone is passed on.
    const pass = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    child.on('error', (error) => fail(`"${command}" could not be started: ${error.message}.`));
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, pass);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
