import type {
  ClientFrame,
  Outcome,
  PublicActor,
  ServerFrame,
  SessionEvent,
  SessionFrameEvent,
  Sync,
} from '@holdfast/contracts';
import { validateClientFrame } from '@holdfast/contracts/validators';
import { FakeClock } from '@holdfast/testing';
import type { ChatClientOptions, ClientProblem } from './client-api.ts';
import { createChatClient } from './client.ts';
import type { Clock } from './clock.ts';
import { memoryStore } from './outbox-memory.ts';
import type { SocketFactory, SocketListener } from './socket.ts';

export const visitor: PublicActor = { kind: 'visitor', id: 'vis' };
export const agent: PublicActor = { kind: 'agent', id: 'ann', name: 'Ann' };
export const colleague: PublicActor = { kind: 'agent', id: 'ben', name: 'Ben' };
export const AT = '2026-11-23T10:00:00.000Z';

/** An event as a visitor sees it, unless told its `w`. */
export const event = (
  n: number,
  actor: PublicActor,
  body: SessionEvent,
  w = n,
  commandId = `c${String(n)}`,
): SessionFrameEvent => ({ n, w, id: `${commandId}/0`, at: AT, actor, ...body });
export const message = (n: number, actor: PublicActor, text: string, commandId?: string): SessionFrameEvent =>
  event(n, actor, { type: 'MessagePosted', data: { text, visibility: 'public' } }, n, commandId);
export const opened = (n = 1): SessionFrameEvent =>
  event(n, visitor, { type: 'SessionOpened', data: { siteId: 'site', visitorId: 'vis', visitor: {} } });
export const stored = (commandId: string): Outcome => ({ commandId, kind: 'stored' });

/** The other end of a socket, played by hand. */
export class FakeConnection {
  readonly #listener: SocketListener;
  readonly #frames: ClientFrame[] = [];
  closedByClient = false;

  constructor(listener: SocketListener) {
    this.#listener = listener;
  }

  receive(text: string): void {
    const frame: unknown = JSON.parse(text);
    if (!validateClientFrame(frame)) throw new Error(`the gateway would close on ${text}`);
    this.#frames.push(frame);
  }

  /** The frames that came since the last look. */
  take(): ClientFrame[] {
    return this.#frames.splice(0);
  }

  /** Those of one kind, the others are let go. */
  takeOnly<T extends ClientFrame['t']>(kind: T): Extract<ClientFrame, { t: T }>[] {
    return this.take().filter((frame) => frame.t === kind) as Extract<ClientFrame, { t: T }>[];
  }

  open(): void {
    this.#listener.opened();
  }

  tell(...frames: ServerFrame[]): void {
    for (const frame of frames) this.#listener.message(JSON.stringify(frame));
  }

  tellText(text: string): void {
    this.#listener.message(text);
  }

  close(code = 1006): void {
    this.#listener.closed(code, '');
  }

  welcome(you: PublicActor = visitor, epoch = 'e1'): void {
    this.tell({
      t: 'welcome',
      protocol: 2,
      epoch,
      connection: 'k1',
      you: { kind: you.kind === 'agent' ? 'agent' : 'visitor', id: you.id, name: you.name, workspace: 'ws' },
      pingMs: 15_000,
      deadAfterMs: 25_000,
    });
  }
}

export class FakeGateway {
  readonly connections: FakeConnection[] = [];
  readonly socket: SocketFactory = (_url, listener) => {
    const connection = new FakeConnection(listener);
    this.connections.push(connection);
    return {
      send: (text) => connection.receive(text),
      close: () => {
        connection.closedByClient = true;
      },
    };
  };

  get last(): FakeConnection {
    const connection = this.connections.at(-1);
    if (connection === undefined) throw new Error('no connection yet');
    return connection;
  }
}

export const clockOf = (fake: FakeClock): Clock => ({
  now: fake.now,
  after: (ms, run) => {
    const timer = fake.setTimeout(run, ms);
    return () => {
      fake.clearTimeout(timer);
    };
  },
});

/** A client, the gateway's end of its sockets, and the time, all in the hands of a spec. */
export function playground(options: Partial<ChatClientOptions> = {}) {
  const time = new FakeClock();
  const gateway = new FakeGateway();
  const problems: ClientProblem[] = [];
  const storage = options.storage ?? memoryStore();
  const client = createChatClient({
    url: 'ws://gateway/ws',
    token: () => Promise.resolve({ token: 'token' }),
    storage,
    clock: clockOf(time),
    socket: gateway.socket,
    client: 'page-1',
    random: () => 0.5,
    report: (problem) => problems.push(problem),
    ...options,
  });
  /** Lets everything happen that does not need time. */
  const settle = (): Promise<void> => time.advance(0);
  /** Starts, and brings `sessions` (followed by the spec) to `live` with these events. */
  const live = async (
    sessions: Record<string, readonly SessionFrameEvent[]> = {},
    you = visitor,
  ): Promise<FakeConnection> => {
    client.start();
    await settle();
    const connection = gateway.last;
    connection.open();
    connection.welcome(you);
    for (const [session, events] of Object.entries(sessions)) connection.tell(syncOf(session, events));
    connection.tell({ t: 'live' });
    await settle();
    connection.take();
    return connection;
  };
  return { client, gateway, time, problems, storage, settle, live };
}

export const syncOf = (session: string, events: readonly SessionFrameEvent[]): Sync =>
  events.length === 0
    ? { t: 'sync', session, mode: 'none', n: 0, events: [], older: false }
    : { t: 'sync', session, mode: 'snapshot', n: events.at(-1)?.n ?? 0, events: [...events], older: false };
