import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { ChatClient, CommandResult, DeskCommandData, DeskCommandType, InboxView } from '@holdfast/chat-client';
import { SignIn } from '../../api/sign-in.ts';
import { FollowedChat } from './followed-chat.ts';
import { MAKE_CLIENT } from './make-client.ts';
import { signalOf } from './readable-signal.ts';

const EMPTY: InboxView = {
  filter: 'mine',
  offset: 0,
  total: 0,
  rows: [],
  counts: { mine: 0, mentions: 0, waiting: 0, team: 0, all: 0, closed: 0, unread: 0 },
  current: false,
};

/** A client and what it shows. */
const bound = (client: ChatClient) => ({
  client,
  connection: signalOf(client.connection),
  inbox: signalOf(client.inbox.view),
  roster: signalOf(client.roster),
});

/** The chat client of whoever is signed in, as signals. It lives as long as the sign-in. */
@Injectable({ providedIn: 'root' })
export class Live {
  readonly #signIn = inject(SignIn);
  readonly #make = inject(MAKE_CLIENT);
  readonly #bound = signal<ReturnType<typeof bound> | null>(null);

  /** Whether there is a client: what follows is empty before. */
  readonly isOpen = computed(() => this.#bound() !== null);
  readonly connection = computed(() => this.#bound()?.connection.signal() ?? null);
  /** Whether everything shown is current. */
  readonly isCurrent = computed(() => this.connection()?.status === 'live');
  readonly inbox = computed(() => this.#bound()?.inbox.signal() ?? EMPTY);
  readonly roster = computed(() => this.#bound()?.roster.signal() ?? []);
  readonly me = computed(() => this.#signIn.agent()?.id ?? '');
  /** The desk's view of this agent; absent until it has come. */
  readonly own = computed(() => this.roster().find(({ id }) => id === this.me()));

  /** Who is signed in, as the client's outbox is named; null: nobody. */
  readonly #name = computed(() => {
    const [workspace, agent] = [this.#signIn.workspace(), this.#signIn.agent()];
    return workspace === null || agent === null ? null : `${workspace}:${agent.id}`;
  });

  constructor() {
    effect((onCleanup) => {
      const current = this.#name();
      if (current === null) return;
      const ending = new AbortController();
      onCleanup(() => ending.abort());
      untracked(() => void this.#open(current, ending.signal));
    });
    effect(() => {
      if (this.connection()?.status === 'signed-out') this.#signIn.forget();
    });
  }

  async #open(name: string, ending: AbortSignal): Promise<void> {
    const client = await this.#make(name, async (ask) => {
      const token = await this.#signIn.token(ask);
      // Somebody else has signed in over the same cookie: what this one composed is not theirs to send.
      if (token !== null && this.#name() !== name) throw new Error(`no longer ${name}`);
      return token;
    });
    if (ending.aborted) return;
    const opened = bound(client);
    ending.addEventListener('abort', () => {
      this.#bound.set(null);
      for (const shown of [opened.connection, opened.inbox, opened.roster]) shown.letGo();
      client.stop();
    });
    this.#bound.set(opened);
    client.start();
  }

  /** Shows this window of the inbox from here on. */
  watch(window: Parameters<ChatClient['inbox']['watch']>[0]): void {
    this.#bound()?.client.inbox.watch(window);
  }

  /** Does not wait for the next try. */
  tryNow(): void {
    this.#bound()?.client.start();
  }

  /** Follows a session until it is let go. */
  follow(session: string): FollowedChat {
    const held = this.#bound();
    if (held === null) throw new Error('nobody is signed in');
    return new FollowedChat(held.client.session(session));
  }

  async desk<T extends DeskCommandType>(type: T, data: DeskCommandData<T>): Promise<CommandResult> {
    const held = this.#bound();
    if (held === null) throw new Error('nobody is signed in');
    return held.client.desk(type, data);
  }
}
