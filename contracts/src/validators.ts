/*
 * Compiled validators, an order of magnitude faster than zod on hostile input, and small enough for a browser.
 * Each returns whether the value fits; why not is in its `errors`. They read the same schemas as the zod types.
 */
import * as clientFrame from '#generated/client-frame';
import * as commands from '#generated/commands';
import * as serverFrame from '#generated/server-frame';
import type { CommandRequest } from './envelope.ts';
import type { DeskCommand } from './desk.ts';
import type { SessionCommand } from './session.ts';
import type { ClientFrame, ServerFrame } from './wire.ts';
import type { WorkspaceCommand } from './workspace.ts';

export * from './plain-letters.ts';
export * from './protocol.ts';
export * from './words-found.ts';

/** The first thing that is wrong with a value: where it is (a JSON Pointer) and which keyword of its JSON Schema it breaks. */
export interface Mismatch {
  readonly instancePath: string;
  readonly keyword: string;
}
/** Tells whether a value is a `T`; the mismatches of the last call are in `errors`. */
export interface Validator<T> {
  (value: unknown): value is T;
  readonly errors?: readonly Mismatch[] | null;
}

export const validateClientFrame: Validator<ClientFrame> = clientFrame.validateClientFrame as never;
export const validateServerFrame: Validator<ServerFrame> = serverFrame.validateServerFrame as never;
/** The request's envelope; each of its commands is validated by its aggregate's own validator. */
export const validateCommandRequest: Validator<CommandRequest> = commands.validateCommandRequest as never;
export const validateSessionCommand: Validator<SessionCommand> = commands.validateSessionCommand as never;
export const validateDeskCommand: Validator<DeskCommand> = commands.validateDeskCommand as never;
export const validateWorkspaceCommand: Validator<WorkspaceCommand> = commands.validateWorkspaceCommand as never;
