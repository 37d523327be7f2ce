import { join } from 'node:path';
import type { SupervisedPlan } from '../supervise/supervisor.ts';
import { environmentOf } from './environment.ts';
import type { Facts, ProcessName } from './environment.ts';

/** The gateway turns clients away first, then the services finish, and what they write to goes last. */
export const STOP_PHASES = { gateway: 1, services: 2, nats: 3, postgres: 4 } as const;

const FOLDERS: Record<ProcessName, string> = {
  session: 'services/session',
  assignment: 'services/assignment',
  workspace: 'services/workspace',
  gateway: 'gateway',
};

/** How to run one of Holdfast's own processes. */
export function planProcess(
  name: ProcessName,
  facts: Facts,
  extra: Readonly<Record<string, string>> = {},
): SupervisedPlan {
  const folder = join(facts.root, FOLDERS[name]);
  const env = { ...environmentOf(name, facts), ...extra };
  return {
    name,
    command: process.execPath,
    args: [join(folder, 'dist', 'bundle.js')],
    cwd: folder,
    env,
    stopSignal: 'SIGTERM',
    stopBudgetMs: 12_000,
    // They hold no truth: without a supervisor there is nothing to wait for.
    orphanSignal: 'SIGKILL',
    lifeline: true,
    readyBudgetMs: 60_000,
    stopPhase: name === 'gateway' ? STOP_PHASES.gateway : STOP_PHASES.services,
    isReady: async () => {
      const response = await fetch(`http://127.0.0.1:${env['PORT'] ?? ''}/readyz`, {
        signal: AbortSignal.timeout(2_000),
      });
      await response.arrayBuffer();
      return response.ok;
    },
  };
}
