import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildApps } from '../build/build-all.ts';
import { checkAdr } from '../check-adr.ts';
import { checkDocs } from '../check-docs.ts';
import { checkLock } from '../check-lock.ts';
import { checkPath } from '../check-path.ts';
import { checkSizes } from '../check-sizes.ts';
import { checkSpecs } from '../check-specs.ts';
import { ActionableFailure } from '../servers/failure.ts';
import { runCommand } from '../servers/run-command.ts';
import type { FileCheck } from './problem.ts';

type Tell = (line: string) => void;

/** One part of `npm run check`; `run` resolves to what is wrong, as text, or to nothing, and may tell what it has found. */
export type Part = { name: string; run: (root: string, tell: Tell) => Promise<string> };

const sources = [
  'contracts',
  'libs',
  'services',
  'gateway',
  'web-agent',
  'web-widget',
  'testing',
  'e2e',
  'bench',
  'faults',
  'deploy',
  'tools',
];
const webApps = ['libs/look', 'web-agent', 'web-widget'];

const bin = {
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  eslint: 'node_modules/eslint/bin/eslint.js',
  cruiser: 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
  tsc: 'node_modules/typescript/bin/tsc',
  ngc: 'node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js',
  knip: 'node_modules/knip/bin/knip.js',
};

/** All parts, cheapest first. */
export const parts: readonly Part[] = [
  { name: 'lock', run: (root) => listed(root, checkLock) },
  { name: 'docs', run: (root) => listed(root, checkDocs) },
  { name: 'adr', run: (root) => listed(root, checkAdr) },
  { name: 'path', run: (root) => listed(root, checkPath) },
  { name: 'specs', run: (root) => listed(root, checkSpecs) },
  {
    name: 'boundaries',
    run: (root) => node(root, bin.cruiser, ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...sources]),
  },
  { name: 'format', run: (root) => node(root, bin.prettier, ['--check', '--log-level=warn', '.']) },
  { name: 'unused', run: (root) => node(root, bin.knip, ['--no-progress', '--no-config-hints']) },
  { name: 'types', run: types },
  { name: 'lint', run: (root) => node(root, bin.eslint, ['--max-warnings=0', '.']) },
  { name: 'sizes', run: sizes },
];

/** The compiler over everything that it builds, the specs, and the templates and specs of the apps. */
async function types(root: string): Promise<string> {
  const found = [await node(root, bin.tsc, ['-b'])];
  for (const app of webApps.filter((name) => existsSync(join(root, name, 'src')))) {
    found.push(await node(root, bin.ngc, ['-p', `${app}/tsconfig.app.json`, '--noEmit']));
    found.push(await node(root, bin.tsc, ['-p', `${app}/tsconfig.spec.json`]));
  }
  return found.filter((text) => text !== '').join('\n');
}

/** The apps against their budgets, as they are built for production: after the tests that is done already. */
async function sizes(root: string, tell: Tell): Promise<string> {
  try {
    await buildApps(tell);
  } catch (error) {
    if (error instanceof ActionableFailure) return `${error.message}\n${error.cure}`;
    throw error;
  }
  return listed(root, () => checkSizes(root, tell));
}

async function listed(root: string, check: FileCheck): Promise<string> {
  return (await check(root)).map(({ path, text }) => `${path}: ${text}`).join('\n');
}

async function node(root: string, script: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(process.execPath, [script, ...args], { cwd: root });
  return code === 0 ? '' : `${stdout}${stderr}`.trim() || `${script} ended with code ${code}`;
}
