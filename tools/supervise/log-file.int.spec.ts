import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openLogFile } from './log-file.ts';

test('T-LOG-4: lines for which the disk has no room are left out', () => {
  const log = openLogFile('/dev/full');
  log.write('nobody will read this');
  expect(log.tail()).toEqual(['nobody will read this']);
  log.close();
});

test('T-LOG-3: a log stays below twice its limit and keeps its newest lines', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-log-'));
  const path = join(folder, 'logs', 'a.log');
  const log = openLogFile(path, 1_000);
  for (let n = 0; n < 1_000; n++) log.write(`line ${n}`);
  log.close();
  log.write('after the end');
  expect(statSync(path).size + statSync(`${path}.1`).size).toBeLessThan(2_200);
  expect(readFileSync(path, 'utf8').trimEnd().split('\n').at(-1)).toBe('line 999');
  expect(log.tail()).toHaveLength(40);

  const again = openLogFile(path, 1_000);
  again.write('next life');
  again.close();
  expect(readFileSync(path, 'utf8')).toContain('line 999\nnext life\n');
  rmSync(folder, { recursive: true });
});
