import { at } from '../at.ts';
import type { Step, System } from './explore.ts';
import {
  type Entry,
  FRESH,
  type Id,
  including,
  type Instance,
  type Kind,
  name,
  nextId,
  type PassedOn,
  type Profile,
  type Request,
  type Row,
  rowOf,
  type Settlement,
  show,
  type State,
  type Tab,
  withInstance,
  withProfile,
  withRow,
  withTab,
} from './state.ts';

/*
 * The way of a message as a system of states: clients with an outbox that is kept, a courier that loses, repeats and reorders what it
 * was given, instances that pause, forget and lose acknowledgements, and a log. Nothing has a limit that the real thing has not, but
 * for the numbers in `Bounds`. SPEC.md says which faults are in it and how.
 */

export interface Bounds {
  readonly messages: number;
  readonly discards?: number;
  readonly retries?: number;
  /** Copies of the profile that may be started. */
  readonly clones?: number;
  readonly tabs?: number;
  readonly instances?: number;
  /** How many commands a request may carry. */
  readonly perRequest?: number;
  /** Whether the session is closed and opened again at some time. */
  readonly closes?: boolean;
  /** Whether gateways turn requests away. */
  readonly turnsAway?: boolean;
}

/** Ways of getting it wrong, each of which the exploration has to find. */
export const VARIANTS = [
  'own-attempt',
  'failed-at-deadline',
  'direct-is-outcome',
  'retry-same-id',
  'no-expected-sequence',
  'drop-outbox-on-reload',
  'next-before-outcome',
  'withdraw-not-committed',
  'resend-under-new-id',
] as const;
export type Variant = (typeof VARIANTS)[number];

export function protocol(bounds: Bounds, variant?: Variant): System<State> {
  const { messages, discards = 0, retries = 0, clones = 0, tabs = 1, instances = 2 } = bounds;
  return {
    initial: {
      log: [],
      profiles: [{ rows: [], tabs: Array<Tab>(tabs).fill(FRESH), leader: 0, issued: [] }],
      courier: [],
      instances: Array<Instance>(instances).fill({ folded: 0 }),
      told: [],
      messages: {},
      shown: {},
      left: { messages, discards, retries, clones },
    },
    *steps(state) {
      for (const p of state.profiles.keys()) {
        yield* personSteps(state, p, variant);
        yield* tabSteps(state, p, bounds, variant);
      }
      for (const i of state.instances.keys()) yield* instanceSteps(state, i, variant);
      if (bounds.closes === true && !state.log.includes('closed'))
        yield ['the session is closed', { ...state, log: [...state.log, 'closed'] }];
      if (isClosed(state.log)) yield ['the session is reopened', { ...state, log: [...state.log, 'reopened'] }];
    },
    wrong,
    settled: ({ profiles, left }) =>
      left.messages === 0 && profiles.every(({ rows }) => rows.every((row) => row.state !== 'waiting')),
  };
}

// ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function* personSteps(state: State, p: number, variant?: Variant): Generator<Step<State>> {
  const profile = at(state.profiles, p);
  const { left } = state;
  if (left.messages > 0) {
    const id = nextId(state);
    const issued = issue(state, p, id, id);
    yield [`${name(p)} composes ${String(id)}`, { ...issued, left: { ...left, messages: left.messages - 1 } }];
  }
  for (const row of profile.rows) {
    if (row.state === 'waiting' && left.discards > 0 && row.withdraw !== 'discarded')
      yield [
        `${name(p)} discards ${String(row.id)}`,
        {
          ...withRow(state, p, row.id, { ...row, withdraw: 'discarded' }),
          left: { ...left, discards: left.discards - 1 },
        },
      ];
    if (row.state !== 'waiting' && left.retries > 0) {
      const id = variant === 'retry-same-id' ? row.id : nextId(state);
      const issued = issue(withRow(state, p, row.id, null), p, id, state.messages[row.id] ?? row.id);
      yield [`${name(p)} retries ${String(row.id)}`, { ...issued, left: { ...left, retries: left.retries - 1 } }];
    }
  }
  if (left.clones > 0)
    yield [
      `${name(p)} is copied`,
      {
        ...state,
        profiles: [...state.profiles, { ...profile, tabs: [FRESH], leader: 0 }],
        left: { ...left, clones: left.clones - 1 },
      },
    ];
}

