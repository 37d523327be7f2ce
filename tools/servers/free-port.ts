import { createServer } from 'node:net';

/**
 * Whether nothing listens on this port of the machine's own addresses. Both are asked, since a browser that is sent
 * to localhost may try ::1 first and meet somebody else there.
 */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canBind(port, '127.0.0.1')) && (await canBind(port, '::1'));
}

function canBind(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 has no such address: nobody can listen there either.
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT');
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
