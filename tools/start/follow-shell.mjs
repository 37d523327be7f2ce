import { clearInterval, setInterval } from 'node:timers';

const LOOK_EVERY_MS = 250;

/**
 * npm runs a script through a shell, and passes signals on to that shell only, which dies of them and tells nobody.
 * So a process that npm started takes the end of its parent for the signal that it has missed. Runs on any Node >= 20.
 */
export function followShell() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  look.unref();
}
