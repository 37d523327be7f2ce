import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprint, markBuilt, wasBuiltFrom } from './fingerprint.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-fingerprint-'));
  await mkdir(join(root, 'app/src'), { recursive: true });
  await writeFile(join(root, 'app/src/a.ts'), 'a');
  await writeFile(join(root, 'lock.json'), '{}');
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

const inputs = (): Promise<string> => fingerprint(root, ['app', 'lock.json', 'absent']);

test('a fingerprint follows content, names and removal, not outputs', async () => {
  const before = await inputs();

  await mkdir(join(root, 'app/dist'));
  await writeFile(join(root, 'app/dist/bundle.js'), 'output');
  expect(await inputs()).toBe(before);

  await writeFile(join(root, 'app/src/a.ts'), 'b');
  const changed = await inputs();
  expect(changed).not.toBe(before);

  await writeFile(join(root, 'app/src/b.ts'), '');
  const added = await inputs();
  expect(added).not.toBe(changed);

  await rm(join(root, 'app/src/b.ts'));
  expect(await inputs()).toBe(changed);
});

test('a target is up to date only with its record and its output', async () => {
  const now = await inputs();
  expect(await wasBuiltFrom(root, 'app', now)).toBe(false);

  await mkdir(join(root, 'app/dist'));
  await markBuilt(root, 'app', now);
  expect(await wasBuiltFrom(root, 'app', now)).toBe(true);
  expect(await wasBuiltFrom(root, 'app', 'other')).toBe(false);

  await rm(join(root, 'app/dist'), { recursive: true });
  expect(await wasBuiltFrom(root, 'app', now)).toBe(false);
});
