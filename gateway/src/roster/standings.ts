import { queuePlaces, type Standing } from '@holdfast/contracts';
import { Coalesced } from '../inbox/coalesced.ts';
import { type Identity } from '../identity/identity.ts';
import { expectedWaits } from './recent-waits.ts';
import { type HeldRoster, type Rosters } from './rosters.ts';
import { openTeams, standingOf } from './session-standing.ts';

/** A workspace's standings are worked out at most this often, in ms. */
const INTERVAL_MS = 1_000;
/** Who is further back than this hears of a new place only every `FAR_MS`. */
const NEAR = 20;
const FAR_MS = 10_000;

/** A visitor's connection, as standings see it. */
export interface StandingReader {
  readonly identity: Identity;
  /** `absent`: nothing there to see for this visitor. */
  stateOf(session: string): 'live' | 'absent' | 'other';
  /** @returns false when it was dropped */
  signal(frame: string): boolean;
}

type Told = Omit<Standing, 't' | 'session'>;
/** What of one session one connection was told last. */
interface Heard {
  told: Told | undefined;
  at: number;
}

/** The visitors of one workspace. */
interface Readers {
  readonly held: HeldRoster;
  readonly heard: Map<StandingReader, Map<string, Heard>>;
  readonly tick: Coalesced;
  /** Asks for a turn when an expected wait stops being true. */
  untrue: NodeJS.Timeout | undefined;
}

/**
 * Tells visitors how their sessions stand: after a sync, and when that changed. All of it is worked out once a tick for the
 * whole workspace, and of 10,000 who wait only those are written to who are told something new.
 */
export class Standings {
  readonly #rosters: Rosters;
  readonly #now: () => number;
  readonly #byWorkspace = new Map<string, Readers>();

  constructor(rosters: Rosters, now: () => number) {
    this.#rosters = rosters;
    this.#now = now;
  }

  /** The session has been synced for this connection: it is told anew. */
  synced(reader: StandingReader, session: string): void {
    if (reader.identity.kind !== 'visitor') return;
    const readers = this.#readers(reader.identity.workspace);
    const sessions = readers.heard.get(reader) ?? new Map<string, Heard>();
    readers.heard.set(reader, sessions.set(session, { told: undefined, at: 0 }));
    readers.tick.ask();
  }

  detached(reader: StandingReader, session: string): void {
    this.#byWorkspace.get(reader.identity.workspace)?.heard.get(reader)?.delete(session);
  }

  left(reader: StandingReader): void {
    const { workspace } = reader.identity;
    const readers = this.#byWorkspace.get(workspace);
    if (readers?.heard.delete(reader) !== true || readers.heard.size > 0) return;
    this.#end(workspace, readers);
  }

  /** Drops all of them, for another epoch or for good. */
  clear(): void {
    for (const [workspace, readers] of this.#byWorkspace) this.#end(workspace, readers);
  }

  #readers(workspace: string): Readers {
    const known = this.#byWorkspace.get(workspace);
    if (known !== undefined) return known;
    const readers: Readers = {
      held: this.#rosters.hold(workspace, () => readers.tick.ask()),
      heard: new Map(),
      tick: new Coalesced(() => this.#tell(readers), INTERVAL_MS),
      untrue: undefined,
    };
    this.#byWorkspace.set(workspace, readers);
    return readers;
  }

  #end(workspace: string, { held, tick, untrue }: Readers): void {
    held.release();
    tick.end();
    clearTimeout(untrue);
    this.#byWorkspace.delete(workspace);
  }

  #tell(readers: Readers): void {
    const { held, heard, tick } = readers;
    const { roster: desk } = held.roster;
    if (desk === null) return;
    const now = this.#now();
    const expected = expectedWaits(desk, held.roster.waits, now);
    const view = { roster: desk, places: queuePlaces(desk), open: openTeams(desk), expectedWaitMs: expected.of };
    clearTimeout(readers.untrue);
    if (expected.until < Infinity) readers.untrue = setTimeout(() => tick.ask(), expected.until - now);
    let isMoreToSay = false;
    for (const [reader, sessions] of heard) {
      const { identity } = reader;
      if (identity.kind !== 'visitor') continue;
      const team = desk.sites.get(identity.site) ?? identity.team;
      for (const [session, last] of sessions) {
        const state = reader.stateOf(session);
        if (state === 'other') continue;
        const told = standingOf(view, state === 'live' ? session : undefined, team);
        const news = newsIn(last.told, told);
        if (news === 'none') continue;
        if (news === 'far' && now - last.at < FAR_MS) isMoreToSay = true;
        else if (reader.signal(JSON.stringify({ t: 'standing', session, ...told }))) {
          last.told = told;
          last.at = now;
        } else isMoreToSay = true;
      }
    }
    if (isMoreToSay) tick.ask();
  }
}

/** `far`: nothing but another place, far back in the queue. */
function newsIn(before: Told | undefined, now: Told): 'none' | 'far' | 'some' {
  if (before === undefined) return 'some';
  const isSame =
    before.open === now.open &&
    before.expectedWaitMs === now.expectedWaitMs &&
    before.agent?.id === now.agent?.id &&
    before.agent?.here === now.agent?.here;
  if (isSame && before.position === now.position) return 'none';
  const isFar = (now.position ?? 0) > NEAR && (before.position ?? 0) > NEAR;
  return isSame && isFar ? 'far' : 'some';
}
