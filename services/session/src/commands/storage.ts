import type { SessionEvent } from '@holdfast/contracts';
import { type Decider, refuse } from '@holdfast/event-sourcing';
import type { Command, SessionState } from '../domain/session.ts';

/** The share of the log's bytes from which on it takes no more talk. What is left is for closing, assigning and erasing. */
export const NEARLY_FULL = 0.9;

/** The session's decider while there is room in the log; without room, nothing is opened and nothing is said. */
export const whileThereIsRoom = (
  decider: Decider<Command, SessionEvent, SessionState>,
  isNearlyFull: () => boolean,
): Decider<Command, SessionEvent, SessionState> => ({
  ...decider,
  decide: (command, state, context) => {
    const decision = decider.decide(command, state, context);
    const talks = command.type === 'OpenSession' || command.type === 'PostMessage';
    return talks && decision.kind === 'accept' && isNearlyFull() ? refuse('storage-full') : decision;
  },
});
