import { randomBytes } from 'node:crypto';
import { memoryStore } from '@holdfast/chat-client';
import { eventually, TcpProxy } from '@holdfast/testing';
import { Api } from './api.ts';
import { type Chat, Page } from './page.ts';
import type { Platform } from './stack.ts';
import type { Account, Workspace } from './workspace.ts';

type Token = { token: string; expiresAt: string } | null;

/** Somebody with a chat client of their own, in Node, on a line of their own that can be cut. */
export class Person extends Page {
  readonly line: TcpProxy;
  /** A token of theirs, for HTTP. */
  readonly token: () => Promise<Token>;

  private constructor(line: TcpProxy, token: (fresh: boolean) => Promise<Token>) {
    super({
      url: `ws://127.0.0.1:${String(line.port)}/ws`,
      token: ({ fresh }) => token(fresh),
      storage: memoryStore(),
      // The first tenth of the window in which a try to connect may fall: jitter is for crowds.
      random: () => Math.random() / 10,
    });
    this.line = line;
    this.token = () => token(false);
  }

  /** Whoever has the same secret is the same visitor. */
  static async visitor(
    platform: Platform,
    { site }: Workspace,
    secret = randomBytes(16).toString('base64url'),
  ): Promise<Person> {
    const api = new Api(platform);
    return Person.#arrive(
      platform,
      kept(() => api.visitorToken(site, secret)),
    );
  }

  /** Signs in. Without `away`, chooses to be online. */
  static async agent(platform: Platform, account: Account, { away = false } = {}): Promise<Person> {
    const api = new Api(platform);
    const person = await Person.#arrive(
      platform,
      kept(async () => {
        const { accessToken: token, expiresAt } = await api.signIn(account);
        return { token, expiresAt };
      }),
    );
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

  static async #arrive(platform: Platform, token: (fresh: boolean) => Promise<Token>): Promise<Person> {
    const line = await TcpProxy.open({ targetPort: platform.stack.ports.gateway });
    const person = new Person(line, token);
    platform.receives(person);
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

  /** Whoever has not left when the platform stops leaves then. */
  async leave(): Promise<void> {
    this.close();
    await this.line.close();
  }
}

/** As the apps: a token is used until a fresh one is asked for, not asked for once more with every connection. */
function kept(issue: () => Promise<NonNullable<Token>>): (fresh: boolean) => Promise<Token> {
  let held: NonNullable<Token> | undefined;
  return async (fresh) => (held = fresh || held === undefined ? await issue() : held);
}
