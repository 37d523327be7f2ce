import type { AnyCommand, CommandRequest } from '@holdfast/contracts';
import { validateSessionCommand } from '@holdfast/contracts/validators';
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
  return validateSessionCommand(command) ? (command as Command) : { id: command.id, type: 'Unreadable', data: null };
}
