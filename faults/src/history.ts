import type { Audience, Commit, DeskEvent, SessionEvent, SessionFrameEvent, Visibility } from '@holdfast/contracts';
import type { CommandResult, Tick } from '@holdfast/chat-client';

/*
 * What is written down while a schedule runs, and afterwards of the log and the database. The checker needs nothing else.
 */

/** A message that somebody composed. */
export interface Sent {
  /** The command's id. */
  readonly id: string;
  readonly session: string;
  /** The client that composed it; one client's messages are in the order of `Sent` in the history. */
  readonly device: string;
  readonly actor: { readonly kind: 'visitor' | 'agent'; readonly id: string };
  readonly text: string;
  readonly visibility: Visibility;
  /** ms; the same clock for everybody in the history. */
  readonly at: number;
  /** It is a refused or failed one once more, under a fresh id. */
  readonly isRetry: boolean;
  /** Its sender discarded it, or sent it once more. */
  readonly givenUp: boolean;
  /** Each tick that its sender was ever shown, and when first. */
  readonly ticks: ReadonlyMap<Tick, number>;
  /** The tick at the end; `gone`: it is not shown any more. */
  readonly end: Tick | 'gone';
}

/** Any other command that somebody issued. */
export interface Issued {
  readonly type: string;
  readonly device: string;
  /** Absent: for the desk. */
  readonly session?: string;
  /** Absent: it was never settled. */
  readonly result?: CommandResult;
}

/** A message as somebody was shown it at the end. */
export interface Shown {
  readonly n: number;
  readonly id: string;
  readonly text: string;
  readonly visibility: Visibility;
}

/** One session as one client saw it. */
export interface Observed {
  readonly device: string;
  readonly session: string;
  readonly audience: Audience;
  /** Every event it was told of after its first sync, in that order. */
  readonly told: readonly SessionFrameEvent[];
  /** How often it started anew, since its page was loaded again or it was far behind: that may leave events out of `told`. */
  readonly restarts: number;
  /** Ids of messages that were ever shown twice at the same time. */
  readonly doubled: readonly string[];
  /** Whether, at the end, it is connected and says that it is up to date. */
  readonly isLive: boolean;
  /** Its view at the end: the number it is at, the number from which it holds everything, the stored messages, the agent. */
  readonly n: number;
  readonly from: number;
  readonly messages: readonly Shown[];
  readonly assignee: string | null;
}

/** A line of `session.transcript`. */
export interface TranscriptRow {
  readonly v: number;
  readonly w: number;
  readonly event_id: string;
  readonly type: string;
  readonly data: unknown;
}

/** One session as the log and the database have it. */
export interface SessionRecord {
  readonly id: string;
  readonly commits: readonly Commit<SessionEvent>[];
  /** Absent: there was no database. */
  readonly rows?: readonly TranscriptRow[];
}

export interface History {
  readonly sent: readonly Sent[];
  readonly issued: readonly Issued[];
  readonly observed: readonly Observed[];
  readonly sessions: readonly SessionRecord[];
  readonly desk: readonly Commit<DeskEvent>[];
}

/** A rule of SPEC.md that did not hold, and where. */
export interface Violation {
  readonly rule: string;
  readonly detail: string;
}

/** What came of a schedule. */
export interface Played {
  readonly violations: readonly Violation[];
  /** From the end of all faults until everybody agreed, ms; absent where they never did. */
  readonly settledMs?: number;
  readonly messages: number;
  /** Messages that the log has. */
  readonly stored: number;
}
