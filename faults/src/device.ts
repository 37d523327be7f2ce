import type { CommandResult, Tick } from '@holdfast/chat-client';
import type { Visibility } from '@holdfast/contracts';
import type { Chat, Page } from '@holdfast/e2e/platform';
import type { Issued, Observed, Sent } from './history.ts';
import type { Act } from './schedule.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenSent = Omit<Mutable<Sent>, 'ticks' | 'end'> & { readonly ticks: Map<Tick, number> };

const REPEATABLE: readonly (Tick | undefined)[] = ['refused', 'failed'];
const DISCARDABLE: readonly (Tick | undefined)[] = ['clock', 'unknown', 'refused', 'failed'];
/** Whoever asks again uses the same words: every so many messages. */
const SAME_WORDS_EVERY = 4;

/** One client of somebody, with what it composed, issued and was shown. */
export class Device {
  readonly name: string;
  readonly page: Page;
  readonly sent: OpenSent[] = [];
  issued: Mutable<Issued>[] = [];
  readonly #actor: Sent['actor'];
  /** By the number of the chat. */
  readonly #chats: ReadonlyMap<number, Chat>;
  /** By session. */
  readonly #doubled = new Map<string, Set<string>>();
  #reloads = 0;

  constructor(name: string, page: Page, actor: Sent['actor'], chats: ReadonlyMap<number, Chat>) {
    this.name = name;
    this.page = page;
    this.#actor = actor;
    this.#chats = chats;
    for (const chat of chats.values())
      chat.watch(() => {
        this.#notice(chat);
      });
  }

  /** Does it where it can be done at this moment; what cannot, an app would not offer. */
  act(number: number, act: Act, colleague: string): void {
    if (act.kind === 'reload') {
      this.#reload();
      return;
    }
    const chat = this.#chats.get(number);
    if (chat === undefined) throw new RangeError(`${this.name} has no chat ${String(number)}`);
    const { view } = chat;
    switch (act.kind) {
      case 'post':
        this.post(chat, 'public');
        return;
      case 'note':
        this.post(chat, 'internal');
        return;
      case 'discard': {
        const last = this.#own(chat).findLast(({ id }) => DISCARDABLE.includes(chat.message(id)?.tick));
        if (last === undefined) return;
        last.givenUp = true;
        void chat.handle.discard(last.id);
        return;
      }
      case 'retry': {
        const last = this.#own(chat).findLast(({ id }) => REPEATABLE.includes(chat.message(id)?.tick));
        if (last !== undefined) void this.#retry(chat, last);
        return;
      }
      case 'close':
        this.#issue('CloseSession', chat.send('CloseSession', {}), chat.id);
        return;
      case 'label':
        this.#issue('SetLabels', chat.send('SetLabels', { labels: [`label ${String(view.n)}`] }), chat.id);
        return;
      case 'transfer':
        this.#issue('RequestTransfer', chat.send('RequestTransfer', { toAgentId: colleague }), chat.id);
        return;
      case 'give-back':
        if (view.ticket === undefined) return;
        this.#issue('UnassignAgent', chat.send('UnassignAgent', { ticket: view.ticket, reason: 'returned' }), chat.id);
        return;
      case 'claim':
        this.#issue('ClaimChat', this.page.client.desk('ClaimChat', { session: chat.id }));
        return;
      case 'availability':
        this.#issue('SetAvailability', this.page.client.desk('SetAvailability', { availability: act.availability }));
    }
  }

  /** Where `isDue` says so when its page has taken an outcome and not cleared its outbox, the page dies there, and is loaded again. */
  mayDie(isDue: () => boolean): void {
    this.page.dies = () => {
      const dies = isDue();
      if (dies)
        queueMicrotask(() => {
          this.#reload();
        });
      return dies;
    };
  }

