import { errors, type NatsConnection, type Status } from '@nats-io/transport-node';

/** Tells what happens to one connection. Listening ends when the returned function is called. */
export interface Link {
  /** At every reconnection. What was under way before has no answer to wait for. */
  onReconnect(listener: () => void): () => void;
  /** When the server turns a publication away for lack of rights; it says so beside the request, not as its answer. */
  onForbidden(listener: (subject: string, reason: string) => void): () => void;
}

const links = new WeakMap<NatsConnection, Link>();

/** The link of a connection; one observer for all who ask. */
export function linkOf(nc: NatsConnection): Link {
  const known = links.get(nc);
  if (known !== undefined) return known;
  const reconnect = new Set<() => void>();
  const forbidden = new Set<(subject: string, reason: string) => void>();
  const link: Link = {
    onReconnect: (listener) => enrol(reconnect, listener),
    onForbidden: (listener) => enrol(forbidden, listener),
  };
  links.set(nc, link);
  void observe(nc, (status) => {
    if (status.type === 'reconnect') for (const listener of [...reconnect]) listener();
    if (status.type === 'error' && status.error instanceof errors.PermissionViolationError) {
      const { operation, subject, message } = status.error;
      if (operation === 'publish') for (const listener of [...forbidden]) listener(subject, message);
    }
  });
  return link;
}

function enrol<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function observe(nc: NatsConnection, on: (status: Status) => void): Promise<void> {
  for await (const status of nc.status()) on(status);
}
