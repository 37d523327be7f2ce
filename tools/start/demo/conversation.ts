import type { AgentId, TeamId } from './cast.ts';

/** Something somebody says. */
export type Line = {
  /** Minutes after the line before it. */
  after: number;
  by: AgentId | 'visitor';
  text: string;
  /** For colleagues only. */
  internal?: true;
};

/** A conversation of the demo. Its id, and the ids of everything in it, are the same in every installation. */
export type Conversation = {
  id: string;
  visitor: { name?: string; email?: string };
  team?: TeamId;
  page: { path: string; title: string };
  lines: readonly Line[];
  labels?: readonly string[];
  rating?: { score: number; comment?: string };
};

/** One that is over: days ago, at a time of day, UTC. */
export type PastConversation = Conversation & { daysAgo: number; time: string; closedBy: AgentId };
/** One that waits for an agent: minutes ago. */
export type WaitingConversation = Conversation & { minutesAgo: number };

const line = (by: Line['by'], after: number, text: string): Line => ({ by, after, text });
export const visitor = (after: number, text: string): Line => line('visitor', after, text);
export const ines = (after: number, text: string): Line => line('ines', after, text);
export const mara = (after: number, text: string): Line => line('mara', after, text);
export const tom = (after: number, text: string): Line => line('tom', after, text);
export const note = (said: Line): Line => ({ ...said, internal: true });
