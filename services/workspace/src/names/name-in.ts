import type { AggregateRef } from '@holdfast/contracts';
import { addressKey, type Asked } from '../domain/workspace.ts';
import type { Claim } from './claims.ts';

/** The name that a command claims over all workspaces; null for most. */
export function nameIn(command: Asked, { workspace }: Pick<AggregateRef, 'workspace'>): Claim | null {
  if (command.type === 'SaveAgent') {
    const { email, agentId } = command.data;
    return { kind: 'email', name: addressKey(email), workspace, holder: agentId };
  }
  if (command.type === 'SaveSite') {
    const { siteId } = command.data;
    return { kind: 'site', name: siteId, workspace, holder: siteId };
  }
  return null;
}
