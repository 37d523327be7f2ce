import {
  type ChatClient,
  type CommandResult,
  createChatClient,
  memoryStore,
  type SessionHandle,
  type SocketFactory,
} from '@holdfast/chat-client';
import type { Claims, SessionFrameEvent } from '@holdfast/contracts';
import { commandIdOf } from '@holdfast/contracts/validators';
import { type Installation, SITE, until } from './installation.ts';
import { balanced } from './ws-socket.ts';
import { type Faults, judge, none, type Shown, sum } from './oracle.ts';

/** One conversation, seen from both ends. Side 0 is the visitor, side 1 the agent. */
interface Talk {
  readonly clients: readonly [ChatClient, ChatClient];
  readonly sides: readonly [SessionHandle, SessionHandle];
  readonly sent: readonly [string[], string[]];
  readonly shown: readonly [Shown[], Shown[]];
}

/** Everybody who talks: visitors with a conversation each, and agents who answer many. */
export class People {
  /** Called when the other side is shown a message, with the number it was sent under, and the event that brought it. */
  onShown: (index: number, session: string, eventId: string) => void = () => undefined;
  readonly #clients: ChatClient[] = [];
  readonly #talks: Talk[] = [];
  readonly #closed: Pick<Talk, 'sent' | 'shown'>[] = [];
  readonly #ending = new Set<Talk>();
  /** After so many messages a conversation is closed, and its visitor begins another. */
  readonly #length: number;
  readonly #underWay = new Map<string, { readonly index: number; readonly since: number }>();
  /** Messages that their own senders have not been shown yet. */
  readonly #unechoed = new Set<string>();
  /** One balancer for all of them. */
  #socket: SocketFactory | undefined;
  #sent = 0;
  #problems = 0;

  constructor({ length = Infinity }: { readonly length?: number } = {}) {
    this.#length = length;
  }

  /** Messages that the other side has not been shown yet. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** For how long the oldest of them has been under way, in ms. */
  get oldestMs(): number {
    const [oldest] = this.#underWay.values();
    return oldest === undefined ? 0 : performance.now() - oldest.since;
  }

  /** Whether every connection and every view is current, as far as people are told. */
  get isCurrent(): boolean {
    return (
      this.#clients.every(({ connection }) => connection.value.status === 'live') &&
      this.#talks.every(({ sides }) => sides.every(({ view }) => view.value.freshness === 'live'))
    );
  }

  /** What clients reported as wrong: holes, bad frames, failed stores. */
  get problems(): number {
    return this.#problems;
  }

