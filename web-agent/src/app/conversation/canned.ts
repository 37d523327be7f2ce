import type { WorkspaceFacts } from '../../api/api.ts';

export type CannedReply = WorkspaceFacts['cannedReplies'][number];

/** As many have room beside their preview. */
const SHOWN = 30;

/** The words of a text that asks for canned replies, beginning with `/`; undefined for any other text. */
export const cannedQuery = (text: string): string | undefined => /^\/([^\n/]{0,60})$/u.exec(text)?.[1];

/** The canned replies that hold all these words: those whose shortcut begins so first, then those whose shortcut holds them, then by their text. */
export function cannedFor(query: string, replies: readonly CannedReply[]): readonly CannedReply[] {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  const rank = ({ shortcut, text }: CannedReply): number => {
    if (words.length === 0 || (words.length === 1 && shortcut.startsWith(words[0] ?? ''))) return 0;
    if (words.every((word) => shortcut.includes(word))) return 1;
    return words.every((word) => `${shortcut} ${text}`.toLowerCase().includes(word)) ? 2 : 3;
  };
  return replies
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter(({ rank: found }) => found < 3)
    .sort((a, b) => a.rank - b.rank || a.reply.shortcut.localeCompare(b.reply.shortcut))
    .slice(0, SHOWN)
    .map(({ reply }) => reply);
}
