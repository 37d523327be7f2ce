/**
 * `npm run check`: everything that can be known without running Holdfast. Names of parts limit it:
 * `npm run check -- lint types`. One line a part; what is wrong follows the part's line.
 */
import { join } from 'node:path';
import { tallyLine } from '../test/tally.ts';
import { parts } from './parts.ts';

const root = join(import.meta.dirname, '..', '..');
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `No such check: ${unknown.join(', ')}. There are ${parts.map((part) => part.name).join(', ')}.\n`,
  );
  process.exit(2);
}

let passed = 0;
let failed = 0;
for (const part of parts.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const startedAt = performance.now();
  const told: string[] = [];
  const wrong = await part.run(root, (line) => told.push(`${' '.repeat(24)}${line}\n`));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${part.name.padEnd(12)} ${seconds} s  ${wrong === '' ? 'ok' : 'failed'}\n${told.join('')}`);
  if (wrong === '') passed += 1;
  else {
    failed += 1;
    process.stdout.write(`\n${wrong}\n\n`);
  }
}
process.stdout.write(`${tallyLine({ passed, failed, skipped: 0 })}\n`);
process.exit(failed === 0 ? 0 : 1);
