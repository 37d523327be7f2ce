import { type Audience, type Commit, project, type SessionEvent, type SessionFrameEvent } from '@holdfast/contracts';

/** What one audience is shown of a commit: dense numbers `base + 1 … last`, one JSON text each. */
export interface Shown {
  readonly base: number;
  readonly last: number;
  readonly texts: readonly string[];
}

/** The texts of what comes after a number. */
export const textsAfter = ({ base, texts }: Shown, n: number): readonly string[] => texts.slice(Math.max(0, n - base));

/** The key of a session in every map of the gateway. Ids hold no dots. */
export const sessionKey = (workspace: string, session: string): string => `${workspace}.${session}`;

/** The frame that shows these events of a session. */
export const eventsFrame = (session: string, texts: readonly string[]): string =>
  `{"t":"events","session":"${session}","events":[${texts.join(',')}]}`;

/**
 * A commit of a session as it came from the stream. What an audience is shown of it is made when first asked for, and once:
 * a commit that nobody here follows is never serialised, one that a thousand follow is serialised once per audience.
 */
export class SessionCommit {
  readonly key: string;
  readonly workspace: string;
  readonly session: string;
  readonly sequence: number;
  readonly commit: Commit<SessionEvent>;
  #staff: Shown | undefined;
  #visitor: Shown | undefined;
  #frames: { staff?: string; visitor?: string } = {};

  /** The commit before this one, where what is between them was left out. */
  readonly #before: Pick<Commit, 'v' | 'w'> | undefined;

  constructor(
    workspace: string,
    session: string,
    sequence: number,
    commit: Commit<SessionEvent>,
    before?: Pick<Commit, 'v' | 'w'>,
  ) {
    this.#before = before;
    this.key = sessionKey(workspace, session);
    this.workspace = workspace;
    this.session = session;
    this.sequence = sequence;
    this.commit = commit;
  }

  /** Whether nothing of the session before this commit is left. */
  get erases(): boolean {
    return this.commit.events.at(-1)?.type === 'SessionErased';
  }

  /** The same commit in a list that has nothing between `before` and it. */
  following(before: SessionCommit | undefined): SessionCommit {
    return new SessionCommit(
      this.workspace,
      this.session,
      this.sequence,
      this.commit,
      before?.commit ?? { v: 0, w: 0 },
    );
  }

  shownTo(audience: Audience): Shown {
    return audience === 'staff' ? (this.#staff ??= this.#show('staff')) : (this.#visitor ??= this.#show('visitor'));
  }

  /** The `events` frame for an audience, or null when the commit shows it nothing. */
  frame(audience: Audience): string | null {
    const { texts } = this.shownTo(audience);
    return texts.length === 0 ? null : (this.#frames[audience] ??= eventsFrame(this.session, texts));
  }

  #show(audience: Audience): Shown {
    const events = project(this.commit, audience);
    const last = numberAfter(this.commit, audience);
    return {
      base: this.#before ? numberAfter(this.#before, audience) : events[0] ? events[0].n - 1 : last,
      last,
      texts: events.map((event) => this.#text(event)),
    };
  }

  /** Where visitors are shown exactly what staff are, the text is shared. */
  #text(event: SessionFrameEvent): string {
    if (this.#staff === undefined || event.n !== event.w) return JSON.stringify(event);
    const staff = this.#staff;
    const own = this.commit.events.find(({ w, v, data }) => w === event.w && v === event.n && data === event.data);
    const shared = own && staff.texts[own.v - staff.base - 1];
    return shared ?? JSON.stringify(event);
  }
}

/** The number an audience has reached after a commit. */
export const numberAfter = (commit: Pick<Commit, 'v' | 'w'>, audience: Audience): number =>
  audience === 'staff' ? commit.v : commit.w;
