import type { FactoryProvider } from '@angular/core';
import { createChatClient, memoryStore, type SocketListener } from '@holdfast/chat-client';
import type { ClientFrame, InboxFilter, InboxRow, Outcome, ServerFrame, SessionFrameEvent } from '@holdfast/contracts';
import { MAKE_CLIENT, type MakeClient } from './make-client.ts';

export const AT = '2026-01-01T00:00:00.000Z';

/** The other end of the real client's socket: it welcomes, and answers as its lists say. */
export class StandInGateway {
  readonly frames: ClientFrame[] = [];
  /** Events of the sessions there are. */
  readonly sessions = new Map<string, SessionFrameEvent[]>();
  inbox: { readonly filter: InboxFilter; readonly rows: readonly InboxRow[] } | undefined;
  /** What becomes of a command. */
  decide: (command: { readonly id: string; readonly type: string }) => Outcome = ({ id }) => ({
    commandId: id,
    kind: 'stored',
  });
  sockets = 0;
  #listener: SocketListener | undefined;

  readonly provider: FactoryProvider = {
    provide: MAKE_CLIENT,
    useFactory: (): MakeClient => (_name, token) =>
      Promise.resolve(
        createChatClient({
          url: 'ws://gateway/ws',
          token,
          storage: memoryStore(),
          socket: (_url, listener) => this.#open(listener),
        }),
      ),
  };

  sent<T extends ClientFrame['t']>(kind: T): Extract<ClientFrame, { t: T }>[] {
    return this.frames.filter((frame) => frame.t === kind) as Extract<ClientFrame, { t: T }>[];
  }

  tell(...frames: ServerFrame[]): void {
    for (const frame of frames) this.#listener?.message(JSON.stringify(frame));
  }

  close(code: number): void {
    this.#listener?.closed(code, '');
  }

  #open(listener: SocketListener) {
    this.#listener = listener;
    this.sockets++;
    queueMicrotask(() => listener.opened());
    return {
      send: (text: string) => {
        const frame = JSON.parse(text) as ClientFrame;
        this.frames.push(frame);
        queueMicrotask(() => this.#answer(frame));
      },
      close: () => {
        this.sockets--;
      },
    };
  }

  #answer(frame: ClientFrame): void {
    switch (frame.t) {
      case 'hello':
        this.tell(WELCOME);
        for (const { session } of frame.cursors) this.#sync(session);
        this.tell({ t: 'live' });
        return;
      case 'attach':
        this.#sync(frame.session);
        return;
      case 'watch-inbox': {
        const rows = this.inbox?.filter === frame.filter ? this.inbox.rows : undefined;
        if (rows === undefined) return;
        const counts = { mine: 1, mentions: 0, waiting: 2, team: 0, all: 3, closed: 4, unread: 0 };
        const order = rows.map(({ session }) => session);
        this.tell({
          t: 'inbox',
          window: frame.window,
          filter: frame.filter,
          offset: frame.offset,
          total: rows.length,
          order,
          rows: [...rows],
          counts,
        });
        return;
      }
      case 'request':
        this.tell({ t: 'outcomes', session: frame.session, outcomes: frame.commands.map(this.decide) });
        return;
      case 'desk-request':
        this.tell({ t: 'outcomes', outcomes: frame.commands.map(this.decide) });
        return;
      default:
    }
  }

  #sync(session: string): void {
    const events = this.sessions.get(session) ?? [];
    const n = events.length;
    this.tell({ t: 'sync', session, mode: n === 0 ? 'none' : 'snapshot', n, events, older: false });
  }
}

const WELCOME: ServerFrame = {
  t: 'welcome',
  protocol: 2,
  epoch: 'e1',
  connection: 'k1',
  you: { kind: 'agent', id: 'ada', name: 'Ada', role: 'agent', workspace: 'demo' },
  pingMs: 15_000,
  deadAfterMs: 25_000,
};

/** A session of a visitor, with these messages of theirs. */
export function conversation(...texts: string[]): SessionFrameEvent[] {
  const actor = { kind: 'visitor', id: 'mia' } as const;
  const opened: SessionFrameEvent = {
    n: 1,
    w: 1,
    id: 'open/0',
    at: AT,
    actor,
    type: 'SessionOpened',
    data: { siteId: 'site', visitorId: 'mia', visitor: { name: 'Mia' } },
  };
  return [
    opened,
    ...texts.map((text, i): SessionFrameEvent => {
      const n = i + 2;
      return { n, w: n, id: `m${n}/0`, at: AT, actor, type: 'MessagePosted', data: { text, visibility: 'public' } };
    }),
  ];
}
