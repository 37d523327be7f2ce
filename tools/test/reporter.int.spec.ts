import { eventually } from '@holdfast/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, runCommand } from '../servers/run-command.ts';

const repository = join(import.meta.dirname, '..', '..');
const jest = join(repository, 'node_modules/jest/bin/jest.js');
const reporter = join(import.meta.dirname, 'reporter.ts');
const files = {
  'package.json': '{}',
  'jest.config.cjs':
    "module.exports = { displayName: 'sample', testEnvironment: 'node', testMatch: ['**/*.spec.cjs'] };",
  'green.spec.cjs': "test('a', () => {}); test('b', () => {});",
  'red.spec.cjs': "test('c', () => { console.log('a hint'); expect(1).toBe(2); }); test.skip('d', () => {});",
  'broken.spec.cjs': "require('./nowhere');",
};

let folder: string;
let run: CommandResult;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-reporter-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
  run = await runCommand(process.execPath, [jest, '--rootDir', folder, `--reporters=${reporter}`], {
    cwd: folder,
    env: { ...process.env, HOLDFAST_TALLY_FILE: join(folder, 'tally.json') },
  });
}, 30_000);

afterAll(async () => {
  await rm(folder, { recursive: true });
});

test('the tally counts tests, and a file that cannot run as one failure', async () => {
  const tally: unknown = JSON.parse(await readFile(join(folder, 'tally.json'), 'utf8'));
  expect(tally).toEqual({ passed: 2, failed: 2, skipped: 1 });
});

test('green is one line a project; red shows the failure and what the file printed', () => {
  expect(run.code).toBe(1);
  expect(run.stdout).toMatch(/^sample +2 passed, 2 failed, 1 skipped \(3 files; /m);
  expect(run.stdout).toContain('Expected: 2');
  expect(run.stdout).toContain("Cannot find module './nowhere'");
  expect(run.stdout).toContain('[log] a hint');
  expect(run.stdout).not.toContain('green.spec.cjs:');
});

test('a run that is ended before it is done says what it was at', async () => {
  const slow = await mkdtemp(join(tmpdir(), 'holdfast-reporter-'));
  try {
    await writeFile(join(slow, 'package.json'), '{}');
    await writeFile(join(slow, 'jest.config.cjs'), files['jest.config.cjs']);
    const begins = "require('node:fs').writeFileSync('begun', '')";
    await writeFile(
      join(slow, 'slow.spec.cjs'),
      `test('e', () => { ${begins}; return new Promise(() => {}); }, 60_000);`,
    );
    const child = spawn(process.execPath, [jest, '--rootDir', slow, `--reporters=${reporter}`], { cwd: slow });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    await eventually(() => existsSync(join(slow, 'begun')));
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(output).toBe('still running: slow.spec.cjs\n');
  } finally {
    await rm(slow, { recursive: true });
  }
}, 30_000);
