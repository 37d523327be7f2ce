import { assertDurability, provision } from '@holdfast/jetstream';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { ActionableFailure, messageOf } from '../servers/failure.ts';
import { NATS_USERS, natsPermissions } from '../servers/nats-permissions.ts';
import { findNatsServer, isRecent, OLDEST_NATS_SERVER } from '../servers/nats-server.ts';
import { planNats } from '../servers/start-nats.ts';
import type { Durability } from '../servers/start-nats.ts';
import type { Supervisor } from '../supervise/supervisor.ts';
import type { DataFolder, Secrets } from './data-folder.ts';
import type { Facts } from './environment.ts';
import type { ExternalNats } from './options.ts';
import type { Ports } from './ports.ts';
import { STOP_PHASES } from './processes.ts';

export type NatsAccess = Facts['nats'] & { description: string };

type OwnNats = {
  folder: DataFolder;
  ports: Ports;
  secrets: Secrets;
  durability: Durability;
  supervisor: Supervisor;
  say: (line: string) => void;
};

/** Gets, starts and keeps alive a nats-server of our own. */
export async function startOwnNats({
  folder,
  ports,
  secrets,
  durability,
  supervisor,
  say,
}: OwnNats): Promise<NatsAccess> {
  const binary = await findNatsServer({ say });
  const plan = planNats({
    binary: binary.path,
    folder: folder.nats,
    port: ports.nats,
    monitorPort: ports.natsMonitor,
    durability,
    users: NATS_USERS.map((user) => ({ user, password: secrets.nats[user], permissions: natsPermissions(user) })),
  });
  await supervisor.start({ ...plan, stopPhase: STOP_PHASES.nats });
  return {
    url: `nats://127.0.0.1:${ports.nats}`,
    monitorUrl: `http://127.0.0.1:${ports.natsMonitor}`,
    credentials: (user) => ({ user, password: secrets.nats[user] }),
    description: `nats-server ${binary.version} (${binary.origin}), ${durability}`,
  };
}

/** Checks the nats-server that NATS_URL names. @throws ActionableFailure */
export async function useExternalNats(external: ExternalNats): Promise<NatsAccess> {
  const access: NatsAccess = {
    url: external.url,
    monitorUrl: external.monitorUrl,
    credentials: () => ({ user: external.user, password: external.password }),
    description: `nats-server at ${external.url}`,
  };
  const connection = await openNats(access);
  try {
    const version = connection.info?.version ?? '0.0.0';
    if (!isRecent(version.replace(/-.*$/, ''))) {
      throw new ActionableFailure(
        `The nats-server at ${external.url} is ${version}, and Holdfast needs ${OLDEST_NATS_SERVER} or newer.`,
        'Upgrade it, or unset NATS_URL to let Holdfast run one.',
      );
    }
    await jetstreamManager(connection).catch((error: unknown) => {
      throw new ActionableFailure(
        `The nats-server at ${external.url} does not offer JetStream to this user (${messageOf(error)}).`,
        'Start it with JetStream (nats-server -js) and enable it for the account.',
        error,
      );
    });
    return { ...access, description: `nats-server ${version} at ${external.url}` };
  } finally {
    await connection.close();
  }
}

/** Makes or updates the streams and checks the durability that is promised. @throws ActionableFailure */
export async function provisionStreams(access: NatsAccess, durability: Durability): Promise<void> {
  const connection = await openNats(access);
  try {
    await provision(connection, { durability });
    if (access.monitorUrl !== undefined) await assertDurability(access.monitorUrl, durability);
  } catch (error) {
    throw new ActionableFailure(
      `The streams cannot be made as they must be: ${messageOf(error)}.`,
      'Correct the server as said; for data that may go, npm start -- --reset begins afresh.',
      error,
    );
  } finally {
    await connection.close();
  }
}

async function openNats(access: NatsAccess): Promise<NatsConnection> {
  const { user, password } = access.credentials('operator');
  try {
    return await connect({
      servers: access.url,
      name: 'holdfast-start',
      timeout: 5_000,
      reconnect: false,
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { pass: password }),
    });
  } catch (error) {
    throw new ActionableFailure(
      `The nats-server at ${access.url} cannot be used: ${messageOf(error)}.`,
      'Check NATS_URL, NATS_USER and NATS_PASSWORD and that it runs, or unset NATS_URL to let Holdfast run one.',
      error,
    );
  }
}
