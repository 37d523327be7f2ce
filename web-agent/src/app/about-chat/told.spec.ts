import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Failure } from '../../api/failure.ts';
import { told, TRACE_MS } from './told.ts';

describe('what HTTP tells of a live session', () => {
  const moved = signal(0);
  let answers: (number | Failure)[];
  let asked: number;

  beforeEach(() => {
    jest.useFakeTimers();
    asked = 0;
    answers = [];
    moved.set(0);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const open = () =>
    TestBed.runInInjectionContext(() =>
      told<number>({
        session: () => 's1',
        moved,
        ask: () => {
          const answer = answers[Math.min(asked++, answers.length - 1)];
          return typeof answer === 'number'
            ? Promise.resolve(answer)
            : Promise.reject(answer ?? new Error('no answer'));
        },
        isBehind: (answer) => answer < moved(),
      }),
    );
  const pass = async (ms: number): Promise<void> => {
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(ms);
    TestBed.tick();
  };

  test('CN-WHY-4 is asked for again a moment after the session moved on', async () => {
    answers = [0, 0, 1];
    const { answer } = open();
    await pass(TRACE_MS);
    await pass(0);
    expect(answer()).toBe(0);
    moved.set(1);
    await pass(TRACE_MS);
    await pass(0);
    expect(answer()).toBe(1);
  });

  test('CN-WHY-4 while it is behind what is shown, it is asked for again, but not for ever', async () => {
    answers = [0, 0, 0, 7];
    moved.set(7);
    const { answer } = open();
    for (let i = 0; i < 20; i++) await pass(TRACE_MS);
    expect(answer()).toBe(7);
    const enough = asked;
    answers = [0];
    moved.set(8);
    for (let i = 0; i < 100; i++) await pass(TRACE_MS);
    expect(asked - enough).toBeLessThan(8);
  });

  test('CN-WHY-4 what was told before is kept while nothing can be asked', async () => {
    answers = [1, 1, new Failure('unreachable')];
    const { answer, problem } = open();
    await pass(TRACE_MS);
    await pass(0);
    moved.set(1);
    await pass(TRACE_MS);
    await pass(0);
    expect(asked).toBe(3);
    expect([answer(), problem()]).toEqual([1, null]);
  });

  test('CN-WHY-4 without any answer it says why', async () => {
    answers = [new Failure('catching-up')];
    const { answer, problem } = open();
    await pass(0);
    await pass(0);
    expect(answer()).toBeUndefined();
    expect(problem()).toContain('catching up');
  });
});
