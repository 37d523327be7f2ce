import { Random } from '../random.ts';
import { type Fault, INSTANCES, networkFaultOf, PROCESSES, told } from '../schedule.ts';

/** Two tabs of one visitor, and two of one agent, who follow the same chat. */
export const TABS = ['visitor', 'visitor', 'agent', 'agent'] as const;
export type Who = (typeof TABS)[number];

/** What befalls a browser. `tab` is an index of `TABS`. */
export type BrowserFault =
  /** Its process is gone; it is opened anew. */
  | { readonly kind: 'tab-crash'; readonly tab: number }
  /** While something is pending, as likely as not. */
  | { readonly kind: 'reload'; readonly tab: number }
  /** Nothing in it runs, as in a tab that was put to sleep. */
  | { readonly kind: 'freeze'; readonly tab: number; readonly forMs: number }
  /** The browser says that it is offline, and is. */
  | { readonly kind: 'offline'; readonly who: Who; readonly forMs: number }
  | Fault;

export interface BrowserSchedule {
  readonly seed: number;
  /** When a line is written, in ms since the talk began, and in which tab. */
  readonly lines: readonly { readonly at: number; readonly tab: number }[];
  readonly faults: readonly { readonly at: number; readonly fault: BrowserFault }[];
}

export const BROWSER_TALK_MS = 6_000;
const LINE_EVERY_MS = 250;

export function browserScheduleOf(seed: number): BrowserSchedule {
  const random = new Random(seed);
  const faults = Array.from({ length: random.between(2, 4) }, () => ({
    at: random.between(300, BROWSER_TALK_MS - 1_500),
    fault: faultOf(random),
  })).sort((a, b) => a.at - b.at);
  const lines: { at: number; tab: number }[] = [];
  for (let at = 0; at < BROWSER_TALK_MS; at += random.between(1, 2 * LINE_EVERY_MS - 1))
    lines.push({ at, tab: random.between(0, TABS.length - 1) });
  return { seed, lines, faults };
}

function faultOf(random: Random): BrowserFault {
  const tab = random.between(0, TABS.length - 1);
  const forMs = random.between(500, 4_000);
  switch (random.between(0, 11)) {
    case 0:
    case 1:
      return { kind: 'tab-crash', tab };
    case 2:
    case 3:
      return { kind: 'reload', tab };
    case 4:
    case 5:
      return { kind: 'freeze', tab, forMs };
    case 6:
    case 7:
      return { kind: 'offline', who: random.pick(['visitor', 'agent'] as const), forMs };
    case 8:
    case 9:
      return { kind: 'kill', process: random.pick(PROCESSES) };
    case 10:
      return { kind: 'pause', process: random.pick(INSTANCES), forMs };
    default:
      // Both of them use the one line.
      return random.chance(0.3) ? { kind: 'storm' } : { kind: 'line', person: 0, how: networkFaultOf(random), forMs };
  }
}

/** A fault in a few words, for people. */
export function toldInBrowser(fault: BrowserFault): string {
  switch (fault.kind) {
    case 'tab-crash':
    case 'reload':
      return `${fault.kind} of ${nameOf(fault.tab)}`;
    case 'freeze':
      return `freeze of ${nameOf(fault.tab)} ${String(fault.forMs)} ms`;
    case 'offline':
      return `${fault.who} offline ${String(fault.forMs)} ms`;
    default:
      return told(fault);
  }
}

/** What a tab is called. */
export const nameOf = (tab: number): string => `${TABS[tab] ?? ''} tab ${String((tab % 2) + 1)}`;
