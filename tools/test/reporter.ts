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
  private readonly running = new Set<string>();
  private readonly startedAt = performance.now();

  /** Whoever ends a run that takes too long learns what it was at. */
  onRunStart(): void {
    process.once('SIGTERM', () => {
      this.describeProjects();
      process.stdout.write(`still running: ${[...this.running].join(', ')}\n`);
      process.exit(1);
    });
  }

  onTestFileStart(test: Test): void {
    this.running.add(pathOf(test));
  }

  onTestResult(test: Test, result: TestResult): void {
    this.running.delete(pathOf(test));
    const name = test.context.config.displayName?.name ?? 'tests';
    const before = this.byProject.get(name) ?? { ...emptyTally, files: 0, slowest: { path: '', ms: 0 } };
    const unrunnable = result.testExecError === undefined ? 0 : 1;
    const tally = addTallies(before, {
      passed: result.numPassingTests,
      failed: result.numFailingTests + unrunnable,
      skipped: result.numPendingTests + result.numTodoTests,
    });
    const path = pathOf(test);
    const ms = result.perfStats.runtime;
    this.byProject.set(name, {
      ...tally,
      files: before.files + 1,
      slowest: ms > before.slowest.ms ? { path, ms } : before.slowest,
    });
    if (result.numFailingTests + unrunnable > 0) describeFailure(name, path, result);
  }

  onRunComplete(): void {
    this.describeProjects();
    const total = [...this.byProject.values()].reduce<Tally>(addTallies, emptyTally);
    const file = process.env.HOLDFAST_TALLY_FILE;
    if (file !== undefined) writeFileSync(file, JSON.stringify(total));
  }

  private describeProjects(): void {
    const seconds = ((performance.now() - this.startedAt) / 1000).toFixed(1);
    for (const [name, { passed, failed, skipped, files, slowest }] of [...this.byProject].sort()) {
      const counts = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`];
      const longest = `slowest ${slowest.path} ${(slowest.ms / 1000).toFixed(1)} s`;
      process.stdout.write(
        `${name.padEnd(10)} ${counts.filter(Boolean).join(', ')} (${files} files; ${longest}; phase ${seconds} s)\n`,
      );
    }
  }
}

const pathOf = ({ path, context }: Test): string => relative(context.config.rootDir, path);

function describeFailure(project: string, path: string, result: TestResult): void {
  process.stdout.write(`\n${project}: ${path}\n${result.failureMessage ?? ''}\n`);
  for (const entry of result.console ?? []) process.stdout.write(`  [${entry.type}] ${entry.message}\n`);
}
