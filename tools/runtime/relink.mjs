// Puts the pinned Node release first on the PATH of every npm script. npm 10 drops `.bin/node`
// when the lock file names several platforms of it, so the link is made again after each install.
// Runs on any Node >= 20 and needs no package.
import { existsSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The pinned Node binary for this machine, or undefined where the release does not exist for it. */
export function pinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const binary = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', file);
  return existsSync(binary) ? binary : undefined;
}

/** Links `node_modules/.bin/node` to the pinned binary; does nothing when it is already so. */
export function relink() {
  const binary = pinnedNode();
  if (binary === undefined || process.platform === 'win32') return;
  const link = join(root, 'node_modules', '.bin', 'node');
  const target = relative(dirname(link), binary);
  if (isLink(link) && readlinkSync(link) === target) return;
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

function isLink(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) relink();
