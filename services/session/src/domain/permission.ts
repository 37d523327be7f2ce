import type { Actor, SessionCommand, SessionRefusal } from '@holdfast/contracts';

/** What is decided on. `Withdraw` is settled before any decision; `Unreadable` stands for what no schema reads. */
export type DecidableCommand = Exclude<SessionCommand, { type: 'Withdraw' }>;

/** The desk: it alone decides who answers. */
export const DESK = 'desk';
/** This service's own timers. */
export const TIMERS = 'session';

type Permission = { [A in Actor as A['kind']]: (actor: A) => boolean };
const yes = (): boolean => true;
const no = (): boolean => false;
const allow = (permission: Partial<Permission>): Permission => ({ visitor: no, agent: no, system: no, ...permission });
const agents = allow({ agent: yes });

const PERMISSIONS: Record<Exclude<DecidableCommand['type'], 'PostMessage' | 'UnassignAgent'>, Permission> = {
  OpenSession: allow({ visitor: yes }),
  MarkReceipts: allow({ visitor: yes, agent: yes }),
  DismissMention: agents,
  RequestTransfer: agents,
  SetLabels: agents,
  SnoozeSession: agents,
  ReopenSession: agents,
  WakeSession: allow({ agent: yes, system: ({ id }) => id === TIMERS }),
  CloseSession: allow({ visitor: yes, agent: yes, system: yes }),
  RateSession: allow({ visitor: yes }),
  IdentifyVisitor: allow({ visitor: yes, system: yes }),
  AssignAgent: allow({ system: ({ id }) => id === DESK }),
  EraseSession: allow({ agent: ({ role }) => role === 'admin' }),
};

const permissionFor = (command: DecidableCommand): Permission => {
  switch (command.type) {
    case 'PostMessage':
      return allow({ visitor: command.data.visibility === 'public' ? yes : no, agent: yes, system: yes });
    case 'UnassignAgent':
      return allow({ agent: command.data.reason === 'returned' ? yes : no, system: ({ id }) => id === DESK });
    default:
      return PERMISSIONS[command.type];
  }
};

/** Why `actor` may not do this to a session that `owner` opened (null: no such session), or null if they may. */
export function denial(command: DecidableCommand, owner: string | null, actor: Actor): SessionRefusal | null {
  if (owner === null && command.type !== 'OpenSession') return 'not-found';
  if (owner !== null && actor.kind === 'visitor' && actor.id !== owner) return 'not-found';
  return permitted(permissionFor(command), actor) ? null : 'not-permitted';
}

function permitted(permission: Permission, actor: Actor): boolean {
  switch (actor.kind) {
    case 'visitor':
      return permission.visitor(actor);
    case 'agent':
      return permission.agent(actor);
    case 'system':
      return permission.system(actor);
  }
}
