import { type NatsConnection } from '@nats-io/transport-node';

/** Tells of reconnections of one connection. What was under way before one has no answer to wait for. */
export interface Link {
  /** Calls `listener` at every reconnection until the returned function is called. */
  onReconnect(listener: () => void): () => void;
}

const links = new WeakMap<NatsConnection, Link>();

/** The link of a connection; one observer for all who ask. */
export function linkOf(nc: NatsConnection): Link {
  const known = links.get(nc);
  if (known !== undefined) return known;
  const listeners = new Set<() => void>();
  const link: Link = {
    onReconnect: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  links.set(nc, link);
  void observe(nc, listeners);
  return link;
}

async function observe(nc: NatsConnection, listeners: ReadonlySet<() => void>): Promise<void> {
  for await (const status of nc.status()) {
    if (status.type === 'reconnect') for (const listener of [...listeners]) listener();
  }
}