  async gather(place: Installation, sessions: number): Promise<void> {
    const agents = place.agents.map((agent) =>
      this.#client(place, {
        kind: 'agent',
        ws: place.workspace,
        sub: agent.id,
        name: agent.name,
        role: agent.role,
        family: 'bench',
      }),
    );
    const visitors = Array.from({ length: sessions }, (_, i) =>
      this.#client(place, { kind: 'visitor', ws: place.workspace, sub: `visitor-${String(i)}`, site: SITE }),
    );
    for (const client of this.#clients) client.start();
    await until('everybody is connected', () =>
      this.#clients.every(({ connection }) => connection.value.status === 'live'),
    );
    for (const [i, visitor] of visitors.entries()) {
      const agent = agents[i % agents.length];
      if (agent !== undefined) this.#talks.push(await this.#begin([visitor, agent]));
    }
    await until('everybody is up to date', () => this.#talks.every(isUpToDate));
  }

  async #begin(clients: Talk['clients']): Promise<Talk> {
    const [visitor, agent] = clients;
    const session = visitor.session(visitor.newSessionId());
    done(await session.send('OpenSession', { siteId: SITE, visitor: {} }));
    return this.#listen(clients, [session, agent.session(session.id)]);
  }

  /** Another conversation takes the place of this one, which is closed once all of it has been shown. */
  async #turnOver(place: number, talk: Talk): Promise<void> {
    const next = await this.#begin(talk.clients);
    await until('both are up to date', () => isUpToDate(next));
    this.#talks[place] = next;
    this.#closed.push({ sent: talk.sent, shown: talk.shown });
    const { sides } = talk;
    try {
      await until('all of it was shown', () => !talk.sent.flat().some((id) => this.#underWay.has(id)));
      done(await sides[1].send('CloseSession', {}));
      await until('both know', () => sides.every(({ view }) => view.value.status === 'closed'));
    } finally {
      for (const side of sides) side.release();
    }
  }

  /** Sends message number `index`: conversations in turn, from one side and then the other. */
  send(index: number): void {
    const place = index % this.#talks.length;
    const talk = this.#talks[place];
    if (talk === undefined) return;
    const side = Math.floor(index / this.#talks.length) % 2 === 0 ? 0 : 1;
    const id = talk.sides[side].post(`${String(index)} ${FILL}`);
    talk.sent[side].push(id);
    this.#sent++;
    this.#underWay.set(id, { index, since: performance.now() });
    this.#unechoed.add(id);
    if (talk.sent[0].length + talk.sent[1].length < this.#length || this.#ending.has(talk)) return;
    this.#ending.add(talk);
    this.#turnOver(place, talk)
      .catch((cause: unknown) => this.#complain(cause))
      .finally(() => this.#ending.delete(talk));
  }

  /** Waits until both sides of every conversation have been shown all of it, or too long. */
  async arrive(withinMs: number): Promise<boolean> {
    try {
      await until(
        'all messages are shown',
        () => this.#underWay.size + this.#unechoed.size + this.#ending.size === 0,
        withinMs,
      );
      return true;
    } catch {
      return false;
    }
  }

  judge(): Faults {
    return [...this.#closed, ...this.#talks].reduce((faults, { sent, shown }) => sum(faults, judge(sent, shown)), none);
  }

  /** Messages that were sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Messages in open conversations that their senders are shown as refused or failed. */
  get failed(): number {
    return this.#talks
      .flatMap(({ sides }) => sides.flatMap(({ view }) => view.value.entries))
      .filter((entry) => entry.kind === 'message' && entry.own && NOT_SENT.includes(entry.tick)).length;
  }

  /** Ids of the open conversations. */
  get sessions(): string[] {
    return this.#talks.map(({ sides }) => sides[0].id);
  }

  leave(): void {
    for (const client of this.#clients) client.stop();
  }

  #client(place: Installation, claims: Claims): ChatClient {
    const client = createChatClient({
      url: place.url,
      token: () => Promise.resolve({ token: place.token(claims) }),
      storage: memoryStore(),
      socket: (this.#socket ??= balanced(place.stack.gateways)),
      report: (problem) => this.#complain(problem),
    });
    this.#clients.push(client);
    return client;
  }

  #complain(problem: unknown): void {
    this.#problems++;
    process.stderr.write(`a client reports ${problem instanceof Error ? problem.message : JSON.stringify(problem)}\n`);
  }

  #listen(clients: Talk['clients'], sides: Talk['sides']): Talk {
    const talk: Talk = { clients, sides, sent: [[], []], shown: [[], []] };
    sides.forEach((side, i) => {
      const shown = talk.shown[i === 0 ? 0 : 1];
      side.onEvent((event) => {
        this.#note(event, shown, side.id, i === 0 ? 'visitor' : 'agent');
      });
    });
    return talk;
  }

  #note(event: SessionFrameEvent, shown: Shown[], session: string, observer: 'visitor' | 'agent'): void {
    if (event.type !== 'MessagePosted') {
      shown.push({ n: event.n, message: null });
      return;
    }
    const id = commandIdOf(event);
    shown.push({ n: event.n, message: id });
    if (event.actor.kind === observer) {
      this.#unechoed.delete(id);
      return;
    }
    const sent = this.#underWay.get(id);
    if (sent === undefined) return;
    this.#underWay.delete(id);
    this.onShown(sent.index, session, event.id);
  }
}

const NOT_SENT: readonly unknown[] = ['refused', 'failed'];

const isUpToDate = ({ sides }: Talk): boolean =>
  sides.every(({ view }) => view.value.freshness === 'live' && view.value.n > 0);

/** @throws when the log says something else */
function done(result: CommandResult): void {
  if (result.kind !== 'stored') throw new Error(`a command was not carried out: ${JSON.stringify(result)}`);
}

/** Makes a message as long as people's are, some 160 characters. */
const FILL =
  'the parcel has not come yet and the page only says that it is on its way since Monday, could you have a look at it for me please, thank you '.trim();
