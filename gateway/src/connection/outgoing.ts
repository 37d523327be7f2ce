import { type Bye } from '@holdfast/contracts';

/** A socket as the gateway uses it. */
export interface Socket {
  /** Hands a text to the socket; what is sent in one turn of the event loop leaves in one write. */
  send(text: string, written?: () => void): void;
  /** Pushes out what was gathered in this turn. */
  flush(): void;
  /** Bytes that the network has not taken. */
  readonly unwritten: number;
  close(code: number, reason: string): void;
  /** Ends it without a word. */
  terminate(): void;
}

export const QUEUE_LIMITS = { bytes: 256 * 1_024, events: 512 } as const;

/**
 * What goes to one client, and how much of it the client has not read. Nothing is queued here: the socket's own buffer is
 * the queue, and this decides what may still be put into it.
 */
export class Outgoing {
  readonly #socket: Socket;
  #unreadEvents = 0;
  /** Bytes of a sync under way: it was asked for and may be large, so it counts neither against live events nor signals. */
  #allowance = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** @returns false when the queue is full: the client does not read, and resume will repair what it misses */
  send(frame: string, events: number): boolean {
    if (this.#isOver(1)) return false;
    this.#unreadEvents += events;
    this.#socket.send(frame);
    return true;
  }

  /** @returns false when it was dropped */
  signal(frame: string): boolean {
    if (this.#isOver(0.5)) return false;
    this.#socket.send(frame);
    return true;
  }

  /** Sends a sync and resolves when the queue is below half again. */
  sync(frame: string): Promise<void> {
    this.#allowance += Buffer.byteLength(frame);
    return new Promise((resolve) =>
      this.#socket.send(frame, () => {
        this.#allowance = 0;
        resolve();
      }),
    );
  }

  bye(code: Bye['code'], retry: readonly [number, number]): void {
    this.#socket.send(JSON.stringify({ t: 'bye', code, retry }));
  }

  #isOver(share: number): boolean {
    if (this.#unread(share)) {
      // What was only gathered in this turn is not unread yet.
      this.#socket.flush();
      return this.#unread(share);
    }
    return false;
  }

  #unread(share: number): boolean {
    const bytes = this.#socket.unwritten;
    if (bytes === 0) this.#unreadEvents = 0;
    return bytes - this.#allowance > QUEUE_LIMITS.bytes * share || this.#unreadEvents > QUEUE_LIMITS.events * share;
  }
}
