import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Phase } from './phases.ts';
import type { Tally } from './tally.ts';

const reporter = join(import.meta.dirname, 'reporter.ts');
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  '--conditions=holdfast-source',
  'node_modules/jest/bin/jest.js',
];

/** The reporter's, after a run was told to end. */
const LAST_WORDS_MS = 5_000;

/** Number of test files of a phase that `args` (path filters and Jest options) leave. */
export async function countTestFiles(phase: Phase, args: readonly string[]): Promise<number> {
  const { output } = await runJest(['--listTests', '--passWithNoTests', ...args], select(phase), 'pipe', 60_000);
  return output.split('\n').filter((line) => line.trim() !== '').length;
}

/** Runs a phase with the quiet reporter. A run that ends without a tally counts as one failure. */
export async function runPhase(
  phase: Phase,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-tally-'));
  const file = join(folder, 'tally.json');
  try {
    const { code } = await runJest(
      [`--maxWorkers=${phase.workers}`, `--reporters=${reporter}`, '--passWithNoTests', ...args],
      { ...env, ...select(phase), HOLDFAST_TALLY_FILE: file },
      'inherit',
      phase.budgetMs,
    );
    const tally = await readTally(file);
    if (tally === undefined) {
      process.stdout.write(`${phase.projects.join(', ')}: the run ended without results (exit code ${code}).\n`);
      return { passed: 0, failed: 1, skipped: 0 };
    }
    // Jest also fails for reasons that are no test: a global set-up, an unhandled error, a leaked worker.
    return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function select(phase: Phase): Record<string, string> {
  return { HOLDFAST_TEST_PROJECTS: phase.projects.join(',') };
}

async function readTally(file: string): Promise<Tally | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Tally;
  } catch {
    return undefined;
  }
}

function runJest(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  stdout: 'inherit' | 'pipe',
  budgetMs: number,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...jest, ...args], {
      stdio: ['ignore', stdout, 'inherit'],
      env: { ...process.env, ...env },
    });
    const timer = setTimeout(() => {
      process.stdout.write(`The run took longer than ${budgetMs / 60_000} minutes and was ended.\n`);
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), LAST_WORDS_MS).unref();
    }, budgetMs);
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output });
    });
  });
}
