import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRunServers } from './run-servers.ts';
import type { NatsSeat, PostgresSeat, RunServers } from './run-servers.ts';

const VARIABLE = 'HOLDFAST_TEST_BROKER';

/**
 * Serves the run's servers to Jest's workers, which are processes of their own, over HTTP on loopback.
 * Its address is in the environment, which workers inherit.
 */
export async function openBroker(): Promise<{ close: () => Promise<void> }> {
  const servers = createRunServers();
  const http = createServer((request, response) => {
    const seat = request.url === '/nats' ? servers.natsSeat() : servers.postgresSeat();
    seat.then(
      (value) => response.end(JSON.stringify(value)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  // Whoever asks again on a connection that is just being closed gets none.
  http.keepAliveTimeout = 0;
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  process.env[VARIABLE] = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    close: async () => {
      Reflect.deleteProperty(process.env, VARIABLE);
      http.closeAllConnections();
      http.close();
      await servers.stop();
    },
  };
}

let ownServers: RunServers | undefined;

/** A fresh account of the run's nats-server; outside Jest the servers belong to this process and end with it. */
export async function natsSeat(): Promise<NatsSeat> {
  const broker = process.env[VARIABLE];
  if (broker === undefined) return (ownServers ??= createRunServers()).natsSeat();
  return (await ask(`${broker}/nats`)) as NatsSeat;
}

/** The run's Postgres. */
export async function postgresSeat(): Promise<PostgresSeat> {
  const broker = process.env[VARIABLE];
  if (broker === undefined) return (ownServers ??= createRunServers()).postgresSeat();
  return (await ask(`${broker}/postgres`)) as PostgresSeat;
}

async function ask(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
