import { describe, expect, test } from '@jest/globals';
import { decideRequest, refuseRequest } from './decide-request.ts';
import { fold, type Folded, unfolded } from './fold.ts';
import { add, mira, request, seal, type Tally, tally, type TallyCommand, withdraw } from './tally.harness.ts';

/** Handles the requests one after the other, and returns what became of the last. */
function after(...requests: readonly TallyCommand[][]) {
  let folded: Folded<Tally> = unfolded(tally);
  let last = decideRequest(tally, folded, request(), { commitId: 'none' });
  for (const commands of requests) {
    last = decideRequest(tally, folded, request(...commands), { commitId: `c${folded.sequence + 1}` });
    if (last.commit !== null) folded = fold(tally, folded, { commit: last.commit, sequence: folded.sequence + 1 });
  }
  return { ...last, folded };
}

describe('commands of a request', () => {
  test('E-DECIDE-1 a settled id is answered as recorded, whatever comes with it now', () => {
    const { commit, known } = after([add('a', 60), add('b', 60)], [add('a', 99), add('b', 1)]);
    expect(commit).toBeNull();
    expect(known).toEqual([
      { commandId: 'a', kind: 'stored' },
      { commandId: 'b', kind: 'refused', reason: 'too-much', detail: { sum: 120 } },
    ]);
  });

  test('E-DECIDE-2 unsettled ones are decided in list order, each on what the ones before it led to, in one commit', () => {
    const { commit } = after([add('a', 70), add('b', 40), add('c', 30)]);
    expect(commit?.outcomes.map(({ commandId, kind }) => [commandId, kind])).toEqual([
      ['a', 'stored'],
      ['b', 'refused'],
      ['c', 'stored'],
    ]);
    expect(commit?.events.map(({ id }) => id)).toEqual(['a/0', 'c/0']);
  });

  test('E-DECIDE-3 every event takes a v, those for visitors a w too; a commit ends with the numbers of its last event', () => {
    const { commit } = after([add('a', 2, 3, 4)], [add('b', 5, 6)]);
    expect(commit?.events.map(({ v, w }) => [v, w])).toEqual([
      [4, 2],
      [5, 3],
    ]);
    expect([commit?.v, commit?.w]).toEqual([5, 3]);
  });

  test('E-DECIDE-4 a commit without events repeats the numbers before it', () => {
    const { commit } = after([add('a', 2, 3)], [add('b', 99)]);
    expect(commit).toMatchObject({ v: 2, w: 1, events: [] });
  });

  test('E-DECIDE-5 the commit bears the time, actor and ids of its request', () => {
    const asked = request(add('a', 1));
    const { commit } = decideRequest(tally, unfolded(tally), asked, { commitId: 'c1' });
    expect(commit).toMatchObject({
      id: 'c1',
      at: asked.at,
      actor: mira,
      causationId: asked.id,
      correlationId: asked.correlationId,
    });
  });

  test('E-DECIDE-6 an id that stands twice in a request is decided once', () => {
    const { commit, known } = after([add('a', 2), add('a', 4)]);
    expect(commit?.events).toHaveLength(1);
    expect(commit?.outcomes).toEqual([{ commandId: 'a', kind: 'stored' }]);
    expect(known).toEqual([]);
  });

  test('E-DECIDE-7 an accepted command without events is settled all the same', () => {
    const { commit, folded } = after([add('a')]);
    expect(commit).toMatchObject({ v: 0, w: 0, outcomes: [{ commandId: 'a', kind: 'stored' }] });
    expect(folded.settled.has('a')).toBe(true);
  });
});

describe('Withdraw', () => {
  test('E-WITHDRAW-1 of an unsettled id settles it as withdrawn: the command is not carried out when it comes', () => {
    const { commit } = after([withdraw('x', 'a')]);
    expect(commit?.outcomes).toEqual([
      { commandId: 'a', kind: 'withdrawn' },
      { commandId: 'x', kind: 'stored' },
    ]);
    const late = after([withdraw('x', 'a')], [add('a', 1)]);
    expect(late.commit).toBeNull();
    expect(late.known).toEqual([{ commandId: 'a', kind: 'withdrawn' }]);
  });

  test('E-WITHDRAW-2 of a settled id changes nothing, and tells its outcome', () => {
    const { commit, known } = after([add('a', 2)], [withdraw('x', 'a')]);
    expect(commit?.outcomes).toEqual([{ commandId: 'x', kind: 'stored' }]);
    expect(known).toEqual([{ commandId: 'a', kind: 'stored' }]);
  });

  test('E-WITHDRAW-3 asked again tells both outcomes', () => {
    const { commit, known } = after([withdraw('x', 'a')], [withdraw('x', 'a')]);
    expect(commit).toBeNull();
    expect(known.map(({ commandId, kind }) => [commandId, kind])).toEqual([
      ['x', 'stored'],
      ['a', 'withdrawn'],
    ]);
  });

  test('E-WITHDRAW-4 in one request with its command: the first of the two stands', () => {
    expect(after([add('a', 2), withdraw('x', 'a')]).commit?.events).toHaveLength(1);
    expect(after([withdraw('x', 'a'), add('a', 2)]).commit).toMatchObject({
      events: [],
      outcomes: [{ kind: 'withdrawn' }, { kind: 'stored' }],
    });
  });

  test('E-WITHDRAW-5 that names no id, or itself, is refused', () => {
    const nameless = { ...withdraw('y', ''), data: {} } as TallyCommand;
    const { commit } = after([withdraw('x', 'x'), nameless]);
    expect(commit?.outcomes.map((outcome) => outcome.kind === 'refused' && outcome.reason)).toEqual([
      'invalid',
      'invalid',
    ]);
  });
});

describe('an aggregate that takes no more', () => {
  test('E-SEAL-1 refuses every command for that reason, Withdraw and what it names as well, and none is left unsettled', () => {
    const { commit } = after([seal('s')], [add('a', 1), withdraw('x', 'b')]);
    expect(commit?.outcomes).toEqual([
      { commandId: 'a', kind: 'refused', reason: 'sealed' },
      { commandId: 'b', kind: 'refused', reason: 'sealed' },
      { commandId: 'x', kind: 'refused', reason: 'sealed' },
    ]);
  });

  test('E-SEAL-2 still answers what was settled before', () => {
    const { commit, known } = after([add('a', 1)], [seal('s')], [add('a', 1)]);
    expect(commit).toBeNull();
    expect(known).toEqual([{ commandId: 'a', kind: 'stored' }]);
  });
});

test('E-PARK-1 a request can be refused without asking the aggregate; settled ids keep their outcome', () => {
  const { folded } = after([add('a', 1)]);
  const { commit, known } = refuseRequest(folded, request(add('a', 1), add('b', 1), withdraw('x', 'c')), 'parked', {
    commitId: 'c9',
  });
  expect(known).toEqual([{ commandId: 'a', kind: 'stored' }]);
  expect(commit).toMatchObject({ v: 1, w: 0, events: [] });
  expect(commit?.outcomes.map(({ commandId, kind }) => [commandId, kind])).toEqual([
    ['b', 'refused'],
    ['c', 'refused'],
    ['x', 'refused'],
  ]);
});
