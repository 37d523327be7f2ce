import { type Audience, compact, project, type SessionFrameEvent, type Sync } from '@holdfast/contracts';
import { numberAfter, type SessionCommit, textsAfter } from './session-commit.ts';

/** More missed events than this are not sent one by one: a snapshot is smaller. */
export const TAIL_LIMIT = 200;

/** Where a session stands against a cursor, with the events as JSON texts. */
export interface Standing extends Pick<Sync, 'mode' | 'n' | 'older'> {
  readonly texts: readonly string[];
}

export const NOTHING_THERE: Standing = { mode: 'none', n: 0, older: false, texts: [] };

/** The `sync` frame that says so. */
export const syncFrame = (session: string, { mode, n, older, texts }: Standing): string =>
  `{"t":"sync","session":"${session}","mode":"${mode}","n":${n},"events":[${texts.join(',')}],"older":${older}}`;

/**
 * One list of a session's commits from what was read and what came meanwhile, or null when it has a hole:
 * then the reading was overtaken and has to be done again.
 */
export function joined(
  read: readonly SessionCommit[],
  ring: readonly SessionCommit[],
): readonly SessionCommit[] | null {
  const list: SessionCommit[] = [];
  const reached = () => list.at(-1)?.sequence ?? 0;
  for (const part of [read, ring])
    for (const entry of part) if (entry.commit.events.length > 0 && entry.sequence > reached()) list.push(entry);
  const final = list.at(-1);
  if (final?.erases === true) return [final];
  for (let i = 1; i < list.length; i++) {
    if (list[i]?.shownTo('staff').base !== list[i - 1]?.commit.v) return null;
  }
  return list;
}

/** Whose session this is; undefined when it was not opened, or is erased and purged. */
export function ownerOf(commits: readonly SessionCommit[]): string | undefined {
  for (const { commit } of commits) {
    for (const event of commit.events) if (event.type === 'SessionOpened') return event.data.visitorId;
  }
  return undefined;
}

/** The answer to a cursor from the whole list of a session's commits, which has no hole. */
export function standing(commits: readonly SessionCommit[], audience: Audience, n: number): Standing {
  const final = commits.at(-1);
  const last = final === undefined ? 0 : numberAfter(final.commit, audience);
  if (n > last) return { mode: 'frozen', n: last, older: false, texts: [] };
  if (n === last) return { mode: 'none', n, older: false, texts: [] };
  const shown = commits.map((entry) => entry.shownTo(audience));
  const held = shown[0]?.base ?? 0;
  if (n >= held && last - n <= TAIL_LIMIT) {
    const texts: string[] = [];
    for (const part of shown) texts.push(...textsAfter(part, n));
    return { mode: 'tail', n: last, older: false, texts };
  }
  const events: SessionFrameEvent[] = [];
  for (const { commit } of commits) events.push(...project(commit, audience));
  const snapshot = compact(events);
  return {
    mode: 'snapshot',
    n: last,
    older: snapshot.older,
    texts: snapshot.events.map((event) => JSON.stringify(event)),
  };
}
