import { type AnyCommand, type CommandRequest, SessionCommand } from '@holdfast/contracts';
import type { Command } from '../domain/session.ts';

/**
 * The request as the session reads it. A command that no schema reads is kept, to be refused under its id.
 * `Withdraw` is in the list too, although no decision ever sees it: the command loop settles it, for all kinds of aggregates alike.
 */
export const readRequest = (request: CommandRequest): CommandRequest<Command> => ({
  ...request,
  commands: request.commands.map(readCommand),
});

function readCommand(command: AnyCommand): Command {
  const read = SessionCommand.safeParse(command);
  return read.success ? (read.data as Command) : { id: command.id, type: 'Unreadable', data: null };
}
