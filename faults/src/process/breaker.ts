import { setTimeout as delay } from 'node:timers/promises';
import { type AggregateRef, commandSubject } from '@holdfast/contracts';
import type { Person, Platform } from '@holdfast/e2e/platform';
import { eventually, type TcpProxy } from '@holdfast/testing';
import { headers } from '@nats-io/transport-node';
import { at } from '../at.ts';
import type { Clocks } from '../clock/clocks.ts';
import type { Crashes } from '../crash/crashes.ts';
import { type Fault, INSTANCES, type NetworkFault, type ProcessName } from '../schedule.ts';

/** Says that a message was put there by `duplicates`, which leaves it alone then. */
const AGAIN = 'Holdfast-Again';
/** A service that was asked to end has this long to be back before the next one is asked. */
const BACK_WITHIN_MS = 30_000;

/** Ends the connection that holds the lock of the sessions' projection. */
const LET_GO = `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'holdfast-proj-session-%'`;

/** What faults act on. */
export interface Place {
  readonly platform: Platform;
  readonly workspace: string;
  /** Each with the network between them and the gateway. */
  readonly people: readonly Pick<Person, 'line'>[];
  /** Session ids by the number of the chat. */
  readonly chats: readonly string[];
  /** Where there is a disk of which that can be done. */
  readonly cutPower?: (() => Promise<void>) | undefined;
  /** Where there is a disk that can be full. Answers what gives the room back. */
  readonly fillDisk?: (() => Promise<() => Promise<void>>) | undefined;
  /** Where processes have windows to die in. */
  readonly crashes?: Crashes;
  /** Where processes have clocks that can be set. */
  readonly clocks?: Clocks;
}

/** Breaks an installation, and undoes whatever of it is not over. */
export class Breaker {
  readonly #place: Place;
  readonly #paused = new Set<number>();
  readonly #broken = new Set<TcpProxy>();
  readonly #duplicating = new Set<() => void>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #takingLong: Promise<void>[] = [];

  constructor(place: Place) {
    this.#place = place;
  }

  inject(fault: Fault): void {
    const { platform, people, chats, workspace, crashes, clocks } = this.#place;
    switch (fault.kind) {
      case 'kill':
        this.#signal(fault.process, 'SIGKILL');
        return;
      case 'terminate':
        this.#signal(fault.process, askToEnd(fault.process));
        return;
      case 'pause':
        this.#pause(fault.process, fault.forMs);
        return;
      case 'hand-over':
        this.#pause(fault.process, fault.forMs);
        // Where Postgres is away as well, nobody holds it.
        platform.rows(LET_GO).catch(() => undefined);
        return;
      case 'clock': {
        if (clocks === undefined) throw new Error('there are no clocks that can be set');
        const pid = platform.stack.supervisor.pids()[fault.process];
        if (pid === undefined) return;
        clocks.set(pid, fault.byMs);
        this.#after(fault.forMs, () => {
          clocks.right(pid);
        });
        return;
      }
      case 'crash':
        if (crashes === undefined) throw new Error('there are no windows to die in');
        crashes.arm(fault.window);
        return;
      case 'line':
        this.#break(at(people, fault.person).line, fault.how, fault.forMs);
        return;
      case 'link': {
        const link = platform.links.get(`${fault.link.from} ${fault.link.to}`);
        if (link === undefined) throw new Error(`there is no link from ${fault.link.from} to ${fault.link.to}`);
        this.#break(link, fault.how, fault.forMs);
        return;
      }
      case 'storm':
        for (const { line } of people) line.reset();
        return;
      case 'rolling':
        this.#takesLong(this.#roll());
        return;
      case 'power-cut':
        if (this.#place.cutPower === undefined) throw new Error('there is no disk whose power can be cut');
        this.#takesLong(this.#place.cutPower());
        return;
      case 'disk-full':
        if (this.#place.fillDisk === undefined) throw new Error('there is no disk that can be full');
        this.#takesLong(this.#full(this.#place.fillDisk, fault.forMs));
        return;
      case 'duplicates': {
        const stop = this.#duplicate();
        this.#duplicating.add(stop);
        this.#after(fault.forMs, stop);
        return;
      }
      case 'poison': {
        const ref: AggregateRef = { workspace, kind: 'session', id: at(chats, fault.chat) };
        platform.nats.publish(commandSubject(ref), 'not a request');
      }
    }
  }

