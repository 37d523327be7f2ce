import { freePort, wantedOrNextFree } from '../servers/free-port.ts';

/** A port for everything that listens. */
export type Ports = {
  gateway: number;
  shop: number;
  session: number;
  assignment: number;
  workspace: number;
  nats: number;
  natsMonitor: number;
  postgres: number;
};

const DEFAULTS: Omit<Ports, 'gateway' | 'shop'> = {
  session: 7101,
  assignment: 7102,
  workspace: 7103,
  nats: 4222,
  natsMonitor: 8222,
  postgres: 54_329,
};

const LABELS: Record<keyof Ports, string> = {
  gateway: 'console, API and widget',
  shop: 'sample shop page',
  session: 'session service',
  assignment: 'assignment service',
  workspace: 'workspace service',
  nats: 'nats-server',
  natsMonitor: 'nats-server monitoring',
  postgres: 'Postgres',
};

/** Takes the usual ports, and for each that is taken the next free one, which is said. */
export async function choosePorts(
  gateway: number,
  external: { nats: boolean; postgres: boolean },
  say: (line: string) => void,
): Promise<Ports> {
  const ports: Ports = { gateway, shop: gateway + 1, ...DEFAULTS };
  const taken = new Set<number>();
  for (const name of Object.keys(ports) as (keyof Ports)[]) {
    if (external.postgres && name === 'postgres') continue;
    if (external.nats && (name === 'nats' || name === 'natsMonitor')) continue;
    const chosen = await wantedOrNextFree(ports[name], taken);
    if (chosen !== ports[name]) say(`Port ${ports[name]} (${LABELS[name]}) is taken; using ${chosen}.`);
    ports[name] = chosen;
    taken.add(chosen);
  }
  return ports;
}

/** Ports that nobody else is given, for stacks that run beside others. */
export async function anyPorts(): Promise<Ports> {
  const ports: Ports = { gateway: 0, shop: 0, ...DEFAULTS };
  for (const name of Object.keys(ports) as (keyof Ports)[]) ports[name] = await freePort();
  return ports;
}
