import {
  type ChatClient,
  type ChatClientOptions,
  type ClientProblem,
  type CommandResult,
  createChatClient,
  type MessageEntry,
  platformSocket,
  type SessionHandle,
  type SessionView,
  type SocketFactory,
} from '@holdfast/chat-client';
import type { ServerFrame, SessionFrameEvent } from '@holdfast/contracts';
import { eventually } from '@holdfast/testing';
import { PageOutbox } from './page-outbox.ts';

/** A chat client as a page has it: loaded again, it keeps its outbox and the conversations it shows, and nothing else. */
export class Page {
  /** Everything the server has sent, oldest first. */
  readonly frames: ServerFrame[] = [];
  readonly problems: ClientProblem[] = [];
  /** Asked when the page has taken an outcome and not cleared the outbox: true, and it does nothing more. */
  dies: () => boolean = () => false;
  readonly #options: ChatClientOptions;
  readonly #chats: Chat[] = [];
  #outbox: PageOutbox;
  #client: ChatClient;

  constructor(options: ChatClientOptions) {
    this.#options = options;
    this.#outbox = this.#open();
    this.#client = this.#load();
  }

  get client(): ChatClient {
    return this.#client;
  }

  #open(): PageOutbox {
    return new PageOutbox(this.#options.storage, () => this.dies());
  }

  #load(): ChatClient {
    return createChatClient({
      ...this.#options,
      storage: this.#outbox,
      socket: this.#listening(this.#options.socket ?? platformSocket),
      report: (problem) => void this.problems.push(problem),
    });
  }

  /** The page is loaded again: nothing is left of the client but what is stored, and whatever was waited for is never told. */
  reload(): void {
    this.#outbox.close();
    this.#client.stop();
    this.comeBack();
  }

  /** The page is loaded after it had ended without a word. */
  comeBack(): void {
    this.#outbox = this.#open();
    this.#client = this.#load();
    for (const chat of this.#chats) chat.hold(this.#client.session(chat.id));
    this.#client.start();
  }

  follow(session: string): Chat {
    const chat = new Chat(this.client.session(session));
    this.#chats.push(chat);
    return chat;
  }

  /** How the session was brought up to date, each time. */
  syncs(session: string): string[] {
    return this.frames.flatMap((frame) => (frame.t === 'sync' && frame.session === session ? [frame.mode] : []));
  }

  /** Whether the page's storage has taken what was composed under this id. */
  hasKept(id: string): boolean {
    return id !== '';
  }

  /** The page is closed. */
  close(): void {
    for (const { handle } of this.#chats.splice(0)) handle.release();
    this.client.stop();
  }

  #listening(open: SocketFactory): SocketFactory {
    return (url, listener) =>
      open(url, {
        opened: () => listener.opened(),
        message: (text) => {
          this.frames.push(JSON.parse(text) as ServerFrame);
          listener.message(text);
        },
        closed: (code, reason) => listener.closed(code, reason),
      });
  }
}

/** One conversation as one page shows it. */
export class Chat {
  readonly id: string;
  /** Every event that was told, in the order of telling. */
  readonly told: SessionFrameEvent[] = [];
  readonly #watchers: (() => void)[] = [];
  #handle: SessionHandle;

  constructor(handle: SessionHandle) {
    this.id = handle.id;
    this.#handle = this.hold(handle);
  }

  get handle(): SessionHandle {
    return this.#handle;
  }

  /** From here on this is the handle. */
  hold(handle: SessionHandle): SessionHandle {
    this.#handle = handle;
    handle.onEvent((event) => void this.told.push(event));
    for (const watcher of this.#watchers) handle.view.subscribe(watcher);
    return handle;
  }

  /** `watcher` is called whenever the view changes, also after the page was loaded again. */
  watch(watcher: () => void): void {
    this.#watchers.push(watcher);
    this.#handle.view.subscribe(watcher);
  }

  get view(): SessionView {
    return this.handle.view.value;
  }

  get messages(): readonly MessageEntry[] {
    return this.view.entries.filter((entry) => entry.kind === 'message');
  }

  get texts(): readonly string[] {
    return this.messages.map(({ text }) => text);
  }

  message(id: string): MessageEntry | undefined {
    return this.messages.find((entry) => entry.id === id);
  }

  /** Posts, and waits until the log has it. Answers the command's id. */
  async say(text: string): Promise<string> {
    const id = this.handle.post(text);
    await eventually(() => isStored(this.message(id)), { within: 20_000 });
    return id;
  }

  async sees(text: string, within = 20_000): Promise<void> {
    await eventually(() => this.texts.includes(text), { within });
  }

  async becomes(status: SessionView['status'], within = 20_000): Promise<void> {
    await eventually(() => this.view.freshness === 'live' && this.view.status === status, { within });
  }

  send(...command: Parameters<SessionHandle['send']>): Promise<CommandResult> {
    return this.handle.send(...command);
  }
}

/** Whether the log has it, as far as its sender knows. */
export const isStored = (message: MessageEntry | undefined): boolean =>
  message?.tick === 'stored' || message?.tick === 'delivered' || message?.tick === 'read';