  /** Ends every fault that is not over. What was killed is the supervisor's to start. */
  async heal(): Promise<void> {
    this.#place.crashes?.disarm();
    this.#place.clocks?.right();
    for (const timer of this.#timers) clearTimeout(timer);
    for (const pid of this.#paused) this.#resume(pid);
    for (const stop of this.#duplicating) stop();
    for (const proxy of this.#broken) this.#mend(proxy);
    await Promise.all(this.#takingLong);
  }

  /** Its failure is told when everything is to be whole again. */
  #takesLong(work: Promise<void>): void {
    this.#takingLong.push(work);
    work.catch(() => undefined);
  }

  #signal(name: ProcessName, signal: NodeJS.Signals): number | undefined {
    const pid = this.#place.platform.stack.supervisor.pids()[name];
    // One that has just died has nothing more to fear.
    if (pid !== undefined) process.kill(pid, signal);
    return pid;
  }

  #pause(name: ProcessName, forMs: number): void {
    const pid = this.#signal(name, 'SIGSTOP');
    if (pid === undefined) return;
    this.#paused.add(pid);
    this.#after(forMs, () => {
      this.#resume(pid);
    });
  }

  #resume(pid: number): void {
    if (!this.#paused.delete(pid)) return;
    const isStillOurs = Object.values(this.#place.platform.stack.supervisor.pids()).includes(pid);
    if (isStillOurs) process.kill(pid, 'SIGCONT');
  }

  #break(proxy: TcpProxy, how: NetworkFault, forMs: number): void {
    this.#broken.add(proxy);
    switch (how.kind) {
      case 'late':
        proxy.setLatency(how.byMs);
        break;
      case 'stalled':
        proxy.hold();
        break;
      case 'held':
        proxy.hold(how.direction);
        break;
      case 'slow':
        proxy.readAt(how.bytesPerSecond, how.direction);
        break;
      case 'refused':
        proxy.refuse(true);
        proxy.reset();
        break;
      case 'half-open':
        proxy.lose(how.direction);
        break;
      case 'cut':
        proxy.cutAfter(how.afterBytes, how.direction);
    }
    this.#after(forMs, () => {
      this.#mend(proxy);
    });
  }

  /** A connection that has lost bytes stays as it is: it is for its ends to find out. */
  #mend(proxy: TcpProxy): void {
    proxy.setLatency(0);
    proxy.release();
    proxy.readAt(Infinity);
    proxy.refuse(false);
    proxy.stopLosing();
    proxy.stopCutting();
  }

  /** It is full for as long as it was to be, also where everything else is whole again by then. */
  async #full(fillDisk: () => Promise<() => Promise<void>>, forMs: number): Promise<void> {
    const free = await fillDisk();
    await delay(forMs);
    await free();
  }

  async #roll(): Promise<void> {
    for (const name of INSTANCES) {
      const before = this.#signal(name, 'SIGTERM');
      const said = this.#place.platform.said.length;
      if (before === undefined) continue;
      await eventually(() => this.#place.platform.said.slice(said).some((line) => line.startsWith(`${name} is back`)), {
        within: BACK_WITHIN_MS,
        every: 50,
      });
    }
  }

  /** Puts every third command of the workspace into the stream once more. Answers what ends it. */
  #duplicate(): () => void {
    const { nats } = this.#place.platform;
    let count = 0;
    const subscription = nats.subscribe(`cmd.*.${this.#place.workspace}.>`, {
      callback: (error, message) => {
        if (error !== null || message.headers?.has(AGAIN) === true || count++ % 3 !== 0) return;
        const again = headers();
        again.set(AGAIN, '1');
        // Another id: the broker must not sort it out.
        again.set('Nats-Msg-Id', `again-${String(count)}-${String(message.headers?.get('Nats-Msg-Id'))}`);
        nats.publish(message.subject, message.data, { headers: again });
      },
    });
    return () => {
      subscription.unsubscribe();
    };
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}

/** On SIGTERM Postgres waits until all its clients have left, and lets no new ones in: services never leave. */
const askToEnd = (process: ProcessName): NodeJS.Signals => (process === 'postgres' ? 'SIGINT' : 'SIGTERM');
