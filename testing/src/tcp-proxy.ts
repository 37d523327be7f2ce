import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createPipe } from './tcp-pipe.ts';
import type { Pipe } from './tcp-pipe.ts';

/** `up` is from the client to the server, `down` from the server to the client. */
export type Direction = 'up' | 'down';

type Link = { client: Socket; server: Socket; up: Pipe; down: Pipe };

export type TcpProxyOptions = {
  host?: string;
  targetPort: number;
  targetHost?: string;
  port?: number;
  /** What is lost takes along that an end is gone: neither side is ever told of the other's. */
  silent?: boolean;
};

/** Where an end was lost on its way, the other side is told after this long, in ms, as its keepalive would tell it. */
const KEEPALIVE_MS = 5_000;

/** A bad network between two processes, on loopback. Every control acts on present and, unless said, on later connections. */
export class TcpProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #target: { port: number; host: string };
  readonly #links = new Set<Link>();
  readonly #silent: boolean;
  #latencyMs = 0;
  #refusing = false;
  readonly #held: Record<Direction, boolean> = { up: false, down: false };
  readonly #bytesPerSecond: Record<Direction, number> = { up: Infinity, down: Infinity };
  readonly #lost: Record<Direction, boolean> = { up: false, down: false };
  #cut: { direction: Direction; after: number } | undefined;

  private constructor(server: Server, target: { port: number; host: string }, silent: boolean) {
    this.#server = server;
    this.#target = target;
    this.#silent = silent;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (client) => {
      this.#accept(client);
    });
  }

  static async open(options: TcpProxyOptions): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
    await once(server, 'listening');
    const target = { port: options.targetPort, host: options.targetHost ?? '127.0.0.1' };
    return new TcpProxy(server, target, options.silent ?? false);
  }

  /** How many connections pass through at this moment. */
  get connections(): number {
    return this.#links.size;
  }

  /** Delays every byte by this many milliseconds in each direction. */
  setLatency(milliseconds: number): void {
    this.#latencyMs = milliseconds;
    for (const link of this.#links) for (const pipe of [link.up, link.down]) pipe.latencyMs = milliseconds;
  }

  /** Stalls: keeps all bytes of a direction, in order, until `release`. */
  hold(...directions: Direction[]): void {
    this.#each(directions, (direction, pipe) => {
      this.#held[direction] = true;
      pipe?.hold();
    });
  }

  /** Ends a `hold`; what was kept goes out at once. */
  release(...directions: Direction[]): void {
    this.#each(directions, (direction, pipe) => {
      this.#held[direction] = false;
      pipe?.release();
    });
  }

  /**
   * Reads a direction no faster than this, in bytes a second; 0: not at all. Unlike what is held, what is sent does not wait here: it
   * fills the buffers of the system, and then its sender's.
   */
  readAt(bytesPerSecond: number, ...directions: Direction[]): void {
    this.#each(directions, (direction, pipe) => {
      this.#bytesPerSecond[direction] = bytesPerSecond;
      pipe?.readAt(bytesPerSecond);
    });
  }

  /** A half-open link: bytes of this direction vanish without an error. Only closing the connection ends that for it. */
  lose(...directions: Direction[]): void {
    this.#each(directions, (direction, pipe) => {
      this.#lost[direction] = true;
      pipe?.lose();
    });
  }

  /** Later connections are whole again. */
  stopLosing(): void {
    this.#lost.up = false;
    this.#lost.down = false;
  }

  /** The next connection to carry this many bytes in this direction is reset right after the last of them. Acts once. */
  cutAfter(bytes: number, direction: Direction): void {
    this.#cut = { direction, after: bytes };
    for (const link of this.#links) this.#armCut(link);
  }

  /** Forgets a `cutAfter` that has not acted yet. */
  stopCutting(): void {
    this.#cut = undefined;
    for (const { up, down } of this.#links) for (const pipe of [up, down]) pipe.limit(Infinity, () => undefined);
  }

  /** Ends every connection with a TCP reset. */
  reset(): void {
    for (const link of this.#links) this.#resetLink(link);
  }

  /** Turns new connections away with a reset, as a host without the service does. */
  refuse(on = true): void {
    this.#refusing = on;
  }

  async close(): Promise<void> {
    this.reset();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.#refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ ...this.#target, allowHalfOpen: true, noDelay: true });
    server.on('error', () => undefined);
    const link: Link = { client, server, up: createPipe(client, server), down: createPipe(server, client) };
    this.#links.add(link);
    for (const direction of ['up', 'down'] as const) {
      link[direction].latencyMs = this.#latencyMs;
      if (this.#held[direction]) link[direction].hold();
      if (this.#bytesPerSecond[direction] < Infinity) link[direction].readAt(this.#bytesPerSecond[direction]);
      if (this.#lost[direction]) link[direction].lose();
    }
    this.#armCut(link);
    for (const [socket, pipe] of [
      [client, link.up],
      [server, link.down],
    ] as const) {
      socket.once('end', () => {
        if (pipe.isLost() && !this.#silent) setTimeout(() => this.#resetLink(link), KEEPALIVE_MS).unref();
      });
      // One side's end without its orderly finish ends the other side in the same manner.
      socket.once('close', (hadError) => {
        if (pipe.isLost() && this.#silent) return;
        // What is held back for the other side, its end too, is still to go there.
        if (client.closed && server.closed) this.#links.delete(link);
        if (hadError) this.#resetLink(link);
        else if (!socket.readableEnded) {
          client.destroy();
          server.destroy();
        }
      });
    }
  }

  #armCut(link: Link): void {
    const cut = this.#cut;
    if (cut === undefined) return;
    link[cut.direction].limit(cut.after, () => {
      if (this.#cut === cut) this.stopCutting();
      this.#resetLink(link);
    });
  }

  #resetLink(link: Link): void {
    this.#links.delete(link);
    link.client.resetAndDestroy();
    link.server.resetAndDestroy();
  }

  #each(directions: readonly Direction[], act: (direction: Direction, pipe: Pipe | undefined) => void): void {
    for (const direction of directions.length === 0 ? (['up', 'down'] as const) : directions) {
      act(direction, undefined);
      for (const link of this.#links) act(direction, link[direction]);
    }
  }
}
