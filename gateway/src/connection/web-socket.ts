import { type WebSocket } from 'ws';
import { type Socket } from './outgoing.ts';

interface Raw {
  cork(): void;
  uncork(): void;
}

/** A `ws` socket as the gateway uses it. What is sent in one turn of the event loop is gathered into one write to the network. */
export class WebSocketOf implements Socket {
  readonly #socket: WebSocket;
  readonly #raw: Raw;
  #isGathering = false;

  constructor(socket: WebSocket, raw: Raw) {
    this.#socket = socket;
    this.#raw = raw;
  }

  get unwritten(): number {
    return this.#socket.bufferedAmount;
  }

  send(text: string, written?: () => void): void {
    if (this.#socket.readyState !== this.#socket.OPEN) {
      written?.();
      return;
    }
    if (!this.#isGathering) {
      this.#isGathering = true;
      this.#raw.cork();
      process.nextTick(() => this.flush());
    }
    this.#socket.send(text, written === undefined ? ignored : () => written());
  }

  flush(): void {
    if (!this.#isGathering) return;
    this.#isGathering = false;
    this.#raw.uncork();
  }

  close(code: number, reason: string): void {
    this.flush();
    this.#socket.close(code, reason.slice(0, 120));
  }

  terminate(): void {
    this.#socket.terminate();
  }
}

/** A write that fails ends the socket, which is heard of by itself. */
const ignored = (): void => undefined;
