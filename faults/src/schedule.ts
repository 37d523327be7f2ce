import { at } from './at.ts';
import { type CrashWindow, WINDOWS } from './crash/windows.ts';
import { Random } from './random.ts';

/** Holdfast's own processes. */
export const SERVICES = ['gateway', 'session', 'assignment', 'workspace'] as const;
export type Service = (typeof SERVICES)[number];
/** Of the service that writes sessions there are two, which share everything. */
export const INSTANCES = [...SERVICES, 'session-2'] as const;
export type InstanceName = (typeof INSTANCES)[number];
/** Everything that the supervisor keeps alive. */
export const PROCESSES = [...INSTANCES, 'nats-server', 'postgres'] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** The network between a process and a server that it uses. */
export interface Link {
  readonly from: Service;
  readonly to: 'nats' | 'postgres';
}

export const LINKS: readonly Link[] = [
  ...SERVICES.map((from): Link => ({ from, to: 'nats' })),
  // The gateway asks the services, and has no database.
  ...SERVICES.filter((from) => from !== 'gateway').map((from): Link => ({ from, to: 'postgres' })),
];

/** What can be wrong with a network. */
export type NetworkFault =
  /** Every byte is this much late, in ms. */
  | { readonly kind: 'late'; readonly byMs: number }
  /** Nothing gets through; all of it does afterwards. */
  | { readonly kind: 'stalled' }
  /** The same of what goes one way: requests, or the answers to them, are held back while the rest gets through. */
  | { readonly kind: 'held'; readonly direction: 'up' | 'down' }
  /** What goes one way is read slowly or, at 0, not at all, so that it piles up with its sender. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number; readonly direction: 'up' | 'down' }
  /** Broken, and nothing connects. */
  | { readonly kind: 'refused' }
  /** What goes one way vanishes, and neither end is told. */
  | { readonly kind: 'half-open'; readonly direction: 'up' | 'down' }
  /** Broken after that many bytes more, perhaps in mid-frame. */
  | { readonly kind: 'cut'; readonly afterBytes: number; readonly direction: 'up' | 'down' };

export type Fault =
  /** SIGKILL. */
  | { readonly kind: 'kill'; readonly process: ProcessName }
  /** SIGTERM: it may finish. */
  | { readonly kind: 'terminate'; readonly process: ProcessName }
  /** SIGSTOP, and SIGCONT after `forMs`. */
  | { readonly kind: 'pause'; readonly process: ProcessName; readonly forMs: number }
  /** The same of an instance of the session service, while the database lets go of whoever writes the read models: the other one takes over. */
  | { readonly kind: 'hand-over'; readonly process: 'session' | 'session-2'; readonly forMs: number }
  /** The first to come to the window dies there, if anybody does before everything is healed. */
  | { readonly kind: 'crash'; readonly window: CrashWindow }
  /** Between one person and the gateway. */
  | { readonly kind: 'line'; readonly person: number; readonly how: NetworkFault; readonly forMs: number }
  | { readonly kind: 'link'; readonly link: Link; readonly how: NetworkFault; readonly forMs: number }
  /** Every person's connection is reset at once. */
  | { readonly kind: 'storm' }
  /** Each service gets SIGTERM, the next when the one before is back. */
  | { readonly kind: 'rolling' }
  /** The clock of a process says another time, by minutes, and the right one after `forMs`. */
  | { readonly kind: 'clock'; readonly process: InstanceName; readonly byMs: number; readonly forMs: number }
  /** Every third command arrives a second time, for so long. */
  | { readonly kind: 'duplicates'; readonly forMs: number }
  /** Everything is gone at once, and what was not on the disk with it. */
  | { readonly kind: 'power-cut' }
  /** There is no room on the disk, for nobody, for so long. */
  | { readonly kind: 'disk-full'; readonly forMs: number }
  /** What no service can read is put where commands of a session are. */
  | { readonly kind: 'poison'; readonly chat: number };

