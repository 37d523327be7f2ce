import type { WorkspaceFacts } from '../../api/api.ts';

export type CannedReply = WorkspaceFacts['cannedReplies'][number];

/** As many as have room above the field on a phone. */
const SHOWN = 6;

/** The canned replies that a text beginning with `/` may mean; empty for any other text. */
export function cannedFor(text: string, replies: readonly CannedReply[]): readonly CannedReply[] {
  const typed = /^\/([\p{L}\p{N}-]*)$/u.exec(text)?.[1]?.toLowerCase();
  if (typed === undefined) return [];
  const starting = replies.filter(({ shortcut }) => shortcut.startsWith(typed));
  const within = replies.filter(
    (reply) =>
      !starting.includes(reply) && (reply.shortcut.includes(typed) || reply.text.toLowerCase().includes(typed)),
  );
  const byName = (a: CannedReply, b: CannedReply): number => a.shortcut.localeCompare(b.shortcut);
  return [...starting.sort(byName), ...within.sort(byName)].slice(0, SHOWN);
}
