import type { CommandResult } from '@holdfast/chat-client';
import { lasting } from '@holdfast/look';
import { locale, words } from '../../words/words.ts';

/** What to tell the sender of a command that was not carried out; null when it was. */
export function refusalText(result: CommandResult, now: number): string | null {
  const said = words().actions;
  switch (result.kind) {
    case 'stored':
      return null;
    case 'withdrawn':
      return said.takenBack;
    case 'refused':
      return takenText(result.detail, now, result.reason) ?? known(result.reason) ?? said.refused(result.reason);
    case 'failed':
      return known(result.reason) ?? said.failed(result.reason);
  }
}

/** The reason of a message that was turned down. */
export const reasonText = (reason: string | undefined): string =>
  reason === undefined ? words().actions.failedUnknown : (known(reason) ?? reason);

function known(reason: string): string | undefined {
  const reasons: Readonly<Record<string, string>> = words().actions.reasons;
  return Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
}

/** Who holds a chat that could not be claimed, and since when. */
function takenText(detail: Readonly<Record<string, unknown>> | undefined, now: number, reason: string): string | null {
  if (reason !== 'already-taken') return null;
  const said = words().actions;
  const { agentName, at } = detail ?? {};
  if (typeof agentName !== 'string') return said.taken;
  if (typeof at !== 'string') return said.takenBy(agentName);
  const since = now - Date.parse(at);
  return since < 1_000 ? said.takenJustNow(agentName) : said.takenAgo(agentName, lasting(since, locale()));
}