/** What a person does. `chat` is an index; a visitor has only the one they opened. */
export type Act =
  | { readonly kind: 'post' | 'note' | 'close' | 'claim' | 'give-back' | 'transfer' | 'label' }
  /** The page: what is not stored on the device is gone. */
  | { readonly kind: 'reload' }
  /** The newest own message that can be. */
  | { readonly kind: 'discard' | 'retry' }
  | { readonly kind: 'availability'; readonly availability: 'online' | 'away' };

export interface TimedAct {
  /** ms since the talk began. */
  readonly at: number;
  readonly person: number;
  readonly chat: number;
  readonly act: Act;
}

/** One run, whole: who is there, what they do and what breaks. The same seed makes the same schedule. */
export interface Schedule {
  readonly seed: number;
  /** People are numbered: each visitor, then the second device of the first visitor, then the agents. Visitor `i` opens chat `i`. */
  readonly visitors: number;
  readonly agents: number;
  /** Chats each agent gets by themselves. */
  readonly capacity: number;
  readonly acts: readonly TimedAct[];
  readonly faults: readonly { readonly at: number; readonly fault: Fault }[];
}

export const TALK_MS = 4_000;
/** On average something is done this often, in ms. */
const ACT_EVERY_MS = 25;

export function scheduleOf(seed: number): Schedule {
  const random = new Random(seed);
  const [visitors, agents, capacity] = [random.between(3, 6), random.between(2, 3), random.between(1, 3)];
  const people = visitors + 1 + agents;
  const atSomeTime = (fault: Fault) => ({ at: random.between(300, 2_500), fault });
  const faults = [
    ...Array.from({ length: random.between(2, 4) }, () => atSomeTime(faultOf(random, people, visitors))),
    atSomeTime({ kind: 'crash', window: windowOf(seed) }),
  ].sort((a, b) => a.at - b.at);
  const acts: TimedAct[] = [];
  for (let at = 0; at < TALK_MS; at += random.between(1, 2 * ACT_EVERY_MS - 1))
    acts.push(actOf(random, at, visitors, people));
  return { seed, visitors, agents, capacity, acts, faults };
}

/** By turns, so that a run of as many schedules as there are windows arms each of them. */
const windowOf = (seed: number): CrashWindow => at(WINDOWS, seed % WINDOWS.length);

/** The same people and acts with one fault: the power is cut while they talk. */
export function powerScheduleOf(seed: number): Schedule {
  const at = new Random(seed).between(500, TALK_MS - 500);
  return { ...scheduleOf(seed), faults: [{ at, fault: { kind: 'power-cut' } }] };
}

/** The same people and acts with one fault: the disk is full while they talk, for less or more than it takes to notice. */
export function diskScheduleOf(seed: number): Schedule {
  const random = new Random(seed);
  const fault: Fault = { kind: 'disk-full', forMs: random.between(500, 8_000) };
  return { ...scheduleOf(seed), faults: [{ at: random.between(300, 2_500), fault }] };
}

/** What somebody does at an instant. */
export function actOf(random: Random, at: number, visitors: number, people: number): TimedAct {
  const person = random.between(0, people - 1);
  if (random.chance(0.02)) return { at, person, chat: 0, act: { kind: 'reload' } };
  if (person <= visitors) {
    const kind = random.pick([
      'post',
      'post',
      'post',
      'post',
      'post',
      'post',
      'post',
      'post',
      'discard',
      'retry',
    ] as const);
    return { at, person, chat: person === visitors ? 0 : person, act: { kind } };
  }
  const chat = random.between(0, visitors - 1);
  if (random.chance(0.75)) return { at, person, chat, act: { kind: random.pick(['post', 'post', 'post', 'note']) } };
  if (random.chance(0.2)) {
    const availability = random.pick(['online', 'online', 'away'] as const);
    return { at, person, chat, act: { kind: 'availability', availability } };
  }
  const kinds = ['discard', 'retry', 'claim', 'claim', 'give-back', 'transfer', 'label', 'close'] as const;
  return { at, person, chat, act: { kind: random.pick(kinds) } };
}

/** By how many minutes a clock is off: less than any token is good for, and more. */
const CLOCKS_OFF = [-30, -6, -1, 1, 6, 30] as const;

