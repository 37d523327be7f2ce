import { connect, type NatsConnection } from '@nats-io/transport-node';

export interface ConnectOptions {
  /** One address or several, `nats://host:port`. */
  readonly servers: string | readonly string[];
  /** Shown to operators in every list of connections. */
  readonly name: string;
  readonly user?: string | undefined;
  readonly pass?: string | undefined;
}

/** Between two tries to connect, in ms; each wait is longer by up to `RECONNECT_JITTER_MS`. */
const RECONNECT_MS = 100;
const RECONNECT_JITTER_MS = 150;

/**
 * What keeps a connection: the client tries again for ever, and notices a dead link within seconds instead of minutes. Its own defaults
 * give up after 20 s. For one connection each time, also one that Nest makes.
 */
export const keptConnection = () => ({
  waitOnFirstConnect: true,
  maxReconnectAttempts: -1,
  reconnectDelayHandler: steadyDelay(),
  pingInterval: 2_000,
  maxPingOut: 2,
  ignoreAuthErrorAbort: true,
});

/** A timer may be early by so much, in ms. */
const EARLY_MS = 2;

/**
 * Paces the tries by a clock that nobody sets. The client waits until so long after its last try by the machine's clock: once that was
 * set back, an hour say, it would not try for an hour. So it is given the whole wait while there is one, which it sleeps at most, and
 * then one that is over by any clock.
 */
export function steadyDelay(): () => number {
  let [next, wait] = [0, 0];
  return () => {
    const now = performance.now();
    if (next - now > EARLY_MS) return wait;
    wait = RECONNECT_MS + Math.random() * RECONNECT_JITTER_MS;
    next = now + wait;
    return -Infinity;
  };
}

/**
 * Connects, and stays connected. Waits for the first connection too. What was published while disconnected is lost: everything here is
 * published with an acknowledgement.
 */
export function connectNats({ servers, name, user, pass }: ConnectOptions): Promise<NatsConnection> {
  return connect({
    ...keptConnection(),
    servers: typeof servers === 'string' ? servers : [...servers],
    name,
    ...(user === undefined ? {} : { user }),
    ...(pass === undefined ? {} : { pass }),
    timeout: 5_000,
    // Traces of asynchronous callers cost an Error object for each request.
    noAsyncTraces: true,
  });
}
