import type { DeskEvent } from '@holdfast/contracts';
import { CommandLoop } from '@holdfast/event-sourcing';
import type { Command, DeskState } from '../domain/desk.ts';

/** The command loop of desks. */
export class DeskLoop extends CommandLoop<Command, DeskEvent, DeskState> {}
