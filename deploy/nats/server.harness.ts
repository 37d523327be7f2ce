import { join } from 'node:path';
import { findNatsServer, freePort, startChild } from '@holdfast/tools';
import { composition, filledEnv } from '../compose.harness.ts';
import type { Composition } from '../compose.harness.ts';

/** A nats-server that runs with the files and the environment of the composition; only its addresses and its folder are others. */
export type DeployedNats = {
  url: string;
  monitorUrl: string;
  /** What it wrote, over all its lives. */
  lines: readonly string[];
  /** SIGSTOP, and SIGCONT. */
  freeze: () => void;
  thaw: () => void;
  /** SIGKILL. */
  kill: () => Promise<void>;
  /** SIGKILL, and the same one again. */
  restart: () => Promise<void>;
};

export const clustered = composition({ ...filledEnv, NATS_REPLICAS: '3', NATS_CONFIG: 'cluster.conf' });
export const single: Composition = composition(filledEnv);

export async function startDeployedNats(
  service: 'nats' | 'nats-2' | 'nats-3',
  folder: string,
  cluster?: { port: number; routes: readonly number[] },
): Promise<DeployedNats> {
  const { command = [], environment = {} } = (cluster === undefined ? single : clustered).services[service] ?? {};
  const [port, monitorPort] = [await freePort(), await freePort()];
  const route = (to: number): string =>
    `nats://route:${filledEnv['NATS_ROUTE_PASSWORD'] ?? ''}@127.0.0.1:${String(to)}`;
  const lines: string[] = [];
  const { path } = await findNatsServer();
  const start = () =>
    startChild(
      {
        name: service,
        command: path,
        args: [
          ...command.map((word) => word.replace(/^\/etc\/holdfast\//, `${import.meta.dirname}/`)),
          ...['--addr', '127.0.0.1', '--port', String(port), '--http_port', String(monitorPort)],
          ...(cluster === undefined ? [] : ['--cluster', route(cluster.port)]),
        ],
        env: {
          ...environment,
          NATS_STORE: JSON.stringify(join(folder, service)),
          ...(cluster === undefined ? {} : { NATS_ROUTES: JSON.stringify(cluster.routes.map(route)) }),
        },
        stopSignal: 'SIGTERM',
        stopBudgetMs: 10_000,
        orphanSignal: 'SIGKILL',
        readyBudgetMs: 60_000,
        isReady: async () => (await fetch(`http://127.0.0.1:${String(monitorPort)}/healthz`)).ok,
      },
      (line) => lines.push(line),
    );
  let child = start();
  const send = (signal: NodeJS.Signals): void => {
    if (child.pid !== undefined) process.kill(child.pid, signal);
  };
  // A node of a cluster is well only when it has found the others.
  if (cluster === undefined) await child.ready();
  return {
    url: `nats://127.0.0.1:${String(port)}`,
    monitorUrl: `http://127.0.0.1:${String(monitorPort)}`,
    lines,
    freeze: () => send('SIGSTOP'),
    thaw: () => send('SIGCONT'),
    kill: async () => {
      await child.kill();
    },
    restart: async () => {
      await child.kill();
      child = start();
      await child.ready();
    },
  };
}
