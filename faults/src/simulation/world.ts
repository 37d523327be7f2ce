import { aggregateOf, type Commit, DESK_ID, type DeskEvent, type SessionEvent } from '@holdfast/contracts';
import type { Chat } from '@holdfast/e2e/platform';
import { decodeCommit, publishCommand } from '@holdfast/jetstream';
import { Device } from '../device.ts';
import type { History } from '../history.ts';
import { Random } from '../random.ts';
import type { Fault, NetworkFault, Schedule, TimedAct } from '../schedule.ts';
import { Broker } from './broker.ts';
import { SimulatedGateway } from './gateway.ts';
import { Line, type Running } from './line.ts';
import { SimulatedNats } from './nats.ts';
import { SimulatedPage } from './page.ts';
import { type Simulated, SIMULATED } from './schedule.ts';
import { DESK_ACTOR, startAssignment, startSession } from './services.ts';
import { Process, VirtualTime } from './time.ts';
import type { Wire } from './wire.ts';

const WORKSPACE = 'acme';
const SITE = 'shop';
/** A client of nats-server notices a silent line after that, ms. */
const SILENCE_MS = 5_000;
/** What a supervisor takes to start a process again, ms. */
const RESTART_MS = { least: 50, most: 900 };

/** Holdfast in one thread: its real code on a simulated nats-server, network and time, from a seed. */
export class World {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly #process = new Process('world');
  readonly #broker: Broker;
  readonly #running = new Map<Simulated, { readonly process: Process; readonly nats: SimulatedNats }>();
  readonly #pages: SimulatedPage[] = [];
  readonly #devices: Device[] = [];
  readonly #agents: readonly string[];
  readonly #visitors: number;
  readonly #capacity: number;
  #chats: readonly string[] = [];
  #gateway: Running | null = null;
  #gateways = 0;

