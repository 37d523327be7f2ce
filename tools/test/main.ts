/**
 * Everything there is to test, in phases; arguments go on to Jest (`npm test -- libs/jetstream`).
 * What a phase needs is made only when it has tests to run. The last line is the tally.
 */
import { buildApps, buildProcesses } from '../build/build-all.ts';
import { ActionableFailure } from '../servers/failure.ts';
import { runCommand } from '../servers/run-command.ts';

import { ensureChromium, ensureChromiumShell, ensureFirefox } from './browsers.ts';
import { countTestFiles, runPhase } from './jest.ts';
import { type Phase, phases } from './phases.ts';
import { addTallies, emptyTally, tallyLine } from './tally.ts';

const args = process.argv.slice(2);
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function provide(phase: Phase): Promise<Record<string, string>> {
  if (phase.needs.includes('servers')) {
    const { code } = await runCommand(process.execPath, ['--conditions=holdfast-source', 'tools/servers/ensure.ts'], {
      onLine: say,
    });
    if (code !== 0) throw new ActionableFailure('The servers for the tests are not to be had.', 'See the lines above.');
  }
  if (phase.needs.includes('processes')) await buildProcesses();
  if (phase.needs.includes('apps')) await buildApps(say);
  if (phase.needs.includes('browser')) {
    const CHROMIUM = await ensureChromium(say);
    return {
      CHROMIUM,
      ...(await optional('CHROMIUM_SHELL', ensureChromiumShell)),
      ...(await optional('FIREFOX', ensureFirefox)),
    };
  }
  return {};
}

/** Without Firefox only the stories that need it fail, and say so; without the shell all of Chromium stands in for it. */
async function optional(variable: string, ensure: typeof ensureFirefox): Promise<Record<string, string>> {
  try {
    return { [variable]: await ensure(say) };
  } catch (error) {
    if (!(error instanceof ActionableFailure)) throw error;
    return {};
  }
}

let total = emptyTally;
for (const phase of phases) {
  if ((await countTestFiles(phase, args)) === 0) continue;
  try {
    total = addTallies(total, await runPhase(phase, args, await provide(phase)));
  } catch (error) {
    if (!(error instanceof ActionableFailure)) throw error;
    process.stdout.write(`${phase.projects.join(', ')}: ${error.message} ${error.cure}\n`);
    total = addTallies(total, { passed: 0, failed: 1, skipped: 0 });
  }
}

// A skipped test is a claim nobody checks; asking for a part of the tests by name skips the others.
if (total.skipped > 0 && args.length === 0) {
  process.stdout.write(`${total.skipped} tests are skipped: run them or remove them.\n`);
  total = addTallies(total, { passed: 0, failed: total.skipped, skipped: 0 });
}
process.stdout.write(`${tallyLine(total)}\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
