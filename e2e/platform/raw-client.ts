import { randomUUID } from 'node:crypto';
import type { ClientFrame, ServerFrame } from '@holdfast/contracts';
import { PROTOCOL } from '@holdfast/contracts/validators';
import { eventually } from '@holdfast/testing';
import WebSocket from 'ws';
import type { Platform } from './stack.ts';

type Kind = ServerFrame['t'];
type Frame<K extends Kind> = Extract<ServerFrame, { t: K }>;

/** A socket without a client library behind it: it says what no honest client would. */
export class RawClient {
  readonly frames: ServerFrame[] = [];
  closed: { readonly code: number; readonly at: number } | undefined;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => void this.frames.push(JSON.parse(data.toString('utf8')) as ServerFrame));
    socket.on('close', (code) => {
      this.closed = { code, at: performance.now() };
    });
    // A close follows, which says all there is to say.
    socket.on('error', () => undefined);
  }

  static async connect(platform: Platform): Promise<RawClient> {
    const socket = new WebSocket(platform.socketUrl, { perMessageDeflate: false });
    const client = new RawClient(socket);
    await eventually(() => socket.readyState === WebSocket.OPEN);
    return client;
  }

  /** Connects and is let in. */
  static async hello(platform: Platform, token: string, ...sessions: readonly string[]): Promise<RawClient> {
    const client = await RawClient.connect(platform);
    client.sayHello(token, ...sessions);
    await client.next('live');
    return client;
  }

  sayHello(token: string, ...sessions: readonly string[]): void {
    const cursors = sessions.map((session) => ({ session, n: 0 }));
    this.send({ t: 'hello', protocol: PROTOCOL, token, client: randomUUID(), cursors });
  }

  send(frame: ClientFrame): void {
    this.raw(JSON.stringify(frame));
  }

  raw(data: string | Buffer): void {
    this.#socket.send(data);
  }

  of<K extends Kind>(kind: K): Frame<K>[] {
    return this.frames.filter((frame): frame is Frame<K> => frame.t === kind);
  }

  /** The first frame of this kind that will do, of those that came and those to come. */
  next<K extends Kind>(kind: K, will: (frame: Frame<K>) => boolean = () => true): Promise<Frame<K>> {
    return eventually(() => this.of(kind).find(will));
  }

  async end(): Promise<{ readonly code: number; readonly at: number }> {
    return eventually(() => this.closed);
  }

  close(): void {
    this.#socket.close();
  }
}
