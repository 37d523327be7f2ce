import { type AnyCommand, workspace as language } from '@holdfast/contracts';
import type { Asked } from '../domain/workspace.ts';

/** A command of a request in the language of the domain, or marked as not being of it. */
export function readable({ id, type, data }: AnyCommand): Asked {
  if (type === 'Withdraw') return { id, type, data };
  const read = language.WorkspaceCommand.safeParse({ id, type, data });
  return read.success ? read.data : { id, type: 'Unreadable', data: {} };
}
