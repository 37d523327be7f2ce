import type { CommandResult } from '@holdfast/chat-client';
import { lasting } from '@holdfast/look';

const WORDS: Readonly<Record<string, string>> = {
  'not-found': 'There is no such chat here.',
  'not-permitted': 'You may not do that.',
  closed: 'The chat is closed. Reopen it first.',
  'not-closed': 'The chat is not closed.',
  'not-assigned': 'Nobody has this chat.',
  'not-waiting': 'The chat is not waiting for anybody.',
  'outdated-ticket': 'Somebody was faster: the chat has moved on.',
  'invalid-transfer': 'The chat is there already.',
  'unknown-agent': 'The desk does not know you yet. Ask an admin to save your account again.',
  erased: 'The chat was erased.',
  'storage-full': 'The store is full. Tell an admin.',
  parked: 'This chat is held back after a failure on the server. Tell an admin.',
  'not-kept': 'This browser could not keep it.',
  invalid: 'The server cannot read this.',
};

/** What to tell the sender of a command that was not carried out; null when it was. */
export function refusalText(result: CommandResult, now: number): string | null {
  switch (result.kind) {
    case 'stored':
      return null;
    case 'withdrawn':
      return 'It was taken back.';
    case 'refused':
      return takenText(result.detail, now, result.reason) ?? WORDS[result.reason] ?? `Refused: ${result.reason}.`;
    case 'failed':
      return WORDS[result.reason] ?? `It did not go through: ${result.reason}.`;
  }
}

/** The reason of a message that was turned down. */
export const reasonText = (reason: string | undefined): string =>
  reason === undefined ? 'It did not go through.' : (WORDS[reason] ?? reason);

/** Who holds a chat that could not be claimed, and since when. */
function takenText(detail: Readonly<Record<string, unknown>> | undefined, now: number, reason: string): string | null {
  if (reason !== 'already-taken') return null;
  const { agentName, at } = detail ?? {};
  if (typeof agentName !== 'string') return 'Somebody else has this chat.';
  if (typeof at !== 'string') return `${agentName} has this chat.`;
  const since = now - Date.parse(at);
  return `${agentName} took this chat ${since < 1_000 ? 'a moment' : lasting(since)} ago.`;
}
