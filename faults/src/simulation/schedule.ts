import { Random } from '../random.ts';
import {
  actOf,
  type Fault,
  type NetworkBounds,
  networkFaultOf,
  type ProcessName,
  type Schedule,
  type Service,
} from '../schedule.ts';

/** What there is of Holdfast in the simulation. */
export const SIMULATED = ['gateway', 'session', 'session-2', 'assignment'] as const;
export type Simulated = (typeof SIMULATED)[number];

const LINKED: readonly Service[] = ['gateway', 'session', 'assignment'];
/** What is sent there is sent whole. */
const BOUNDS: NetworkBounds = { late: [5, 3_000], cutAfter: 0 };
/** Virtual ms. */
export const TALK_MS = 1_500;

/** A small schedule, of which there can be very many. */
export function simulatedScheduleOf(seed: number): Schedule {
  const random = new Random(seed);
  const [visitors, agents, capacity] = [random.between(1, 2), random.between(1, 2), random.between(1, 2)];
  const people = visitors + 1 + agents;
  const faults = Array.from({ length: random.between(1, 4) }, () => ({
    at: random.between(0, TALK_MS),
    fault: faultOf(random, people),
  }));
  const acts = Array.from({ length: random.between(8, 24) }, () =>
    actOf(random, random.between(0, TALK_MS), visitors, people),
  );
  const byTime = (a: { at: number }, b: { at: number }): number => a.at - b.at;
  return { seed, visitors, agents, capacity, acts: acts.sort(byTime), faults: faults.sort(byTime) };
}

function faultOf(random: Random, people: number): Fault {
  // Now and then longer than everything that waits.
  const forMs = random.chance(0.1) ? random.between(2_500, 20_000) : random.between(10, 2_500);
  const process: ProcessName = random.pick([...SIMULATED, ...SIMULATED, 'nats-server']);
  switch (random.between(0, 9)) {
    case 0:
    case 1:
      return { kind: 'kill', process };
    case 2:
    case 3:
      return { kind: 'pause', process, forMs };
    case 4:
      return { kind: 'line', person: random.between(0, people - 1), how: networkFaultOf(random, BOUNDS), forMs };
    case 5:
    case 6:
      return {
        kind: 'link',
        link: { from: random.pick(LINKED), to: 'nats' },
        how: networkFaultOf(random, BOUNDS),
        forMs,
      };
    case 7:
      return { kind: 'duplicates', forMs };
    case 8:
      return { kind: 'storm' };
    default:
      return { kind: 'power-cut' };
  }
}