  constructor({ seed, visitors, agents, capacity }: Schedule, { syncs }: { readonly syncs: boolean }) {
    this.random = new Random(seed ^ 0x5eed);
    this.time = new VirtualTime(this.random, this.#process);
    this.#broker = new Broker(this.time, this.random, { syncs });
    this.#agents = Array.from({ length: agents }, (_, i) => `agent-${String(i)}`);
    this.#visitors = visitors;
    this.#capacity = capacity;
  }

  get devices(): readonly Device[] {
    return this.#devices;
  }

  /** Everything runs, everybody is there, every chat is open, and every agent follows all of them. */
  async gather(): Promise<void> {
    for (const name of SIMULATED) this.#start(name);
    await this.#registerAgents();
    const ids = [
      ...Array.from({ length: this.#visitors }, (_, i) => `visitor-${String(i)}`),
      'visitor-0',
      ...this.#agents,
    ];
    for (const id of ids) await this.#load(id);
    const chats: Chat[] = [];
    for (const page of this.#pages.slice(0, this.#visitors)) chats.push(await this.#open(page));
    this.#chats = chats.map(({ id }) => id);
    for (const [number, page] of this.#pages.entries()) {
      const id = ids[number] ?? '';
      const device = await this.time.in(page.process, () => {
        const followed = this.#chatsOf(number).map((chat): [number, Chat] => [
          chat,
          (number === chat ? chats[chat] : undefined) ?? page.follow(this.#chats[chat] ?? ''),
        ]);
        const kind = this.#agents.includes(id) ? 'agent' : 'visitor';
        if (kind === 'agent') void page.client.desk('SetAvailability', { availability: 'online' });
        return new Device(`${String(number)} (${id})`, page, { kind, id }, new Map(followed));
      });
      this.#devices.push(device);
    }
    await this.#wait(() =>
      this.#devices.every((one) => [...one.chats].every(({ view }) => view.freshness === 'live' && view.n > 0)),
    );
  }

  /** The chats that somebody follows: agents all of them, a visitor their own. */
  #chatsOf(person: number): readonly number[] {
    if (person > this.#visitors) return this.#chats.map((_, chat) => chat);
    return [person === this.#visitors ? 0 : person];
  }

  #open(page: SimulatedPage): Promise<Chat> {
    return this.time.in(page.process, () => {
      const chat = page.follow(page.client.newSessionId());
      void chat.send('OpenSession', { siteId: SITE, visitor: {} });
      return chat;
    });
  }

  /** Does it, unless the page is standing still. */
  act({ person, chat, act }: TimedAct): void {
    const [page, device] = [this.#pages[person], this.#devices[person]];
    if (page === undefined || device === undefined || page.process.pausedUntil > this.time.now) return;
    const colleague = this.#agents[Math.max(0, person - this.#visitors) % this.#agents.length] ?? '';
    this.time.after(0, page.process, () => device.act(chat, act, colleague));
  }

  postEverywhere(): void {
    for (const [i, page] of this.#pages.entries())
      this.time.after(0, page.process, () => this.#devices[i]?.postEverywhere());
  }

  /** Does something in so many virtual ms. */
  after(ms: number, work: () => void): void {
    this.time.after(ms, this.#process, work);
  }

  inject(fault: Fault): void {
    switch (fault.kind) {
      case 'kill':
        if (fault.process === 'nats-server') this.#restartBroker(() => this.#broker.kill());
        else this.#restart(fault.process as Simulated);
        return;
      case 'pause': {
        const process =
          fault.process === 'nats-server'
            ? this.#broker.process
            : this.#running.get(fault.process as Simulated)?.process;
        if (process !== undefined) process.pausedUntil = this.time.now + fault.forMs;
        return;
      }
      case 'line': {
        const line = this.#pages[fault.person]?.line;
        if (line === undefined) return;
        this.#break(line.wire, fault.how, fault.forMs, (refuseForMs) => {
          line.refusedUntil = this.time.now + refuseForMs;
          line.break();
        });
        return;
      }
      case 'link': {
        const nats = this.#running.get(fault.link.from as Simulated)?.nats;
        if (nats !== undefined)
          this.#break(nats.wire, fault.how, fault.forMs, (refuseForMs) => nats.break(refuseForMs));
        return;
      }
      case 'duplicates':
        this.#broker.doubles = true;
        this.after(fault.forMs, () => {
          this.#broker.doubles = false;
        });
        return;
      case 'storm':
        for (const { line } of this.#pages) line.break();
        return;
      case 'power-cut':
        this.#restartBroker(() => {
          for (const name of SIMULATED) this.#restart(name);
          this.#broker.cutPower();
        });
        return;
      default:
        throw new RangeError(`${fault.kind} is not simulated`);
    }
  }

  /** Ends what is still broken; what stands still wakes by itself. */
  heal(): void {
    this.#broker.doubles = false;
    for (const { nats } of this.#running.values()) mend(nats.wire);
    for (const { line } of this.#pages) {
      line.refusedUntil = 0;
      mend(line.wire);
    }
  }

  history(): History {
    const commits = (kind: 'session' | 'desk', id: string): Commit[] =>
      this.#broker.log.flatMap(({ subject, data }) => {
        const ref = aggregateOf(subject);
        return ref?.kind === kind && ref.id === id ? [decodeCommit(data)] : [];
      });
    return {
      sent: this.#devices.flatMap((device) => device.allSent()),
      observed: this.#devices.flatMap((device) => device.observed()),
      issued: this.#devices.flatMap((device) => device.issued.map((command) => ({ ...command }))),
      sessions: this.#chats.map((id) => ({ id, commits: commits('session', id) as Commit<SessionEvent>[] })),
      desk: commits('desk', DESK_ID) as Commit<DeskEvent>[],
    };
  }

  async #load(person: string): Promise<void> {
    const line = new Line(this.time, this.random, () => this.#gateway);
    const page = await SimulatedPage.load(this.time, this.random, person, line);
    this.#pages.push(page);
    await this.time.in(page.process, () => page.client.start());
  }

  async #registerAgents(): Promise<void> {
    const at = new Date().toISOString();
    const setup = new Process('setup');
    const desk = { workspace: WORKSPACE, kind: 'desk', id: DESK_ID } as const;
    const commands = this.#agents.flatMap((agentId) => [
      {
        id: `register-${agentId}`,
        type: 'RegisterAgent',
        data: { agentId, agentName: agentId, teams: [], capacity: this.#capacity, active: true },
      },
      { id: `arrive-${agentId}`, type: 'NoteArrival', data: { agentId } },
    ]);
    this.time.after(0, setup, () => {
      const nats = new SimulatedNats(this.time, this.random, this.#broker, setup);
      void publishCommand(nats.connection, desk, {
        id: 'setup',
        at,
        actor: DESK_ACTOR,
        correlationId: 'setup',
        commands,
      });
    });
    await this.#wait(() => this.#broker.log.length > 0);
  }

  async #wait(isSo: () => boolean): Promise<void> {
    for (const end = this.time.now + 30_000; !isSo();) {
      if (this.time.now >= end) throw new Error('it did not begin');
      await this.time.until(this.time.now + 10);
    }
  }

