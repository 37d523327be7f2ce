import { randomBytes } from 'node:crypto';
import {
  type ChatClient,
  type ClientProblem,
  type CommandResult,
  createChatClient,
  memoryStore,
  type MessageEntry,
  platformSocket,
  type SessionHandle,
  type SessionView,
  type SocketFactory,
} from '@holdfast/chat-client';
import type { ServerFrame, SessionFrameEvent } from '@holdfast/contracts';
import { eventually, TcpProxy } from '@holdfast/testing';
import { Api } from './api.ts';
import type { Platform } from './stack.ts';
import type { Account, Workspace } from './workspace.ts';

type Token = { token: string; expiresAt: string } | null;

/** Somebody with a chat client of their own, in Node, on a line of their own that can be cut. */
export class Person {
  readonly client: ChatClient;
  readonly line: TcpProxy;
  /** Everything the server has sent, oldest first. */
  readonly frames: ServerFrame[] = [];
  readonly problems: ClientProblem[] = [];
  /** A token of theirs, for HTTP. */
  readonly token: () => Promise<Token>;
  readonly #chats: Chat[] = [];

  private constructor(line: TcpProxy, token: () => Promise<Token>) {
    this.line = line;
    this.token = token;
    this.client = createChatClient({
      url: `ws://127.0.0.1:${String(line.port)}/ws`,
      token,
      storage: memoryStore(),
      socket: this.#listening(platformSocket),
      // The first tenth of the window in which a try to connect may fall: jitter is for crowds.
      random: () => Math.random() / 10,
      report: (problem) => void this.problems.push(problem),
    });
  }

  static async visitor(platform: Platform, { site }: Workspace): Promise<Person> {
    const api = new Api(platform);
    const secret = randomBytes(16).toString('base64url');
    return Person.#arrive(platform, () => api.visitorToken(site, secret));
  }

  /** Signs in. Without `away`, chooses to be online. */
  static async agent(platform: Platform, account: Account, { away = false } = {}): Promise<Person> {
    const api = new Api(platform);
    const person = await Person.#arrive(platform, async () => {
      const { accessToken: token, expiresAt } = await api.signIn(account);
      return { token, expiresAt };
    });
    if (!away) await person.client.desk('SetAvailability', { availability: 'online' });
    return person;
  }

  /** With the same token as long as it is good; signed out after that. */
  static async withToken(platform: Platform, token: string): Promise<Person> {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    let tokens = [{ token, expiresAt }];
    return Person.#arrive(platform, () => {
      const [next = null] = tokens;
      tokens = [];
      return Promise.resolve(next);
    });
  }

  static async #arrive(platform: Platform, token: () => Promise<Token>): Promise<Person> {
    const line = await TcpProxy.open({ targetPort: platform.stack.ports.gateway });
    const person = new Person(line, token);
    person.client.start();
    await person.live();
    return person;
  }

  async live(within = 20_000): Promise<void> {
    await eventually(() => this.client.connection.value.status === 'live', { within });
  }

  /** The network is gone: what is connected breaks, and nothing connects. */
  goOffline(): void {
    this.line.refuse(true);
    this.line.reset();
  }

  goOnline(): void {
    this.line.refuse(false);
  }

  /** Opens a conversation and waits until it is stored. */
  async open(site: string): Promise<Chat> {
    const chat = this.follow(this.client.newSessionId());
    const result = await chat.handle.send('OpenSession', { siteId: site, visitor: { name: 'Mara' } });
    if (result.kind !== 'stored') throw new Error(`not opened: ${JSON.stringify(result)}`);
    return chat;
  }

  follow(session: string): Chat {
    const chat = new Chat(this, this.client.session(session));
    this.#chats.push(chat);
    return chat;
  }

  /** How the session was brought up to date, each time. */
  syncs(session: string): string[] {
    return this.frames.flatMap((frame) => (frame.t === 'sync' && frame.session === session ? [frame.mode] : []));
  }

  async leave(): Promise<void> {
    for (const { handle } of this.#chats) handle.release();
    this.client.stop();
    await this.line.close();
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

/** One conversation as one person sees it. */
export class Chat {
  readonly person: Person;
  readonly handle: SessionHandle;
  /** Every event that was told, in the order of telling. */
  readonly told: SessionFrameEvent[] = [];

  constructor(person: Person, handle: SessionHandle) {
    this.person = person;
    this.handle = handle;
    handle.onEvent((event) => void this.told.push(event));
  }

  get id(): string {
    return this.handle.id;
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