/** Puts a command at the end of the outbox. The tab in charge knows that it was never sent. */
function issue(state: State, p: number, id: Id, message: Id): State {
  const { rows, leader, issued } = at(state.profiles, p);
  const noted = withTab(state, p, leader, (tab) => ({ ...tab, passedOn: { ...tab.passedOn, [id]: 'never' } }));
  const more = {
    rows: [...rows, { id, state: 'waiting' as const }],
    issued: [...issued.filter((one) => one !== id), id],
  };
  return { ...withProfile(noted, p, more), messages: { ...state.messages, [id]: message } };
}

// ── tabs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function* tabSteps(state: State, p: number, bounds: Bounds, variant?: Variant): Generator<Step<State>> {
  const profile = at(state.profiles, p);
  for (const [t, tab] of profile.tabs.entries()) {
    const who = `tab ${name(p)}${String(t)}`;
    for (const due of dueIn(profile, t, bounds.perRequest ?? 1, variant))
      yield* sendSteps(state, p, t, due, bounds, variant);
    for (const settlement of state.told)
      if (profile.rows.some(({ id }) => id === settlement.id))
        yield [`${who} hears that ${String(settlement.id)} is ${settlement.kind}`, heard(state, p, t, settlement)];
    if (tab.turnedAway !== undefined)
      yield [
        `${who} hears that ${tab.turnedAway.join()} was turned away`,
        turnedAway(state, p, t, tab.turnedAway, variant),
      ];
    if (tab !== FRESH) yield [`${who} is reloaded`, reloaded(state, p, t, variant)];
    if (t !== profile.leader) yield [`${who} takes over`, tookOver(state, p, t)];
    if (variant === 'failed-at-deadline')
      for (const row of profile.rows)
        if (row.state === 'waiting')
          yield [
            `${String(row.id)} is past its deadline`,
            show(withRow(state, p, row.id, { ...row, state: 'failed' }), row.id, 'failed'),
          ];
  }
}

/** The requests that a tab may send now: what is under way again, otherwise, in charge, the oldest, one or several. */
function dueIn({ rows, tabs, leader }: Profile, t: number, perRequest: number, variant?: Variant): Row[][] {
  const waiting = rows.filter((row) => row.state === 'waiting');
  if (variant === 'next-before-outcome') return waiting.map((row) => [row]);
  const underWay = waiting.filter((row) => at(tabs, t).awaiting.includes(row.id));
  if (underWay.length > 0) return [underWay];
  if (t !== leader) return [];
  return waiting.slice(0, perRequest).map((_, i) => waiting.slice(0, i + 1));
}

function* sendSteps(
  state: State,
  p: number,
  t: number,
  due: readonly Row[],
  { turnsAway = false }: Bounds,
  variant?: Variant,
): Generator<Step<State>> {
  const request = due.map((row) => (row.withdraw === undefined ? row.id : -row.id));
  const sent = withTab(state, p, t, (tab) => ({
    ...tab,
    awaiting: due.map(({ id }) => id),
    passedOn: {
      ...tab.passedOn,
      ...Object.fromEntries(request.filter(isPost).map((id) => [id, oneMore(tab.passedOn[id])])),
    },
  }));
  const what = `tab ${name(p)}${String(t)} sends ${request.join()}`;
  const sentOnce = at(at(state.profiles, p).tabs, t).awaiting.length > 0;
  if (variant === 'resend-under-new-id' && sentOnce && state.left.retries > 0) {
    const [id] = request;
    if (id === undefined || id < 0) return;
    const fresh = nextId(state);
    const anew = { ...issue(withRow(state, p, id, null), p, fresh, id), left: { ...state.left, retries: 0 } };
    yield [`${what} as ${String(fresh)}`, { ...anew, courier: including(anew.courier, [fresh]) }];
    return;
  }
  yield [`${what}, which is passed on`, { ...sent, courier: including(state.courier, request) }];
  if (turnsAway && at(at(state.profiles, p).tabs, t).turnedAway === undefined)
    yield [`${what}, which is turned away`, withTab(sent, p, t, (tab) => ({ ...tab, turnedAway: request }))];
}

