import { once } from 'node:events';
import { type ClientFrame, type ServerFrame } from '@holdfast/contracts';
import { validateServerFrame } from '@holdfast/contracts/validators';
import { WebSocket } from 'ws';

type Kind = ServerFrame['t'];
type Frame<K extends Kind> = Extract<ServerFrame, { t: K }>;

/** A client that takes notes: everything it was sent, and how it ended. */
export class Client {
  readonly frames: ServerFrame[] = [];
  readonly #socket: WebSocket;
  readonly #read = new Map<Kind, number>();
  #listeners: (() => void)[] = [];
  closed: { code: number; reason: string } | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const frame: unknown = JSON.parse(data.toString());
      if (!validateServerFrame(frame)) throw new Error(`not a frame of the protocol: ${data.toString().slice(0, 500)}`);
      this.frames.push(frame);
      this.#wake();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#wake();
    });
    socket.on('error', () => undefined);
  }

  static async connect(port: number, headers: Record<string, string> = {}): Promise<Client> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers });
    const client = new Client(socket);
    await once(socket, 'open');
    return client;
  }

  /** Connects and is let in, following these sessions from these numbers on. */
  static async hello(
    port: number,
    token: string,
    cursors: Record<string, number> = {},
    epoch?: string,
  ): Promise<Client> {
    const client = await Client.connect(port);
    client.sayHello(token, cursors, epoch);
    await client.next('live');
    return client;
  }

  sayHello(token: string, cursors: Record<string, number> = {}, epoch?: string): void {
    const list = Object.entries(cursors).map(([session, n]) => ({ session, n }));
    this.send({
      t: 'hello',
      protocol: 2,
      token,
      client: 'spec',
      cursors: list,
      ...(epoch === undefined ? {} : { epoch }),
    });
  }

  send(frame: ClientFrame): void {
    this.raw(JSON.stringify(frame));
  }

  raw(data: string | Buffer): void {
    this.#socket.send(data);
  }

  /** Reads nothing any more, as a frozen page does. */
  pause(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.terminate();
  }

  of<K extends Kind>(kind: K): Frame<K>[] {
    return this.frames.filter((frame): frame is Frame<K> => frame.t === kind);
  }

  /** The next frame of a kind that was not read by an earlier `next` of that kind. */
  async next<K extends Kind>(kind: K, fits: (frame: Frame<K>) => boolean = () => true): Promise<Frame<K>> {
    return this.#when(`a frame ${kind}`, () => {
      const all = this.of(kind);
      for (let i = this.#read.get(kind) ?? 0; i < all.length; i++) {
        const frame = all[i]!;
        if (!fits(frame)) continue;
        this.#read.set(kind, i + 1);
        return frame;
      }
      return undefined;
    });
  }

  /** How the connection ended. */
  ended(): Promise<{ code: number; reason: string }> {
    return this.#when('the end', () => this.closed, true);
  }

  #wake(): void {
    for (const listener of this.#listeners) listener();
  }

  #when<T>(what: string, look: () => T | undefined, isAlsoAfterEnd = false): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.#listeners = this.#listeners.filter((each) => each !== listener);
        act();
      };
      const listener = () => {
        const found = look();
        if (found !== undefined) settle(() => resolve(found));
        else if (this.closed !== undefined && !isAlsoAfterEnd) {
          const { code, reason } = this.closed;
          settle(() => reject(new Error(`waiting for ${what}, the connection ended with ${code} ${reason}`)));
        }
      };
      const timer = setTimeout(
        () =>
          settle(() =>
            reject(new Error(`${what} did not come; there was ${JSON.stringify(this.frames).slice(0, 1_000)}`)),
          ),
        10_000,
      );
      this.#listeners.push(listener);
      listener();
    });
  }
}
