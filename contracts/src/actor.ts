import { z } from 'zod';
import { DisplayName, Id, safeText } from './primitives.ts';

/** What an agent may do; every role includes the ones before it. */
export const Role = z.enum(['agent', 'supervisor', 'admin']);
export type Role = z.infer<typeof Role>;

/** Somebody who visits a site and talks through the widget. `externalId` is the site's own id of a person it vouches for. */
export const VisitorActor = z.strictObject({
  kind: z.literal('visitor'),
  id: Id,
  name: DisplayName.optional(),
  externalId: safeText(1, 128).optional(),
});
/** Somebody who answers from the console. */
export const AgentActor = z.strictObject({ kind: z.literal('agent'), id: Id, name: DisplayName, role: Role });
/** A part of Holdfast that acts by itself; `id` names the part, e.g. `desk`. */
export const SystemActor = z.strictObject({ kind: z.literal('system'), id: Id });

/** Who issues a command. Set by the edge from the authenticated connection, never read from a client's frame. */
export const Actor = z.discriminatedUnion('kind', [VisitorActor, AgentActor, SystemActor]);
export type Actor = z.infer<typeof Actor>;
export type AgentActor = z.infer<typeof AgentActor>;
export type VisitorActor = z.infer<typeof VisitorActor>;

/** Whether two actors are the same person or part. */
export const sameActor = (a: Pick<Actor, 'kind' | 'id'>, b: Pick<Actor, 'kind' | 'id'>): boolean =>
  a.kind === b.kind && a.id === b.id;