function faultOf(random: Random, people: number, chats: number): Fault {
  const forMs = random.between(200, 2_500);
  switch (random.between(0, 14)) {
    case 0:
    case 1:
    case 2:
      return { kind: 'kill', process: random.pick(PROCESSES) };
    case 3:
      return { kind: 'terminate', process: random.pick(PROCESSES) };
    case 4:
    case 5:
      return { kind: 'pause', process: random.pick(PROCESSES), forMs };
    case 6:
      return { kind: 'line', person: random.between(0, people - 1), how: networkFaultOf(random), forMs };
    case 7:
    case 8:
      return { kind: 'link', link: random.pick(LINKS), how: networkFaultOf(random), forMs };
    case 9:
      return { kind: 'storm' };
    case 10:
      return random.chance(0.3) ? { kind: 'rolling' } : { kind: 'duplicates', forMs };
    case 11:
    case 12:
      return { kind: 'clock', process: random.pick(INSTANCES), byMs: random.pick(CLOCKS_OFF) * 60_000, forMs };
    case 13:
      return { kind: 'hand-over', process: random.pick(['session', 'session-2'] as const), forMs };
    default:
      return { kind: 'poison', chat: random.between(0, chats - 1) };
  }
}

/** How bad what is wrong with a network can be. */
export interface NetworkBounds {
  /** ms, from and to. */
  readonly late: readonly [number, number];
  /** Bytes after which it is cut at the latest. */
  readonly cutAfter: number;
}

const BOUNDS: NetworkBounds = { late: [20, 400], cutAfter: 4_000 };

export function networkFaultOf(random: Random, { late, cutAfter }: NetworkBounds = BOUNDS): NetworkFault {
  const direction = random.pick(['up', 'down'] as const);
  switch (random.between(0, 6)) {
    case 0:
      return { kind: 'late', byMs: random.between(...late) };
    case 1:
      return { kind: 'stalled' };
    case 2:
      return { kind: 'refused' };
    case 3:
      return { kind: 'half-open', direction };
    case 4:
      return { kind: 'held', direction };
    case 5:
      return { kind: 'slow', bytesPerSecond: random.pick([0, 2_000, 20_000]), direction };
    default:
      return { kind: 'cut', afterBytes: cutAfter === 0 ? 0 : random.between(1, cutAfter), direction };
  }
}

/** A fault in a few words, for people. */
export function told(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
    case 'terminate':
      return `${fault.kind} ${fault.process}`;
    case 'pause':
    case 'hand-over':
      return `${fault.kind} ${fault.process} ${String(fault.forMs)} ms`;
    case 'line':
      return `line of ${String(fault.person)} ${toldNetwork(fault.how, fault.forMs)}`;
    case 'link':
      return `${fault.link.from}–${fault.link.to} ${toldNetwork(fault.how, fault.forMs)}`;
    case 'clock':
      return `clock of ${fault.process} off by ${String(fault.byMs / 60_000)} min ${String(fault.forMs)} ms`;
    case 'crash':
      return `crash at ${fault.window}`;
    case 'disk-full':
      return `disk full for ${String(fault.forMs)} ms`;
    case 'duplicates':
      return `duplicates ${String(fault.forMs)} ms`;
    case 'poison':
      return `poison in chat ${String(fault.chat)}`;
    case 'storm':
    case 'rolling':
    case 'power-cut':
      return fault.kind;
  }
}

function toldNetwork(how: NetworkFault, forMs: number): string {
  switch (how.kind) {
    case 'late':
      return `${String(how.byMs)} ms late for ${String(forMs)} ms`;
    case 'half-open':
      return `half open (${how.direction}) ${String(forMs)} ms`;
    case 'held':
      return `held ${how.direction} ${String(forMs)} ms`;
    case 'slow':
      return `read at ${String(how.bytesPerSecond)} bytes/s (${how.direction}) ${String(forMs)} ms`;
    case 'cut':
      return `cut after ${String(how.afterBytes)} bytes ${how.direction}`;
    case 'stalled':
    case 'refused':
      return `${how.kind} ${String(forMs)} ms`;
  }
}
