import type { ClientWorkspaceCommand } from '@holdfast/contracts';
import type { WorkspaceFacts } from './api.ts';

/** What was asked of the workspace, by what it changes. */
export type DirectoryChange = ClientWorkspaceCommand extends infer C
  ? C extends { id: string }
    ? Omit<C, 'id'>
    : never
  : never;

/** The facts as they are once the change is among them. */
export function withChange(facts: WorkspaceFacts, change: DirectoryChange): WorkspaceFacts {
  switch (change.type) {
    case 'SaveAgent': {
      const known = facts.agents.find(({ agentId }) => agentId === change.data.agentId);
      const kept = { hasPicture: known?.hasPicture ?? false, hasPassword: known?.hasPassword ?? false };
      return { ...facts, agents: placed(facts.agents, 'agentId', { ...change.data, ...kept }) };
    }
    case 'SaveTeam':
      return { ...facts, teams: placed(facts.teams, 'teamId', change.data) };
    case 'SaveSite':
      return { ...facts, sites: placed(facts.sites, 'siteId', change.data) };
    case 'SaveCannedReply':
      return { ...facts, cannedReplies: placed(facts.cannedReplies, 'replyId', change.data) };
    case 'RemoveCannedReply': {
      const cannedReplies = facts.cannedReplies.filter(({ replyId }) => replyId !== change.data.replyId);
      return { ...facts, cannedReplies };
    }
    // Whose profile it is stands in no command; it is read again.
    case 'SaveOwnProfile':
      return facts;
    default:
      return change satisfies never;
  }
}

/** Whether the change is among the facts. */
export const shows = (facts: WorkspaceFacts, change: DirectoryChange): boolean =>
  sorted(withChange(facts, change)) === sorted(facts);

function placed<T>(all: readonly T[], key: keyof T, one: T): T[] {
  const at = all.findIndex((other) => other[key] === one[key]);
  return at < 0 ? [...all, one] : all.with(at, one);
}

/** JSON with its keys in order, so that equal facts are equal texts. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, held: unknown) =>
    typeof held === 'object' && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );
