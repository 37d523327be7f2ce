import { type Commit, currentVersion, upcast } from '@holdfast/contracts';
import { Unreadable } from './errors.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The bytes of a commit in the stream: JSON in reading order. */
export const encodeCommit = (commit: Commit): Uint8Array => encoder.encode(JSON.stringify(commit));

/** Event types of a commit, for the header that makes it readable without its body. */
export const typesOf = (commit: Commit): string => [...new Set(commit.events.map(({ type }) => type))].join(',');

/**
 * A commit as it was appended, its events in their current versions: the one place where commits enter the program.
 * Unknown event types and fields pass; whoever reads them decides what to make of them.
 * @throws Unreadable when the bytes are not a commit
 */
export function decodeCommit(bytes: Uint8Array): Commit {
  let commit: unknown;
  try {
    commit = JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw new Unreadable('not a commit: not JSON', { cause });
  }
  if (!isCommit(commit)) throw new Unreadable('not a commit: fields are missing');
  for (const event of commit.events) {
    const version = currentVersion(event.type);
    if (event.ver < version) {
      event.data = upcast(event);
      event.ver = version;
    }
  }
  return commit;
}

/** The log is written by this library alone, so its shape is checked only as far as a mix-up of streams would show. */
function isCommit(value: unknown): value is Commit {
  if (typeof value !== 'object' || value === null) return false;
  const { id, v, w, outcomes, events } = value as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    typeof v === 'number' &&
    typeof w === 'number' &&
    Array.isArray(outcomes) &&
    Array.isArray(events)
  );
}
