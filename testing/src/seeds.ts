import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';

/** A run of a law that once failed. */
export type KeptSeed = { law: string; seed: number; path: string };

/** So long a failure is made shorter, in ms. */
const SHORTEN_MS = 10_000;

/** A single run that takes longer than this, in ms, hangs. */
const HANGING_MS = 20_000;

export type LawOptions = {
  /** Random runs in addition to the kept seeds; 100 when absent. HOLDFAST_LAW_FACTOR multiplies it. */
  runs?: number;
  /** Milliseconds after which the random part stops early, as a success. */
  timeLimit?: number;
  /** Milliseconds after which a single run is taken to hang, and fails like any other; 20,000 when absent. */
  hangsAfter?: number;
};

/**
 * Checks a law: first every run that has ever failed, then random ones. A new failure is written to
 * `<spec>.seeds.json` beside the spec, to be committed with the fix; HOLDFAST_SEED repeats a random part.
 * @param spec `import.meta.url` of the spec file
 */
export async function checkLaw<T>(
  spec: string,
  law: string,
  property: fc.IAsyncProperty<T> | fc.IProperty<T>,
  options: LawOptions = {},
): Promise<void> {
  const untyped = property as fc.IAsyncProperty<unknown>;
  const file = seedFile(spec);
  const hanging = fc.timeout(options.hangsAfter ?? HANGING_MS);
  for (const kept of readSeeds(file).filter((seed) => seed.law === law)) {
    await runLaw(
      untyped,
      hanging,
      { seed: kept.seed, path: kept.path, endOnFailure: true },
      `${law} (kept seed ${kept.seed})`,
    );
  }
  const factor = Number(process.env['HOLDFAST_LAW_FACTOR'] ?? '1');
  const wanted = process.env['HOLDFAST_SEED'];
  const found = await runLaw(
    untyped,
    hanging,
    {
      numRuns: Math.max(1, Math.round((options.runs ?? 100) * factor)),
      ...(wanted === undefined ? {} : { seed: Number(wanted) }),
      plugins: options.timeLimit === undefined ? [] : [fc.interruptAfterTimeLimit(options.timeLimit)],
    },
    law,
    (seed, path) => {
      keepSeed(file, { law, seed, path });
    },
  );
  if (found.numRuns === 0) throw new Error(`${law}: no run was made within ${options.timeLimit ?? 0} ms`);
}

async function runLaw(
  law: fc.IAsyncProperty<unknown>,
  hanging: fc.Plugin<unknown>,
  parameters: fc.Parameters<unknown>,
  title: string,
  onFailure?: (seed: number, path: string) => void,
): Promise<{ numRuns: number }> {
  const plugins = [...(parameters.plugins ?? []), hanging];
  let details = await fc.check(law, { ...parameters, plugins, endOnFailure: true });
  if (!details.failed) return { numRuns: details.numRuns };
  if (details.counterexamplePath !== null && parameters.endOnFailure !== true) {
    // A short failure reads better; making a long history short could take hours.
    const { seed, counterexamplePath: path } = details;
    const shorter = await fc.check(law, {
      ...parameters,
      seed,
      path,
      plugins: [fc.interruptAfterTimeLimit(SHORTEN_MS), hanging],
    });
    if (shorter.failed) details = shorter;
  }
  if (details.counterexamplePath !== null) onFailure?.(details.seed, details.counterexamplePath);
  throw new Error(`${title}: ${await fc.asyncDefaultReportMessage(details)}`, { cause: details.errorInstance });
}

function seedFile(spec: string): string {
  const path = fileURLToPath(spec);
  return join(dirname(path), basename(path).replace(/\.ts$/, '.seeds.json'));
}

function readSeeds(file: string): KeptSeed[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as KeptSeed[]) : [];
}

function keepSeed(file: string, seed: KeptSeed): void {
  if (process.env['CI'] !== undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  const kept = readSeeds(file);
  if (kept.some((other) => other.law === seed.law && other.seed === seed.seed)) return;
  writeFileSync(file, `${JSON.stringify([...kept, seed], null, 2)}\n`);
}