function heard(state: State, p: number, t: number, { id, kind }: Settlement): State {
  const row = rowOf(state, p, id);
  const now = withTab(state, p, t, (tab) => ({ ...tab, awaiting: tab.awaiting.filter((one) => one !== id) }));
  if (row === undefined) return now;
  const { withdraw, ...bare } = row;
  if (kind === 'stored') return show(withRow(now, p, id, null), id, 'stored');
  if (withdraw === 'discarded') return show(withRow(now, p, id, null), id, 'gone');
  if (kind === 'refused') return show(withRow(now, p, id, { ...bare, state: 'refused' }), id, 'refused');
  // Taken back for the gateway's sake here, or by a copy of the profile.
  return withdraw === 'turned-away'
    ? show(withRow(now, p, id, { ...bare, state: 'failed' }), id, 'failed')
    : show(withRow(now, p, id, null), id, 'gone');
}

/** A direct answer is no outcome: failed only if nothing of the command can have been passed on. */
function turnedAway(state: State, p: number, t: number, request: Request, variant?: Variant): State {
  let now = withTab(state, p, t, ({ turnedAway: _, ...tab }) => ({
    ...tab,
    passedOn: {
      ...tab.passedOn,
      ...Object.fromEntries(request.filter(isPost).map((id) => [id, oneLess(tab.passedOn[id])])),
    },
  }));
  const { leader, tabs } = at(now.profiles, p);
  if (t !== leader) return now;
  const isAlone = request.length === 1;
  if (!isAlone) return withTab(now, p, t, (tab) => ({ ...tab, awaiting: [] }));
  const [id] = request.map(Math.abs);
  const row = id === undefined ? undefined : rowOf(now, p, id);
  if (id === undefined || row?.state !== 'waiting') return now;
  now = withTab(now, p, t, (tab) => ({ ...tab, awaiting: [] }));
  const mayBePassedOn = at(tabs, t).passedOn[id] !== 'never' && variant !== 'direct-is-outcome';
  if (mayBePassedOn) return withRow(now, p, id, { ...row, withdraw: row.withdraw ?? 'turned-away' });
  if (row.withdraw === 'discarded') return show(withRow(now, p, id, null), id, 'gone');
  return show(withRow(now, p, id, { ...row, state: 'failed' }), id, 'failed');
}

function reloaded(state: State, p: number, t: number, variant?: Variant): State {
  const now = withTab(state, p, t, () => FRESH);
  return variant === 'drop-outbox-on-reload' ? withProfile(now, p, { rows: [] }) : now;
}

/** The one that was in charge may wake up later, and send what it had read of the outbox before it learns of this. */
function tookOver(state: State, p: number, leader: number): State {
  const { tabs, rows, leader: before } = at(state.profiles, p);
  const read = rows.filter((row) => row.state === 'waiting').map(({ id }) => id);
  const now = tabs.map(({ awaiting }, t) => ({ awaiting: t === before ? read : awaiting, passedOn: {} }));
  return withProfile(state, p, { leader, tabs: now });
}

const isPost = (id: Id): boolean => id > 0;
const oneMore = (before: PassedOn = 'maybe'): PassedOn => (before === 'never' ? 'once' : 'maybe');
const oneLess = (before: PassedOn = 'maybe'): PassedOn => (before === 'once' ? 'never' : before);

// ── instances ────────────────────────────────────────────────────────────────────────────────────────────────────────

