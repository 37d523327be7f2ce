import { type ClientSessionCommand, type ClientWorkspaceCommand } from '@holdfast/contracts';
import { type Identity } from './identity.ts';

/** What visitors may ask of their own session. */
const OF_VISITORS = new Set<ClientSessionCommand['type']>([
  'OpenSession',
  'PostMessage',
  'MarkReceipts',
  'Withdraw',
  'CloseSession',
  'ReopenSession',
  'RateSession',
  'IdentifyVisitor',
]);
/** What is the visitor's alone. */
const OF_NO_STAFF = new Set<ClientSessionCommand['type']>(['OpenSession', 'RateSession']);

/**
 * Whether this person may ever ask this of a session, whatever its state: the part of authority that needs no log.
 * The session decides again, on what it knows.
 */
export function mayAsk(identity: Identity, command: ClientSessionCommand): boolean {
  if (identity.kind === 'agent') {
    return command.type === 'EraseSession' ? identity.role === 'admin' : !OF_NO_STAFF.has(command.type);
  }
  if (!OF_VISITORS.has(command.type)) return false;
  switch (command.type) {
    case 'PostMessage':
      return command.data.visibility === 'public';
    case 'OpenSession':
      return command.data.siteId === identity.site && command.data.visitor.verified !== true;
    case 'IdentifyVisitor':
      return command.data.verified !== true;
    default:
      return true;
  }
}

export const mayAskDesk = (identity: Identity): boolean => identity.kind === 'agent';

/** Admins change the workspace; every agent their own profile. */
export const mayAskWorkspace = (identity: Identity, command: ClientWorkspaceCommand): boolean =>
  identity.kind === 'agent' && (identity.role === 'admin' || command.type === 'SaveOwnProfile');
