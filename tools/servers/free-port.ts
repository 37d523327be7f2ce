import { randomInt } from 'node:crypto';
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

/** Below what systems hand out to those who name no port, so that no connection of anybody's can come to sit on one of ours. */
const [FIRST_PORT, END_PORT] = [12_000, 32_000];
const BLOCK_SIZE = 20;
const own = { next: 0, end: 0 };

/**
 * A port for a server that somebody else will start, and may start again: nothing takes it in between. Ports are given
 * out from blocks, of which one belongs to whoever listens on its first port.
 * @throws Error if every block is taken.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    if (own.next >= own.end) await takeBlock();
    const port = own.next++;
    if (await isPortFree(port)) return port;
  }
}

async function takeBlock(): Promise<void> {
  const blocks = (END_PORT - FIRST_PORT) / BLOCK_SIZE;
  const from = randomInt(blocks);
  for (let n = 0; n < blocks; n++) {
    const first = FIRST_PORT + ((from + n) % blocks) * BLOCK_SIZE;
    if (!(await hold(first))) continue;
    Object.assign(own, { next: first + 1, end: first + BLOCK_SIZE });
    return;
  }
  throw new Error(`No port is free from ${FIRST_PORT} to ${END_PORT - 1}`);
}

/** Listens until this process ends, which it does not keep from ending. */
function hold(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const holder = createServer((socket) => socket.destroy());
    holder.once('error', () => {
      resolve(false);
    });
    holder.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      resolve(true);
    });
    holder.unref();
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
