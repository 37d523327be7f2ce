import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagesAreStale } from './bootstrap.mjs';

let root: string;
const locked = {
  '': { version: '1.0.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/only-elsewhere': { version: '1.0.0', optional: true },
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-bootstrap-'));
  await mkdir(join(root, 'node_modules/a'), { recursive: true });
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: locked }));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

const install = (packages: Record<string, object>): Promise<void> =>
  writeFile(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));

test('packages that were never installed are stale', () => {
  expect(packagesAreStale(root)).toBe(true);
});

test('packages as locked are fresh, without the optional ones of other platforms', async () => {
  await install({ 'node_modules/a': { version: '1.0.0' } });
  expect(packagesAreStale(root)).toBe(false);
});

test('another version, a missing package and a deleted folder are stale', async () => {
  await install({ 'node_modules/a': { version: '1.0.1' } });
  expect(packagesAreStale(root)).toBe(true);
  await install({});
  expect(packagesAreStale(root)).toBe(true);
  await install({ 'node_modules/a': { version: '1.0.0' } });
  await rm(join(root, 'node_modules/a'), { recursive: true });
  expect(packagesAreStale(root)).toBe(true);
});
