import type { Device, PublicActor, Standing, Visibility, VisitorProfile } from '@holdfast/contracts';

/**
 * What a message's tick says. `clock`: in the outbox. `unknown`: in the outbox past its deadline, still trying.
 * `withdrawing`: being taken back. `stored`: in the log, survives a power cut. `delivered`, `read`: the other side's client holds it,
 * showed it. `refused`, `failed`: turned down; `retry` or `discard`.
 */
export type Tick = 'clock' | 'unknown' | 'withdrawing' | 'stored' | 'delivered' | 'read' | 'refused' | 'failed';

/** A message as the log holds it. */
export interface StoredMessage {
  readonly kind: 'message';
  /** The command's id: the same before and after the log has it. */
  readonly id: string;
  /** The event's number in this audience's counting. */
  readonly n: number;
  /** What `seen` takes. */
  readonly w: number;
  /** ISO 8601, the log's time. */
  readonly at: string;
  readonly from: PublicActor;
  readonly text: string;
  readonly visibility: Visibility;
  /** The agents a note calls. */
  readonly mentions?: readonly string[];
}

/** A message as it is shown: in the log, or still in the outbox (then without `n` and `w`, and `at` is when it was composed). */
export interface MessageEntry extends Omit<StoredMessage, 'n' | 'w'> {
  readonly n?: number;
  readonly w?: number;
  /** Sent by this person (from whatever device). */
  readonly own: boolean;
  /** For messages of this side (visitor, or staff); absent for the other's. */
  readonly tick?: Tick;
  /** Why it was refused or failed. */
  readonly reason?: string;
}

/** Something that happened, as a line between messages. */
export interface NoticeEntry {
  readonly kind: 'notice';
  /** The event's id. */
  readonly id: string;
  readonly n: number;
  readonly w: number;
  readonly at: string;
  readonly from: PublicActor;
  readonly notice: Notice;
}

export type Notice =
  | { readonly type: 'opened' | 'closed' | 'reopened' | 'woken' | 'identified' }
  | { readonly type: 'assigned'; readonly agent: { readonly id: string; readonly name: string } }
  | { readonly type: 'unassigned'; readonly reason: string }
  | {
      readonly type: 'transfer-requested';
      readonly toTeamId?: string | undefined;
      readonly toAgentId?: string | undefined;
      readonly note?: string | undefined;
    }
  | { readonly type: 'labelled'; readonly labels: readonly string[] }
  | { readonly type: 'snoozed'; readonly until: string }
  | { readonly type: 'rated'; readonly score: number; readonly comment?: string | undefined };

/** A line of the conversation that the log holds. */
export type StoredEntry = StoredMessage | NoticeEntry;
/** A line of the conversation as it is shown. */
export type Entry = MessageEntry | NoticeEntry;

/**
 * Where what is shown stands against the log. `syncing`: not proven current. `live`: current. `frozen`: this client holds more than the
 * log has; nothing is current until an operator has looked.
 */
export type Freshness = 'syncing' | 'live' | 'frozen';

/** What of a session its events tell, but for the entries. */
export interface SessionFacts {
  readonly visitor?: VisitorProfile & { readonly id: string };
  readonly siteId?: string;
  readonly teamId?: string;
  readonly page?: {
    readonly url: string;
    readonly title?: string | undefined;
    readonly referrer?: string | undefined;
  };
  /** What the visitor wrote from when the session was opened. */
  readonly device?: Device;
  readonly openedAt?: string;
  readonly assignee?: { readonly id: string; readonly name: string };
  /** The current request for an agent (staff only: visitors' numbers are not `v`). */
  readonly ticket?: number;
  /** ISO 8601: when the present wait for an agent began; absent while nobody is waited for. */
  readonly waitingSince?: string;
  readonly labels: readonly string[];
  readonly snoozedUntil?: string;
  /** Since the last close. */
  readonly rating?: { readonly score: number; readonly comment?: string | undefined };
}

/** How a visitor's session stands with the people who answer; see the frame of that name. */
export type SessionStanding = Omit<Standing, 't' | 'session'>;

/** Somebody who is typing; `internal`: a note (told to staff only). */
export interface TypingActor extends PublicActor {
  readonly internal?: true;
}

/** A session as a person sees it. */
export interface SessionView extends SessionFacts {
  readonly session: string;
  readonly freshness: Freshness;
  /** `absent`: not opened yet (or not for this person). */
  readonly status: 'absent' | 'waiting' | 'assigned' | 'snoozed' | 'closed' | 'erased';
  /** The number of the last event held, in this audience's counting. */
  readonly n: number;
  /** Oldest first; what is in the outbox last. */
  readonly entries: readonly Entry[];
  /** The history holds entries before the first one: ask it for those before `from`. */
  readonly older: boolean;
  /** From this `n` on nothing is missing. */
  readonly from: number;
  /** Public messages of others that this person has not seen. */
  readonly unread: number;
  /** `w` of the last public message of others: what to hand to `seen` when everything is before the person's eyes. */
  readonly lastW: number;
  /** Who else is typing, or looking, at this moment. */
  readonly typing: readonly TypingActor[];
  readonly viewing: readonly PublicActor[];
  /** For visitors, and only while it is known to be true: gone as soon as the session is no longer live. */
  readonly standing?: SessionStanding;
  /** Whether what is composed survives: `no` means the clock must say "not kept". */
  readonly kept: 'device' | 'tab' | 'no';
}
