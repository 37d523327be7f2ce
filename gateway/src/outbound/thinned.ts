import { type SessionCommit } from './session-commit.ts';

/** Commits a reading holds before the oldest are thinned out, and how many of the newest stay whole: more than any tail or snapshot shows. */
const HELD = 4_000;
const WHOLE = 2_000;

/**
 * Bounds what reading one session holds, however long it is. Of the older part only commits stay that a snapshot may still need:
 * the opening, the newest of each kind of event and actor, and one message, to tell that there is more.
 */
export function thinned(commits: SessionCommit[]): SessionCommit[] {
  if (commits.length <= HELD) return commits;
  const older = commits.slice(0, commits.length - WHOLE);
  const newest = new Map<string, SessionCommit>();
  for (const entry of older) {
    const { kind, id } = entry.commit.actor;
    for (const { type } of entry.commit.events)
      newest.set(type === 'MessagePosted' ? type : `${type} ${kind} ${id}`, entry);
  }
  const needed = new Set(newest.values());
  const kept: SessionCommit[] = [];
  for (const entry of older) {
    if (needed.has(entry)) kept.push(entry.following(kept.at(-1)));
  }
  const [first, ...rest] = commits.slice(older.length);
  return first === undefined ? kept : [...kept, first.following(kept.at(-1)), ...rest];
}
