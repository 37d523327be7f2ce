import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkLaw } from './index.ts';

let folder = '';
let spec = '';
const before = process.env['CI'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-seeds-'));
  spec = pathToFileURL(join(folder, 'x.laws.spec.ts')).href;
  delete process.env['CI'];
});

afterEach(() => {
  if (before !== undefined) process.env['CI'] = before;
  rmSync(folder, { recursive: true });
});

const file = (): string => join(folder, 'x.laws.spec.seeds.json');

test('a failing run is kept beside the spec and comes first in the next check', async () => {
  const tried: number[] = [];
  const law = fc.property(fc.integer({ min: 0, max: 10_000 }), (n) => {
    tried.push(n);
    return n < 50;
  });
  await expect(checkLaw(spec, 'numbers are small', law)).rejects.toThrow(/Counterexample: \[50\]/);
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual([
    { law: 'numbers are small', seed: expect.any(Number), path: expect.any(String) },
  ]);

  tried.length = 0;
  await expect(checkLaw(spec, 'numbers are small', law)).rejects.toThrow(/kept seed/);
  expect(tried[0]).toBe(50);
});

test('a run that hangs fails, and is kept', async () => {
  const law = fc.asyncProperty(fc.integer({ min: 0, max: 100 }), (n) =>
    n < 2 ? Promise.resolve() : new Promise<void>(() => undefined),
  );
  await expect(checkLaw(spec, 'numbers end', law, { hangsAfter: 20 })).rejects.toThrow(/Counterexample: \[2\]/);
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toHaveLength(1);
});

test('a law that holds leaves nothing behind and makes the runs asked for', async () => {
  let runs = 0;
  const law = fc.asyncProperty(fc.string(), (text) => {
    runs += 1;
    return Promise.resolve(text.length >= 0);
  });
  await checkLaw(spec, 'lengths are not negative', law, { runs: 17 });
  expect(runs).toBe(17);
  expect(existsSync(file())).toBe(false);
});
