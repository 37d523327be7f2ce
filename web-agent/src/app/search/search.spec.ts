import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { Api, type SearchResult } from '../../api/api.ts';
import { Failure } from '../../api/failure.ts';
import { Search } from './search.ts';

let asked: string[];
let answer: (text: string) => Promise<SearchResult>;
let search: Search;

const found = (text: string): SearchResult => ({
  hits: [{ session: 's1', n: 1, at: '2026-01-01T00:00:00.000Z', from: 'visitor', excerpt: text }],
  at: { epoch: 'e', sequence: 1, caughtUp: true },
});
const pass = async (ms: number): Promise<void> => {
  TestBed.tick();
  await jest.advanceTimersByTimeAsync(ms);
  TestBed.tick();
};

beforeEach(() => {
  jest.useFakeTimers();
  asked = [];
  answer = (text) => Promise.resolve(found(text));
  const api: Pick<Api, 'search' | 'searchVisitors'> = {
    searchVisitors: () => Promise.reject(new Failure('unreachable')),
    search: (text) => {
      asked.push(text);
      return answer(text);
    },
  };
  TestBed.configureTestingModule({ providers: [Search, { provide: Api, useValue: api }] });
  search = TestBed.inject(Search);
});
afterEach(() => {
  jest.useRealTimers();
});

test('CN-SEARCH-1 asks when typing pauses, for what stands there then', async () => {
  for (const text of ['b', 'bo', 'boo', 'boot ']) {
    search.text.set(text);
    await pass(50);
  }
  await pass(200);
  expect(asked).toEqual(['boot']);
  expect(search.messages.answer()?.hits.map(({ excerpt }) => excerpt)).toEqual(['boot']);
});

test('CN-SEARCH-1 an answer to an earlier question is not shown under a later one', async () => {
  const late: Record<string, (result: SearchResult) => void> = {};
  answer = (text) => new Promise((resolve) => (late[text] = resolve));
  search.text.set('first');
  await pass(200);
  search.text.set('second');
  await pass(200);
  late['second']?.(found('second'));
  await pass(0);
  late['first']?.(found('first'));
  await pass(0);
  expect(search.messages.answer()?.hits.map(({ excerpt }) => excerpt)).toEqual(['second']);
});

test('CN-SEARCH-1 without a question there is neither answer nor problem; what went wrong is said', async () => {
  answer = () => Promise.reject(new Failure('catching-up'));
  search.text.set('boot');
  await pass(200);
  expect(search.messages.problem()).toContain('catching up');
  search.text.set('   ');
  await pass(200);
  expect([search.messages.answer(), search.messages.problem(), search.isSearching()]).toEqual([null, null, false]);
});

test('CN-SEARCH-2 what was found is shown also while the other half of the search fails', async () => {
  search.text.set('boot');
  await pass(200);
  expect(search.messages.answer()?.hits).toHaveLength(1);
  expect(search.visitors.problem()).toContain('cannot be reached');
});