  #start(name: Simulated): void {
    const process = new Process(name);
    this.time.after(0, process, () => {
      const nats = new SimulatedNats(this.time, this.random, this.#broker, process);
      this.#running.set(name, { process, nats });
      if (name === 'assignment') startAssignment(nats, this.#broker);
      else if (name !== 'gateway') startSession(nats, this.#broker);
      else {
        const gateway = new SimulatedGateway(`gateway-${String(++this.#gateways)}`, nats, this.#broker, (token) =>
          Promise.resolve(identityOf(token)),
        );
        this.#gateway = { process, gateway };
      }
    });
  }

  #restart(name: Simulated): void {
    const running = this.#running.get(name);
    if (running === undefined) return;
    this.#running.delete(name);
    running.process.isDead = true;
    running.nats.break();
    if (name === 'gateway') {
      this.#gateway = null;
      for (const { line } of this.#pages) line.break();
    }
    this.after(this.#downFor(), () => this.#start(name));
  }

  #restartBroker(end: () => void): void {
    if (!this.#broker.isUp) return;
    end();
    this.after(this.#downFor(), () => this.#broker.start());
  }

  #downFor(): number {
    return this.random.between(RESTART_MS.least, RESTART_MS.most);
  }

  #break(wire: Wire | null, how: NetworkFault, forMs: number, cut: (refuseForMs: number) => void): void {
    switch (how.kind) {
      case 'cut':
        cut(0);
        return;
      case 'refused':
        cut(forMs);
        return;
      case 'stalled':
        if (wire !== null) wire.heldUntil.up = wire.heldUntil.down = this.time.now + forMs;
        return;
      case 'held':
      case 'slow':
        // What is sent has no size here: to read it slowly is to have it late.
        if (wire !== null) wire.heldUntil[how.direction] = this.time.now + forMs;
        return;
      case 'late':
        if (wire === null) return;
        wire.late.up = wire.late.down = how.byMs;
        this.after(forMs, () => mend(wire));
        return;
      case 'half-open':
        if (wire === null) return;
        wire.lostUntil[how.direction] = Infinity;
        this.after(Math.min(forMs, SILENCE_MS), () => {
          if (!wire.isBroken) cut(0);
        });
    }
  }
}

function mend(wire: Wire | null): void {
  if (wire === null) return;
  wire.late.up = wire.late.down = 0;
  wire.heldUntil.up = wire.heldUntil.down = 0;
}

const FAR = Date.UTC(2030, 0, 1);

function identityOf(token: string) {
  const person = { workspace: WORKSPACE, id: token, expiresAt: FAR };
  return token.startsWith('agent')
    ? { ...person, kind: 'agent' as const, name: token, role: 'agent' as const, family: token }
    : { ...person, kind: 'visitor' as const, site: SITE };
}
