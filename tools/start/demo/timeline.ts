import { createHash } from 'node:crypto';
import type { Actor, AnyCommand } from '@holdfast/contracts';
import { AGENTS } from './cast.ts';
import type { AgentId } from './cast.ts';
import type { Conversation, Line, PastConversation } from './conversation.ts';

/** What one person sends at one moment. */
export type Step = { actor: Actor; at: string; commands: AnyCommand[] };

export type Scene = { site: string; shopOrigin: string; visitorId: string };

const MINUTE_MS = 60_000;
/** Further than any conversation; the session clamps it to what there is to read. */
const EVERYTHING = { delivered: 1_000_000, read: 1_000_000 };

/** The visitor's id that the gateway derives from a secret. */
export const visitorIdOf = (site: string, secret: string): string =>
  createHash('sha256').update(`${site}:${secret}`).digest('base64url').slice(0, 22);

/** When a past conversation began, counted from the day of seeding. */
export function beginningOf({ daysAgo, time }: Pick<PastConversation, 'daysAgo' | 'time'>, seededAt: string): number {
  const day = new Date(Date.parse(seededAt) - daysAgo * 24 * 60 * MINUTE_MS).toISOString().slice(0, 10);
  return Date.parse(`${day}T${time}:00.000Z`);
}

/** Opening and lines, in order; whoever writes has read what was before. */
export function linesOf(conversation: Conversation, scene: Scene, beginning: number): Step[] {
  let at = beginning;
  return conversation.lines.map((line, n) => {
    at += line.after * MINUTE_MS + secondsOf(conversation.id, n);
    const id = `${conversation.id}-${String(n)}`;
    const actor = actorOf(line.by, conversation, scene);
    const before: AnyCommand =
      n === 0 ? openingOf(conversation, scene) : { id: `${id}-read`, type: 'MarkReceipts', data: EVERYTHING };
    const posted: AnyCommand = {
      id,
      type: 'PostMessage',
      data: { text: line.text, visibility: line.internal === true ? 'internal' : 'public' },
    };
    return { actor, at: instant(at), commands: [before, posted] };
  });
}

/** How a past conversation ended: both have read everything, an agent labels and closes, the visitor may rate. */
export function endingOf(conversation: PastConversation, scene: Scene, afterLast: string): Step[] {
  const { id, labels, rating, closedBy } = conversation;
  const visitor = actorOf('visitor', conversation, scene);
  const at = Date.parse(afterLast) + 2 * MINUTE_MS;
  const read = (who: string): AnyCommand => ({ id: `${id}-${who}-read`, type: 'MarkReceipts', data: EVERYTHING });
  const labelled: AnyCommand[] =
    labels === undefined ? [] : [{ id: `${id}-labels`, type: 'SetLabels', data: { labels } }];
  const closed: AnyCommand = { id: `${id}-close`, type: 'CloseSession', data: {} };
  const steps: Step[] = [
    { actor: visitor, at: instant(at - MINUTE_MS), commands: [read('visitor')] },
    { actor: actorOf(closedBy, conversation, scene), at: instant(at), commands: [read('agent'), ...labelled, closed] },
  ];
  if (rating !== undefined)
    steps.push({
      actor: visitor,
      at: instant(at + MINUTE_MS),
      commands: [{ id: `${id}-rate`, type: 'RateSession', data: rating }],
    });
  return steps;
}

/** How a visitor opens a conversation. */
export const openingOf = (
  { id, visitor, team, page }: Omit<Conversation, 'lines'>,
  { site, shopOrigin }: Scene,
): AnyCommand & { type: 'OpenSession' } => ({
  id: `${id}-open`,
  type: 'OpenSession',
  data: {
    siteId: site,
    ...(team === undefined ? {} : { teamId: team }),
    visitor,
    page: { url: `${shopOrigin}${page.path}`, title: page.title },
  },
});

function actorOf(by: Line['by'], { visitor }: Pick<Conversation, 'visitor'>, { visitorId }: Scene): Actor {
  if (by === 'visitor')
    return { kind: 'visitor', id: visitorId, ...(visitor.name === undefined ? {} : { name: visitor.name }) };
  return agentActor(by);
}

function agentActor(agentId: AgentId): Actor {
  const agent = AGENTS.find((candidate) => candidate.agentId === agentId);
  if (agent === undefined) throw new RangeError(agentId);
  return { kind: 'agent', id: agentId, name: agent.name, role: agent.role };
}

const instant = (at: number): string => new Date(at).toISOString();

/** Some seconds that are the same each time: nobody writes on the minute. */
const secondsOf = (id: string, n: number): number =>
  (createHash('sha256')
    .update(`${id} ${String(n)}`)
    .digest()[0] ?? 0) * 150;
