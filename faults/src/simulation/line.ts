import type { Connection } from '@holdfast/gateway/core';
import type { SocketFactory, SocketListener } from '@holdfast/chat-client';
import type { Random } from '../random.ts';
import type { SimulatedGateway } from './gateway.ts';
import type { Process, VirtualTime } from './time.ts';
import { Wire } from './wire.ts';

/** The gateway that there is at the moment. */
export interface Running {
  readonly process: Process;
  readonly gateway: SimulatedGateway;
}

const CLOSED_WITHOUT_A_WORD = 1006;
/** After that a page gives up on the other end's word, ms. */
const GOODBYE_MS = 2_000;

/** Somebody's way to the gateway: one WebSocket at a time, which can break. */
export class Line {
  refusedUntil = 0;
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #running: () => Running | null;
  #wire: Wire | null = null;
  #broken: () => void = () => undefined;

  constructor(time: VirtualTime, random: Random, running: () => Running | null) {
    this.#time = time;
    this.#random = random;
    this.#running = running;
  }

  get wire(): Wire | null {
    return this.#wire;
  }

  /** Both ends hear of it, where they are alive. */
  break(): void {
    this.#broken();
  }

  /** The sockets of the page that is running now. */
  readonly socket: SocketFactory = (_, listener) => {
    const page = this.#time.running;
    const running = this.#running();
    const wire = new Wire(this.#time, this.#random);
    if (running === null || this.#time.now < this.refusedUntil) {
      this.#time.after(1 + this.#random.next(), page, () => listener.closed(CLOSED_WITHOUT_A_WORD, ''));
      return { send: () => undefined, close: () => undefined };
    }
    return this.#connect(wire, page, running, listener);
  };

  #connect(
    wire: Wire,
    page: Process,
    { process, gateway }: Running,
    listener: SocketListener,
  ): ReturnType<SocketFactory> {
    let connection: Connection | undefined;
    let isOver = false;
    const closed = (code: number, reason: string): void => {
      if (isOver) return;
      isOver = true;
      wire.break();
      listener.closed(code, reason);
    };
    const gone = (): void => {
      if (connection === undefined) return;
      gateway.connections.delete(connection);
      connection.closed();
      connection = undefined;
    };
    const broken = (): void => {
      wire.break();
      this.#time.after(this.#random.next(), page, () => closed(CLOSED_WITHOUT_A_WORD, ''));
      this.#time.after(this.#random.next(), process, gone);
    };
    this.#wire = wire;
    this.#broken = broken;
    wire.send('up', process, () => {
      connection = gateway.accept({
        send: (text, written) => {
          wire.send('down', page, () => {
            if (!isOver) listener.message(text);
          });
          written?.();
        },
        flush: () => undefined,
        unwritten: 0,
        close: (code, reason) => {
          wire.send('down', page, () => closed(code, reason));
          this.#time.after(1, process, gone);
        },
        terminate: broken,
      });
      wire.send('down', page, () => listener.opened());
    });
    return {
      send: (text) => wire.send('up', process, () => connection?.receive(Buffer.from(text), false)),
      close: (code, reason) => {
        wire.send('up', process, gone);
        this.#time.after(GOODBYE_MS, page, () => closed(code, reason));
        wire.send('down', page, () => closed(code, reason));
      },
    };
  }
}
