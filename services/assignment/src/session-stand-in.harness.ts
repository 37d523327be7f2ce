import type { AggregateRef, AnyCommand, SessionEvent } from '@holdfast/contracts';
import { accept, CommandLoop, refuse, type Decider } from '@holdfast/event-sourcing';
import { consumeCommands, JetStreamEventStore, type CommandConsumer } from '@holdfast/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { randomUUID } from 'node:crypto';

/*
 * A session service as small as the desk needs one: it keeps tickets and agents by the contracts, and nothing else.
 * The real one meets the real desk in the platform tests.
 */

interface State {
  readonly status: 'absent' | 'waiting' | 'assigned' | 'closed';
  readonly ticket: number;
  readonly agentId: string;
}
type Fields = Record<string, string | undefined> & { ticket?: number };

const tiny: Decider<AnyCommand, SessionEvent, State> = {
  initial: { status: 'absent', ticket: 0, agentId: '' },
  decide: ({ type, data }, state) => {
    const { siteId = 'shop', teamId, toTeamId, toAgentId, ticket, agentId = '', agentName = '' } = data as Fields;
    const { decisionId = '', reason } = data as Fields;
    switch (type) {
      case 'OpenSession':
        return accept([
          {
            type: 'SessionOpened',
            data: { siteId, ...(teamId === undefined ? {} : { teamId }), visitorId: 'v', visitor: {} },
          },
        ]);
      case 'AssignAgent':
        if (state.status === 'closed') return refuse('closed');
        if (state.status !== 'waiting' || ticket !== state.ticket) return refuse('outdated-ticket');
        return accept([{ type: 'AgentAssigned', data: { ticket, agentId, agentName, decisionId } }]);
      case 'UnassignAgent':
        if (state.status !== 'assigned') return refuse('not-assigned');
        if (ticket !== state.ticket) return refuse('outdated-ticket');
        return accept([
          {
            type: 'AgentUnassigned',
            data: { agentId: state.agentId, reason: reason === 'returned' ? 'returned' : 'agent-offline' },
          },
        ]);
      case 'RequestTransfer':
        return accept([{ type: 'TransferRequested', data: { fromAgentId: state.agentId, toTeamId, toAgentId } }]);
      case 'CloseSession':
        return accept([{ type: 'SessionClosed', data: {} }]);
      case 'ReopenSession':
        return accept([{ type: 'SessionReopened', data: {} }]);
      case 'EraseSession':
        return accept([{ type: 'SessionErased', data: {} }]);
      default:
        return refuse('invalid');
    }
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'AgentAssigned':
        return { ...state, status: 'assigned', agentId: event.data.agentId };
      case 'SessionOpened':
      case 'SessionReopened':
      case 'AgentUnassigned':
      case 'TransferRequested':
        return { status: 'waiting', ticket: event.v, agentId: '' };
      case 'SessionClosed':
      case 'SessionErased':
        return { ...state, status: 'closed' };
      default:
        return state;
    }
  },
  visibleToVisitors: () => true,
  knownEvents: new Set([
    'SessionOpened',
    'SessionReopened',
    'AgentAssigned',
    'AgentUnassigned',
    'TransferRequested',
    'SessionClosed',
    'SessionErased',
  ]),
};

export function runSessionStandIn(nc: NatsConnection): CommandConsumer {
  const loop = new CommandLoop({ decider: tiny, store: new JetStreamEventStore(nc), newId: randomUUID });
  const handle = (ref: AggregateRef, request: Parameters<typeof loop.handle>[1]): ReturnType<typeof loop.handle> =>
    loop.handle(ref, request);
  return consumeCommands({ nc, service: 'session', kind: 'session', handle });
}
