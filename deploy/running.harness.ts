import { freePort, startChild } from '@holdfast/tools';
import type { Child } from '@holdfast/tools';
import { root } from './compose.harness.ts';
import type { Composition } from './compose.harness.ts';

export const PROCESSES = ['session', 'assignment', 'workspace', 'gateway'] as const;
export type Process = (typeof PROCESSES)[number];

/** The processes of the composition, without containers: their commands, their environment, other addresses. */
export type Running = {
  url: (process: Process) => string;
  lines: readonly string[];
  stop: () => Promise<void>;
};

export async function startProcesses(
  { services }: Composition,
  addresses: { nats: string; database: string },
): Promise<Running> {
  const ports = {} as Record<Process, number>;
  for (const name of PROCESSES) ports[name] = await freePort();
  const shop = await freePort();
  const url = (name: Process): string => `http://127.0.0.1:${String(ports[name])}`;
  const lines: string[] = [];

  const start = (name: Process): Child => {
    const { command = [], environment = {} } = services[name] ?? {};
    const moved = Object.entries({
      NATS_URL: addresses.nats,
      DATABASE_URL: environment['DATABASE_URL']?.replace(
        /@.*/,
        `@${new URL(addresses.database).host}${new URL(addresses.database).pathname}`,
      ),
      HOST: '127.0.0.1',
      PORT: String(ports[name]),
      SHOP_PORT: String(shop),
      PUBLIC_URL: url('gateway'),
      WIDGET_URL: `${url('gateway')}/widget`,
      ...Object.fromEntries(
        ['CONSOLE_DIR', 'WIDGET_DIR', 'SHOP_DIR'].map((key) => [key, environment[key]?.replace(/^\/app/, root)]),
      ),
    }).filter((entry): entry is [string, string] => entry[0] in environment && entry[1] !== undefined);
    return startChild(
      {
        name,
        command: process.execPath,
        args: command.slice(1),
        cwd: root,
        env: { ...environment, ...Object.fromEntries(moved), NODE_OPTIONS: '' },
        stopSignal: 'SIGTERM',
        stopBudgetMs: 12_000,
        orphanSignal: 'SIGKILL',
        readyBudgetMs: 60_000,
        isReady: async () => (await fetch(`${url(name)}/readyz`)).ok,
      },
      (line) => lines.push(`${name}: ${line}`),
    );
  };
  const children = PROCESSES.map(start);
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()));
  };
  try {
    await Promise.all(children.map((child) => child.ready()));
  } catch (error) {
    await stop();
    throw new Error(lines.slice(-30).join('\n'), { cause: error });
  }
  return { url, lines, stop };
}