  #reload(): void {
    this.#reloads++;
    // Whatever was waited for on that page is nobody's any more.
    this.issued = this.issued.filter(({ result }) => result !== undefined);
    // A page that ends before its storage has taken a message takes it along.
    for (const message of this.sent) message.givenUp ||= !this.page.hasKept(message.id);
    this.page.reload();
  }

  /** Its conversations. */
  get chats(): Iterable<Chat> {
    return this.#chats.values();
  }

  /** Posts into each of its chats. */
  postEverywhere(): void {
    for (const chat of this.#chats.values()) this.post(chat, 'public');
  }

  post(chat: Chat, visibility: Visibility): void {
    const number = this.sent.length;
    const text = number % SAME_WORDS_EVERY === 0 ? 'Is anybody there?' : `${this.name}, message ${String(number)}`;
    const at = performance.now();
    this.#compose(chat, chat.handle.post(text, { visibility }), text, visibility, at);
  }

  allSent(): Sent[] {
    return this.sent.map((message) => {
      const shown = this.#chatOf(message.session)?.message(message.id);
      return {
        ...message,
        ticks: new Map(message.ticks),
        end: shown === undefined ? 'gone' : (shown.tick ?? 'stored'),
      };
    });
  }

  observed(): Observed[] {
    const isConnected = this.page.client.connection.value.status === 'live';
    return [...this.#chats.values()].map((chat) => {
      const { n, from, status, assignee, freshness } = chat.view;
      return {
        device: this.name,
        session: chat.id,
        audience: this.#actor.kind === 'visitor' ? 'visitor' : 'staff',
        told: [...chat.told],
        restarts: this.page.syncs(chat.id).filter((mode) => mode === 'snapshot').length + this.#reloads,
        doubled: [...(this.#doubled.get(chat.id) ?? [])],
        isLive: isConnected && freshness === 'live',
        n,
        from,
        messages: chat.messages.flatMap(({ n: number, id, text, visibility }) =>
          number === undefined ? [] : [{ n: number, id, text, visibility }],
        ),
        // Of a closed chat the view still tells who had it.
        assignee: status === 'assigned' || status === 'snoozed' ? (assignee?.id ?? null) : null,
      };
    });
  }

  #own(chat: Chat): OpenSent[] {
    return this.sent.filter(({ session }) => session === chat.id);
  }

  #chatOf(session: string): Chat | undefined {
    return [...this.#chats.values()].find(({ id }) => id === session);
  }

  async #retry(chat: Chat, message: OpenSent): Promise<void> {
    const at = performance.now();
    const fresh = await chat.handle.retry(message.id);
    if (fresh === null) return;
    message.givenUp = true;
    this.#compose(chat, fresh, message.text, message.visibility, at, true);
  }

  #compose(chat: Chat, id: string, text: string, visibility: Visibility, at: number, isRetry = false): void {
    this.sent.push({
      ...{ id, session: chat.id, device: this.name, actor: this.#actor, text, visibility, at, isRetry, givenUp: false },
      ticks: new Map(),
    });
    this.#notice(chat);
  }

  #notice(chat: Chat): void {
    const now = performance.now();
    const shown = chat.messages.map(({ id }) => id);
    if (new Set(shown).size < shown.length) this.#noteDoubled(chat.id, shown);
    for (const { id, ticks } of this.#own(chat)) {
      const tick = chat.message(id)?.tick;
      if (tick !== undefined && !ticks.has(tick)) ticks.set(tick, now);
    }
  }

  #noteDoubled(session: string, shown: readonly string[]): void {
    const doubled = this.#doubled.get(session) ?? new Set();
    for (const [i, id] of shown.entries()) if (shown.indexOf(id) !== i) doubled.add(id);
    this.#doubled.set(session, doubled);
  }

  #issue(type: string, result: Promise<CommandResult>, session?: string): void {
    const issued: Mutable<Issued> = { type, device: this.name, ...(session === undefined ? {} : { session }) };
    this.issued.push(issued);
    void result.then((known) => {
      issued.result = known;
    });
  }
}
