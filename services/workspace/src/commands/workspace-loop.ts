import type { WorkspaceEvent } from '@holdfast/contracts';
import { CommandLoop } from '@holdfast/event-sourcing';
import type { Asked, Workspace } from '../domain/workspace.ts';

/** The command loop of workspaces. */
export class WorkspaceLoop extends CommandLoop<Asked, WorkspaceEvent, Workspace> {}
