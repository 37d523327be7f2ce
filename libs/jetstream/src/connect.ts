import { connect, type NatsConnection } from '@nats-io/transport-node';

export interface ConnectOptions {
  /** One address or several, `nats://host:port`. */
  readonly servers: string | readonly string[];
  /** Shown to operators in every list of connections. */
  readonly name: string;
  readonly user?: string | undefined;
  readonly pass?: string | undefined;
}

/**
 * Connects, and stays connected: the client tries again for ever, and notices a dead link within seconds instead of minutes.
 * Waits for the first connection too. What was published while disconnected is lost: everything here is published with an acknowledgement.
 */
export function connectNats({ servers, name, user, pass }: ConnectOptions): Promise<NatsConnection> {
  return connect({
    servers: typeof servers === 'string' ? servers : [...servers],
    name,
    ...(user === undefined ? {} : { user }),
    ...(pass === undefined ? {} : { pass }),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
    reconnectJitter: 150,
    pingInterval: 2_000,
    maxPingOut: 2,
    timeout: 5_000,
    ignoreAuthErrorAbort: true,
    // Traces of asynchronous callers cost an Error object for each request.
    noAsyncTraces: true,
  });
}
