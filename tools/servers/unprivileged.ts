import { chmodSync, chownSync } from 'node:fs';
import { runCommand } from './run-command.ts';

/** How to run Postgres, which refuses to run as root. */
export type Unprivileged = {
  /** Put before the command and its arguments. */
  prefix: readonly string[];
  /** Makes a folder one that the unprivileged process owns. */
  prepare: (folder: string) => void;
};

const NOBODY = 65_534;

/**
 * As an ordinary user nothing is needed. As root the process gets a user namespace in which it is not root:
 * outside it still owns root's files, so the data folder needs no other owner. Where namespaces are refused,
 * as in some containers, it changes to the user nobody instead.
 */
export async function unprivileged(): Promise<Unprivileged> {
  if (process.getuid?.() !== 0) return { prefix: [], prepare: () => undefined };
  const namespace = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  const probe = await runCommand('unshare', [...namespace.slice(1), 'true'], { timeoutMs: 10_000 });
  if (probe.code === 0) return { prefix: namespace, prepare: () => undefined };
  return {
    // A change of user clears the parent-death signal (tether.ts), so it is set once more.
    prefix: ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--pdeathsig', 'INT', '--'],
    prepare: (folder) => {
      chownSync(folder, NOBODY, NOBODY);
      chmodSync(folder, 0o700);
    },
  };
}
