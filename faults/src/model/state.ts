import { at } from '../at.ts';

/** Commands are numbered in the order they were issued in. In a request, `-id` is the Withdraw of `id`. */
export type Id = number;
export type Request = readonly Id[];
export type Kind = 'stored' | 'refused' | 'withdrawn';

export interface Row {
  readonly id: Id;
  readonly state: 'waiting' | 'failed' | 'refused';
  readonly withdraw?: 'discarded' | 'turned-away';
}

/** Whether any sending of a command may have been passed on, as far as a tab knows. What it does not know of counts as `maybe`. */
export type PassedOn = 'never' | 'once' | 'maybe';

/** Forgotten when the tab is reloaded. */
export interface Tab {
  readonly awaiting: readonly Id[];
  readonly passedOn: Readonly<Record<Id, PassedOn>>;
  /** A request that was turned away for certain, whose answer is on its way here. */
  readonly turnedAway?: Request;
}

export interface Profile {
  readonly rows: readonly Row[];
  readonly tabs: readonly Tab[];
  readonly leader: number;
  /** What it issued or inherited, oldest first. */
  readonly issued: readonly Id[];
}

interface Attempt {
  readonly request: Request;
  readonly decided: readonly Settlement[];
}

export interface Instance {
  /** How much of the log it has folded. */
  readonly folded: number;
  readonly attempt?: Attempt;
}

export interface Settlement {
  readonly id: Id;
  readonly kind: Kind;
}

export type Entry = Settlement | 'closed' | 'reopened';

export interface State {
  readonly log: readonly Entry[];
  readonly profiles: readonly Profile[];
  /** What was ever passed on; it may arrive at any time, any number of times, or never. */
  readonly courier: readonly Request[];
  readonly instances: readonly Instance[];
  /** What services ever said of a command; it may be heard at any time, any number of times, or never. */
  readonly told: readonly Settlement[];
  /** The message of each id: a retried one has a new id and the old message. */
  readonly messages: Readonly<Record<Id, Id>>;
  /** What a person was ever shown of a command. `gone`: that it was taken back. */
  readonly shown: Readonly<Record<Id, readonly ('stored' | 'refused' | 'failed' | 'gone')[]>>;
  readonly left: {
    readonly messages: number;
    readonly discards: number;
    readonly retries: number;
    readonly clones: number;
  };
}

export const FRESH: Tab = { awaiting: [], passedOn: {} };

export const name = (p: number): string => String.fromCharCode('A'.charCodeAt(0) + p);
export const nextId = ({ messages }: State): Id => Object.keys(messages).length + 1;

const replaced = <T>(all: readonly T[], index: number, by: T): T[] => all.map((one, i) => (i === index ? by : one));

/** The set with one more, in an order that does not tell how it came about. */
export function including<T>(all: readonly T[], one: T): readonly T[] {
  const key = JSON.stringify(one);
  const keys = new Map(all.map((other) => [JSON.stringify(other), other]));
  if (keys.has(key)) return all;
  return [...keys.set(key, one)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

export const withProfile = (state: State, p: number, change: Partial<Profile>): State => ({
  ...state,
  profiles: replaced(state.profiles, p, { ...at(state.profiles, p), ...change }),
});

export function withTab(state: State, p: number, t: number, change: (tab: Tab) => Tab): State {
  const { tabs } = at(state.profiles, p);
  return withProfile(state, p, { tabs: replaced(tabs, t, change(at(tabs, t))) });
}

export const rowOf = (state: State, p: number, id: Id): Row | undefined =>
  at(state.profiles, p).rows.find((row) => row.id === id);

/** Null: it is there no more. */
export function withRow(state: State, p: number, id: Id, row: Row | null): State {
  const rows = at(state.profiles, p).rows.map((one) => (one.id === id ? row : one));
  return withProfile(state, p, { rows: rows.filter((one) => one !== null) });
}

export const withInstance = (state: State, i: number, instance: Instance): State => ({
  ...state,
  instances: replaced(state.instances, i, instance),
});

export const show = (state: State, id: Id, what: 'stored' | 'refused' | 'failed' | 'gone'): State => ({
  ...state,
  shown: { ...state.shown, [id]: including(state.shown[id] ?? [], what) },
});
