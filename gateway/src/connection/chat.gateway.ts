import { type IncomingMessage } from 'node:http';
import { FRAME_LIMITS } from '@holdfast/contracts';
import { Inject, type INestApplicationContext } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';
import { type WebSocket } from 'ws';
import { deviceOf } from '../inbound/device.ts';
import { Connection } from './connection.ts';
import { type ConnectionParts } from './connection-parts.ts';
import { type Connections } from './connections.ts';
import { isOurs } from './origin.ts';
import { WebSocketOf } from './web-socket.ts';

export const CONNECTION_PARTS = Symbol('connection parts');
export const CONNECTIONS = Symbol('connections');
export const NEW_ID = Symbol('new id');

/** Where sockets come in. Each gets a `Connection`, which does the rest. */
@WebSocketGateway({ path: '/ws' })
export class ChatGateway implements OnGatewayConnection {
  constructor(
    @Inject(CONNECTION_PARTS) private readonly parts: ConnectionParts,
    @Inject(CONNECTIONS) private readonly connections: Connections,
    @Inject(NEW_ID) private readonly newId: () => string,
  ) {}

  handleConnection(socket: WebSocket, request: IncomingMessage): void {
    const device = deviceOf(request.headers['user-agent']);
    const connection = new Connection(this.newId(), new WebSocketOf(socket, request.socket), this.parts, device);
    this.connections.add(connection);
    socket.on('message', (data: Buffer, isBinary: boolean) => connection.receive(data, isBinary));
    socket.on('close', () => {
      this.connections.delete(connection);
      connection.closed();
    });
    // A frame that `ws` itself refuses (too big, not UTF-8) is answered by it with a close code.
    socket.on('error', () => undefined);
  }
}

/** The `ws` server: without compression, which costs twelve times the throughput, and for our own pages only. */
export class ChatAdapter extends WsAdapter {
  readonly #origins: readonly string[];
  readonly #isOpen: () => boolean;

  constructor(app: INestApplicationContext, origins: readonly string[], isOpen: () => boolean) {
    super(app);
    this.#origins = origins;
    this.#isOpen = isOpen;
  }

  override create(port: number, options: Record<string, unknown> = {}): unknown {
    const verifyClient = (
      { origin }: { origin: string | undefined },
      answer: (ok: boolean, code?: number, message?: string) => void,
    ) => {
      if (!this.#isOpen()) answer(false, 503, 'Service Unavailable');
      else if (isOurs(origin, this.#origins)) answer(true);
      else answer(false, 403, 'Forbidden');
    };
    return super.create(port, {
      ...options,
      perMessageDeflate: false,
      maxPayload: FRAME_LIMITS.bytes,
      clientTracking: false,
      verifyClient,
    }) as unknown;
  }

  /** Frames are read by the connection: Nest's own dispatch would parse each of them once more. */
  override bindMessageHandlers(): void {
    return undefined;
  }

  /** What clients do wrong is no error of ours. */
  override bindErrorHandler<S>(server: S): S {
    return server;
  }
}
