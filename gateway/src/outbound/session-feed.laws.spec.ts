import { type Actor, project, type SessionEvent } from '@holdfast/contracts';
import { describe, expect, test } from '@jest/globals';
import { checkLaw } from '@holdfast/testing';
import fc from 'fast-check';
import { anna, bert, FeedRig, noted, opened, Reader, said } from './feed.harness.ts';

type Step = { do: 'append'; actor: Actor; events: SessionEvent[] } | { do: 'take'; count: number } | { do: 'forget' };

const event = fc.constantFrom<SessionEvent>(
  said('x'),
  noted('y'),
  { type: 'LabelsChanged', data: { labels: [] } },
  { type: 'ReceiptsAdvanced', data: { delivered: 1, read: 1 } },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      actor: fc.constantFrom(anna, bert),
      events: fc.array(event, { maxLength: 3 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const), count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'forget' as const }) },
);
const steps = fc.array(step, { maxLength: 25 });

const run = (rig: FeedRig, all: readonly Step[]): void => {
  for (const each of all) {
    if (each.do === 'append') rig.log.append('s', each.actor, each.events);
    else if (each.do === 'take') rig.take(each.count);
    else rig.rings.sweep(Infinity);
  }
};

describe('however commits, readings and followers interleave', () => {
  test('G-SYNC-6 a follower ends with exactly what the log has, each number once, in order', async () => {
    await checkLaw(
      import.meta.url,
      'a follower ends with the log',
      fc.asyncProperty(steps, steps, steps, fc.boolean(), fc.nat(), async (before, meanwhile, after, isStaff, cut) => {
        const during = [...meanwhile];
        const rig = new FeedRig({ perSession: 6, inAll: 50, ageMs: 1 });
        rig.log.append('s', anna, [opened]);
        run(rig, before);
        const audience = isStaff ? 'staff' : 'visitor';
        const shown = () => rig.log.commits.flatMap(({ commit }) => project(commit, audience));
        // The follower comes back with a prefix of what was there.
        const held = shown().slice(0, cut % (shown().length + 1));
        const reader = new Reader(rig, isStaff ? bert : anna);
        reader.events = [...held];
        rig.meanwhile = async () => {
          run(rig, during.splice(0, 5));
          await new Promise((resolve) => setImmediate(resolve));
        };
        // What a reading lets happen may have to be taken before the next reading can answer.
        const settled = async () => {
          do {
            rig.take();
            await new Promise((resolve) => setImmediate(resolve));
          } while (reader.reading > 0);
        };
        const following = reader.follow('s', held.length);
        run(rig, after);
        await settled();
        await following;
        run(rig, during.splice(0));
        await settled();
        expect(reader.n).toBe(shown().length);
        expect(reader.events.map(({ n }) => n)).toEqual(shown().map(({ n }) => n));
      }),
    );
  });
});
