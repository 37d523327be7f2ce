import { expect, test } from '@jest/globals';
import { type AggregateRef, type Outcome } from '@holdfast/contracts';
import { checkLaw } from '@holdfast/testing';
import fc from 'fast-check';
import { CommandLoop, type Handled } from './command-loop.ts';
import { FaultyStore, type Fault } from './faulty-store.harness.ts';
import { fold, unfolded } from './fold.ts';
import { InMemoryEventStore } from './in-memory-event-store.ts';
import { add, request, seal, tally, type TallyCommand, withdraw } from './tally.harness.ts';

const ref: AggregateRef = { workspace: 'w', kind: 'session', id: 's' };

/** The commands of one history: each has its body for life, except that a cheat may reuse an id. */
const pool = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('add' as const),
        amounts: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), of: fc.nat({ max: 11 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('seal' as const) }) },
  ),
  { minLength: 2, maxLength: 12 },
);
const faults = fc.array(fc.constantFrom<Fault>('none', 'none', 'none', 'unreachable', 'lost-answer', 'repeated'), {
  maxLength: 30,
});
/** Any sendings in any grouping, by any of three processes: resent, redelivered, regrouped, out of order, several at once. */
const sendings = fc.array(
  fc.record({
    process: fc.nat({ max: 2 }),
    commands: fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 4 }),
    waits: fc.boolean(),
  }),
  { maxLength: 25 },
);

const commandOf = (
  entry: { kind: 'add'; amounts: number[] } | { kind: 'withdraw'; of: number } | { kind: 'seal' },
  n: number,
): TallyCommand => {
  switch (entry.kind) {
    case 'add':
      return add(`c${n}`, ...entry.amounts);
    case 'withdraw':
      return withdraw(`c${n}`, `c${entry.of}`);
    case 'seal':
      return seal(`c${n}`);
  }
};

const atOnce = (): Promise<void> => Promise.resolve();

test('E-LAW-1, E-LAW-2, E-LAW-3, E-LAW-4 hold for any resending, redelivery, regrouping, withdrawal and failure, by several processes at once', async () => {
  const law = fc.asyncProperty(
    pool,
    sendings,
    faults,
    fc.infiniteStream(fc.nat({ max: 4 })),
    async (entries, plan, wrongs, delays) => {
      const commands = entries.map(commandOf);
      const real = new InMemoryEventStore();
      const turns = (): number => (delays.next() as { value: number }).value;
      let ids = 0;
      const loops = [0, 1, 2].map((n) => {
        const store = new FaultyStore(
          real,
          wrongs.filter((_, each) => each % 3 === n),
          turns,
        );
        return new CommandLoop({
          decider: tally,
          store,
          cacheLimit: 1,
          newId: () => `commit-${(ids += 1)}`,
          wait: atOnce,
        });
      });
      const answers: Handled[] = [];
      const underWay: Promise<unknown>[] = [];
      for (const { process, commands: chosen, waits } of plan) {
        const asked = chosen.map((n) => commands[n % commands.length]!);
        const handled = loops[process]!.handle(ref, request(...asked)).then(
          (answer) => answers.push(answer),
          (error: unknown) => expect(error).toMatchObject({ retryable: true }),
        );
        if (waits) await handled;
        else underWay.push(handled);
      }
      await Promise.all(underWay);
      // Healed: every sender asks until it knows.
      for (const command of commands)
        answers.push(
          await new CommandLoop({ decider: tally, store: real, newId: () => `commit-${(ids += 1)}` }).handle(
            ref,
            request(command),
          ),
        );

      const log = real.commits(ref);
      const outcomes = log.flatMap(({ commit }) => commit.outcomes);
      const byId = new Map(outcomes.map((outcome) => [outcome.commandId, outcome] as const));
      // E-LAW-1: one outcome per id, and what is answered is what is recorded.
      expect(outcomes).toHaveLength(byId.size);
      expect(commands.every(({ id }) => byId.has(id))).toBe(true);
      for (const { recorded, known } of answers)
        for (const outcome of [...recorded, ...known]) expect(outcome).toEqual(byId.get(outcome.commandId));
      // E-LAW-2: v and w without holes, event ids unique.
      const events = log.flatMap(({ commit }) => commit.events);
      expect(events.map(({ v }) => v)).toEqual(events.map((_, n) => n + 1));
      let w = 0;
      for (const event of events) expect(event.w).toBe((w += tally.visibleToVisitors(event as never) ? 1 : 0));
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      // E-LAW-3: events come from stored commands only.
      for (const { id } of events) expect(byId.get(id.slice(0, id.lastIndexOf('/')))?.kind).toBe('stored');
      // E-LAW-4: the state is the fold of the log, and keeps the aggregate's own rule.
      const folded = log.reduce((before, stored) => fold(tally, before, stored), unfolded(tally));
      for (const loop of loops)
        expect(await loop.state(ref)).toMatchObject({
          state: folded.state,
          v: folded.v,
          w: folded.w,
          sequence: folded.sequence,
        });
      expect(folded.state.sum).toBeLessThanOrEqual(100);
      expect(new Map<string, Outcome>(folded.settled)).toEqual(byId);
    },
  );
  await checkLaw(import.meta.url, 'one outcome', law, { runs: 400 });
});
