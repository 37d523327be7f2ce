import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from './compose.harness.ts';
import type { Composition } from './compose.harness.ts';

const run = promisify(execFile);

/**
 * Runs a one-shot service of the composition here: its command and its environment, but for the addresses given, and nothing
 * of this process's own environment. Returns what it wrote. @throws when it fails
 */
export async function runOnce(
  { services }: Composition,
  name: string,
  addresses: Readonly<Record<string, string>>,
): Promise<string> {
  const { command = [], environment = {} } = services[name] ?? {};
  const unknown = Object.keys(addresses).filter((key) => !(key in environment));
  if (unknown.length > 0) throw new Error(`${name} is not given ${unknown.join(', ')}`);
  const { stdout, stderr } = await run(process.execPath, command.slice(1), {
    cwd: root,
    env: { PATH: process.env['PATH'], ...environment, ...addresses },
    timeout: 150_000,
  });
  return stdout + stderr;
}