function* instanceSteps(state: State, i: number, variant?: Variant): Generator<Step<State>> {
  const { folded, attempt } = at(state.instances, i);
  const who = `instance ${String(i)}`;
  if (attempt === undefined) {
    for (const request of state.courier)
      yield [`${who} takes ${request.join()}`, decide(state, i, request, folded, variant)];
    return;
  }
  yield [`${who} crashes`, withInstance(state, i, { folded: 0 })];
  const log = [...state.log, ...attempt.decided];
  if (folded === state.log.length || variant === 'no-expected-sequence') {
    const appended = { ...state, log };
    yield [`${who} appends`, tell(withInstance(appended, i, { folded: log.length }), attempt.decided)];
    yield [`${who} appends, and is not told so`, appended];
  } else {
    yield [`${who} comes second`, decide(state, i, attempt.request, state.log.length, variant)];
  }
}

/** Decides a request on what an instance has folded of the log. What is settled already is told, the rest is to be appended. */
function decide(state: State, i: number, request: Request, folded: number, variant?: Variant): State {
  const prefix = state.log.slice(0, folded);
  const known = prefix.filter((entry) => typeof entry === 'object');
  const decided: Settlement[] = [];
  const repeated: Settlement[] = [];
  for (const command of request) {
    const id = Math.abs(command);
    const settled = [...known, ...decided].find((one) => one.id === id);
    if (settled !== undefined) repeated.push(settled);
    else if (command < 0) decided.push({ id, kind: 'withdrawn' });
    else decided.push({ id, kind: isClosed(prefix) ? 'refused' : 'stored' });
  }
  const committed = variant === 'withdraw-not-committed' ? decided.filter(({ kind }) => kind !== 'withdrawn') : decided;
  const uncommitted = decided.filter((one) => !committed.includes(one));
  const told = tell(state, [...repeated, ...uncommitted, ...(variant === 'own-attempt' ? decided : [])]);
  const attempt = committed.length === 0 ? {} : { attempt: { request, decided: committed } };
  return withInstance(told, i, { folded, ...attempt });
}

const isClosed = (log: readonly Entry[]): boolean => log.includes('closed') && !log.includes('reopened');

const tell = (state: State, settlements: readonly Settlement[]): State => ({
  ...state,
  told: settlements.reduce<readonly Settlement[]>(including, state.told),
});

// ── what must hold ───────────────────────────────────────────────────────────────────────────────────────────────────

function wrong({ log, profiles, shown, messages }: State): string | null {
  const kinds = new Map<Id, Kind>();
  const stored: Id[] = [];
  for (const entry of log) {
    if (typeof entry !== 'object') continue;
    if (kinds.has(entry.id)) return `I2: ${String(entry.id)} has two outcomes`;
    kinds.set(entry.id, entry.kind);
    if (entry.kind === 'stored') stored.push(entry.id);
  }
  if (new Set(stored.map((id) => messages[id])).size < stored.length) return 'I2: a message is there twice';
  for (const { issued } of profiles) {
    const inOrder = issued.filter((id) => stored.includes(id));
    if (stored.filter((id) => issued.includes(id)).join() !== inOrder.join())
      return 'I3: messages of one sender changed places';
    for (const id of issued) {
      const has = (what: string): boolean => shown[id]?.some((one) => one === what) === true;
      const kind = kinds.get(id);
      if (has('stored') && kind !== 'stored') return `I1: ${String(id)} was shown as stored and is not`;
      if (has('failed') && kind === 'stored') return `I8: ${String(id)} was shown as failed and is stored`;
      if (has('refused') && kind !== 'refused') return `I8: ${String(id)} was shown as refused and is not`;
      if (has('gone') && kind === 'stored') return `I8: ${String(id)} was taken back and is stored`;
      const isRetried = Object.entries(messages).some(
        ([other, message]) => Number(other) > id && message === messages[id],
      );
      const isThere = profiles.some(({ rows }) => rows.some((row) => row.id === id)) || shown[id] !== undefined;
      if (!isThere && !isRetried) return `I1: ${String(id)} vanished`;
    }
  }
  return null;
}
