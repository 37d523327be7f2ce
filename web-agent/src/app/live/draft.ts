import type { Visibility } from '@holdfast/contracts';

/** A text that is being written. */
export interface Written {
  readonly text: string;
  /** When it was last changed, in ms since 1970: tells the oldest draft, nothing else. */
  readonly at: number;
  /** The number the session stood at when this text was begun: what came later was not known when its first word was written. */
  readonly since: number;
}

/** What is being written in one chat. Reply and note are apart, so that the one never goes out as the other. */
export type Draft = Readonly<Record<Visibility, Written>>;

/** As many chats keep their drafts; of more, the oldest goes. */
export const DRAFT_LIMIT = 100;
/** A draft longer than this is not one that somebody typed. */
const TEXT_LIMIT = 20_000;

const EMPTY: Written = { text: '', at: 0, since: 0 };
export const NO_DRAFT: Draft = { public: EMPTY, internal: EMPTY };

export const isEmpty = (draft: Draft): boolean => draft.public.text === '' && draft.internal.text === '';

/** The draft after the text of one mode was changed; an emptied text is begun anew with its next word. */
export function written(draft: Draft, mode: Visibility, text: string, at: number, n: number): Draft {
  const before = draft[mode];
  return { ...draft, [mode]: text === '' ? EMPTY : { text, at, since: before.text === '' ? n : before.since } };
}

const lastAt = (draft: Draft): number => Math.max(draft.public.at, draft.internal.at);

/** Which chats lose their drafts so that no more than `limit` have one: the oldest. */
export function surplus(drafts: ReadonlyMap<string, Draft>, limit = DRAFT_LIMIT): readonly string[] {
  const oldestFirst = [...drafts].sort(([, a], [, b]) => lastAt(a) - lastAt(b));
  return oldestFirst.slice(0, Math.max(0, drafts.size - limit)).map(([session]) => session);
}

export const toStored = (draft: Draft): string => JSON.stringify(draft);

/** Reads what any version, or anybody, may have stored: whatever is no draft is none. */
export function fromStored(stored: string | null): Draft {
  try {
    const held: unknown = JSON.parse(stored ?? '{}');
    if (typeof held !== 'object' || held === null) return NO_DRAFT;
    return { public: textIn(held, 'public'), internal: textIn(held, 'internal') };
  } catch {
    return NO_DRAFT;
  }
}

function textIn(held: object, mode: Visibility): Written {
  const written: unknown = (held as Record<string, unknown>)[mode];
  if (typeof written !== 'object' || written === null) return EMPTY;
  const { text, at, since } = written as Record<string, unknown>;
  if (typeof text !== 'string' || text === '' || text.length > TEXT_LIMIT) return EMPTY;
  return { text, at: numberOf(at), since: numberOf(since) };
}

const numberOf = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
