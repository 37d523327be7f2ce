import { type Actor, type AnyCommand, type CommandRequest } from '@holdfast/contracts';
import { accept, type Decider, refuse } from './decider.ts';

/** A small aggregate that can do everything the library has to cope with. */
export type TallyCommand =
  | { id: string; type: 'Add'; data: { amounts: readonly number[] } }
  | { id: string; type: 'Seal'; data: Record<string, never> }
  | { id: string; type: 'Withdraw'; data: { commandId: string } };
export type TallyEvent = { type: 'Added'; data: { amount: number } } | { type: 'Sealed'; data: Record<string, never> };
export type Tally = { readonly sum: number; readonly sealed: boolean };

/** Amounts add up to at most 100; odd ones are for staff only. */
export const tally: Decider<TallyCommand, TallyEvent, Tally> = {
  initial: { sum: 0, sealed: false },
  decide: (command, state) => {
    switch (command.type) {
      case 'Add': {
        const sum = command.data.amounts.reduce((a, b) => a + b, state.sum);
        if (sum > 100) return refuse('too-much', { sum });
        return accept(command.data.amounts.map((amount) => ({ type: 'Added', data: { amount } })));
      }
      case 'Seal':
        return accept([{ type: 'Sealed', data: {} }]);
      case 'Withdraw':
        throw new Error('never asked');
    }
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'Added':
        return { ...state, sum: state.sum + event.data.amount };
      case 'Sealed':
        return { ...state, sealed: true };
    }
  },
  visibleToVisitors: (event) => event.type === 'Sealed' || event.data.amount % 2 === 0,
  knownEvents: new Set(['Added', 'Sealed']),
  rests: ({ sum }) => sum === 100,
  sealed: (state) => (state.sealed ? 'sealed' : null),
};

export const mira: Actor = { kind: 'visitor', id: 'mira' };
export const add = (id: string, ...amounts: number[]): TallyCommand => ({ id, type: 'Add', data: { amounts } });
export const seal = (id: string): TallyCommand => ({ id, type: 'Seal', data: {} });
export const withdraw = (id: string, commandId: string): TallyCommand => ({
  id,
  type: 'Withdraw',
  data: { commandId },
});

let requests = 0;
export const request = <C extends AnyCommand>(...commands: C[]): CommandRequest<C> => {
  requests += 1;
  return { id: `r${requests}`, at: '2026-01-01T00:00:00.000Z', actor: mira, correlationId: `k${requests}`, commands };
};
