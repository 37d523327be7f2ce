import { type Actor, mentionedAfter, type RecordedEvent, sameActor, type SessionEvent } from '@holdfast/contracts';

/** How far one participant holds and has seen the others' public messages, in values of `w`. */
export interface Receipt {
  readonly delivered: number;
  readonly read: number;
}

type Author = Pick<Actor, 'kind' | 'id'>;

/** Enough of the talk to know, for anybody, the last public message that is not theirs, and whom notes mention. */
export interface Talk {
  readonly last: { readonly w: number; readonly by: Author } | null;
  /** `w` of the last public message by somebody other than `last.by`; 0 for none. */
  readonly lastByAnother: number;
  /** Agents who have not dealt with it. */
  readonly mentioned: readonly string[];
}

export const silence: Talk = { last: null, lastByAnother: 0, mentioned: [] };

export function talkAfter(talk: Talk, event: RecordedEvent<SessionEvent>, by: Author): Talk {
  const mentioned = mentionedAfter(talk.mentioned, event, by);
  if (event.type !== 'MessagePosted' || event.data.visibility === 'internal') return { ...talk, mentioned };
  const { last, lastByAnother } = talk;
  return {
    last: { w: event.w, by: { kind: by.kind, id: by.id } },
    lastByAnother: last === null || sameActor(last.by, by) ? lastByAnother : last.w,
    mentioned,
  };
}

const lastForeign = (talk: Talk, reader: Author): number => {
  if (talk.last === null) return 0;
  return sameActor(talk.last.by, reader) ? talk.lastByAnother : talk.last.w;
};

export const receiptKey = ({ kind, id }: Author): string => `${kind}:${id}`;

/** The reader's positions after a mark: clamped to what there is to read, never moving back; null when nothing moves. */
export function advanced(held: Receipt | undefined, mark: Receipt, talk: Talk, reader: Author): Receipt | null {
  const before = held ?? { delivered: 0, read: 0 };
  const limit = lastForeign(talk, reader);
  const read = Math.max(before.read, Math.min(mark.read, limit));
  const delivered = Math.max(before.delivered, Math.min(mark.delivered, limit), read);
  return read === before.read && delivered === before.delivered ? null : { delivered, read };
}
