import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, Test } from '@jest/reporters';
import type { TestResult } from '@jest/test-result';
import { addTallies, emptyTally, type Tally } from './tally.ts';

type ProjectTally = Tally & { files: number; slowest: { path: string; ms: number } };

/**
 * Green is one line a project; red is every failure as Jest words it, with what the failing file printed.
 * The totals go to the file named by HOLDFAST_TALLY_FILE: counted here, from the results themselves.
 */
export default class QuietReporter implements Reporter {
  private readonly byProject = new Map<string, ProjectTally>();
  private readonly startedAt = performance.now();

  onTestResult(test: Test, result: TestResult): void {
    const name = test.context.config.displayName?.name ?? 'tests';
    const before = this.byProject.get(name) ?? { ...emptyTally, files: 0, slowest: { path: '', ms: 0 } };
    const unrunnable = result.testExecError === undefined ? 0 : 1;
    const tally = addTallies(before, {
      passed: result.numPassingTests,
      failed: result.numFailingTests + unrunnable,
      skipped: result.numPendingTests + result.numTodoTests,
    });
    const path = relative(test.context.config.rootDir, test.path);
    const ms = result.perfStats.runtime;
    this.byProject.set(name, {
      ...tally,
      files: before.files + 1,
      slowest: ms > before.slowest.ms ? { path, ms } : before.slowest,
    });
    if (result.numFailingTests + unrunnable > 0) describeFailure(name, path, result);
  }

  onRunComplete(): void {
    const seconds = ((performance.now() - this.startedAt) / 1000).toFixed(1);
    for (const [name, { passed, failed, skipped, files, slowest }] of [...this.byProject].sort()) {
      const counts = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`];
      const longest = `slowest ${slowest.path} ${(slowest.ms / 1000).toFixed(1)} s`;
      process.stdout.write(
        `${name.padEnd(10)} ${counts.filter(Boolean).join(', ')} (${files} files; ${longest}; phase ${seconds} s)\n`,
      );
    }
    const total = [...this.byProject.values()].reduce<Tally>(addTallies, emptyTally);
    const file = process.env.HOLDFAST_TALLY_FILE;
    if (file !== undefined) writeFileSync(file, JSON.stringify(total));
  }
}

function describeFailure(project: string, path: string, result: TestResult): void {
  process.stdout.write(`\n${project}: ${path}\n${result.failureMessage ?? ''}\n`);
  for (const entry of result.console ?? []) process.stdout.write(`  [${entry.type}] ${entry.message}\n`);
}
