import { DeskCommand, type AnyCommand } from '@holdfast/contracts';
import type { Command } from '../domain/desk.ts';

/** A command of a request in the language of the desk, or marked as not being of it, so that its sender gets an outcome. */
export function readCommand({ id, type, data }: AnyCommand): Command {
  const read = DeskCommand.safeParse({ id, type, data });
  if (read.success) return read.data;
  return { id, type: type === 'Withdraw' ? type : 'Unreadable', data };
}
