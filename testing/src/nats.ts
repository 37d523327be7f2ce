import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startNats } from '@holdfast/tools';
import type { Durability, NatsUser } from '@holdfast/tools';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { natsSeat } from './broker.ts';

export type NatsAddress = { servers: string; user?: string; pass?: string };

export type TestNats = {
  connection: NatsConnection;
  /** What `connect` needs for further connections to the same account. */
  address: NatsAddress;
  monitorUrl: string;
  /** Closes the connection of this object. */
  close: () => Promise<void>;
};

/**
 * A connection into an account of its own on the run's nats-server: its streams, consumers and subjects are nobody else's,
 * so final names may be used. The server is process-safe; use `startTestNats` to crash one or to test durability.
 */
export async function createTestNats(): Promise<TestNats> {
  const seat = await natsSeat();
  const address = { servers: seat.url, user: seat.user, pass: seat.password };
  const connection = await connect({ ...address });
  return {
    connection,
    address,
    monitorUrl: seat.monitorUrl,
    close: async () => {
      await connection.close();
    },
  };
}

export type TestNatsServer = {
  address: NatsAddress;
  monitorUrl: string;
  port: number;
  /** Its streams are in `streams/jetstream` of it. */
  folder: string;
  pid: () => number;
  /** SIGKILL; the data stays. */
  kill: () => Promise<void>;
  /** Orderly stop; the data stays. */
  halt: () => Promise<void>;
  /** Starts it again on the same port and data. */
  start: () => Promise<void>;
  /** Ends it and removes its data. */
  close: () => Promise<void>;
};

/** A nats-server of the spec's own, in about 50 ms, to be killed and started again. */
export async function startTestNats(
  options: { durability?: Durability; users?: readonly NatsUser[]; maxFileStore?: number } = {},
): Promise<TestNatsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-nats-'));
  const ports = { port: await freePort(), monitorPort: await freePort() };
  const launch = (): ReturnType<typeof startNats> => startNats({ folder, ...ports, ...options });
  let server = await launch();
  const first = options.users?.[0];
  return {
    address: { servers: server.url, ...(first === undefined ? {} : { user: first.user, pass: first.password }) },
    monitorUrl: server.monitorUrl,
    port: server.port,
    folder,
    pid: () => server.pid,
    kill: () => server.kill(),
    halt: () => server.stop(),
    start: async () => {
      server = await launch();
    },
    close: async () => {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
