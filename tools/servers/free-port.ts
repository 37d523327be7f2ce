import { createServer } from 'node:net';

/** Whether a listener can be bound to this address and port at this moment. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ port, host, exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}

/** A port that the system hands out; another process may still take it before it is used. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host }, () => {
      const address = probe.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}

const STEP = 10;
const TRIES = 200;

/**
 * The wanted port or, when it is taken, the next free one in fixed steps. The steps make the replacement the same
 * at every start, so that a browser's storage, which belongs to host and port, is found again.
 */
export async function wantedOrNextFree(wanted: number, reserved: ReadonlySet<number> = new Set()): Promise<number> {
  for (let n = 0, port = wanted; n < TRIES && port < 65_536; n++, port += STEP) {
    if (!reserved.has(port) && (await isPortFree(port))) return port;
  }
  return freePort();
}
