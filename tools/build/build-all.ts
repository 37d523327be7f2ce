import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ActionableFailure } from '../servers/failure.ts';
import { runCommand } from '../servers/run-command.ts';
import { bundle, endBundler } from './bundle.ts';
import { fingerprint, markBuilt, wasBuiltFrom } from './fingerprint.ts';

type Say = (line: string) => void;

const root = join(import.meta.dirname, '..', '..');
const compiler = 'node_modules/typescript/bin/tsc';

/** What runs in Node; the packages they use follow by project reference. */
const processes = ['services/session', 'services/assignment', 'services/workspace', 'gateway'];
/** What their bundles are made of, besides their own folders. */
const inProcesses = [
  'contracts',
  'libs/event-sourcing',
  'libs/jetstream',
  'tools/build/bundle.ts',
  'tsconfig.base.json',
  'tsconfig.nest.json',
  'package-lock.json',
];

/** Angular applications and what their bundles are made of, besides their own folder. */
const apps = ['web-agent', 'web-widget'];
const inApps = ['contracts', 'libs/chat-client', 'libs/look', 'tsconfig.base.json', 'package-lock.json'];

/** Compiles and bundles whatever is older than its sources; quick when nothing is. */
export async function buildAll(say: Say): Promise<void> {
  await buildProcesses();
  await buildApps(say);
}

/** Bundles the apps that are older than their sources. */
export async function buildApps(say: Say): Promise<void> {
  for (const app of apps) await buildApp(app, say);
}

/** Compiles the services and the gateway, where `tsc -b` itself finds out what is stale, and bundles those that are. */
export async function buildProcesses(): Promise<void> {
  await runOrFail(process.execPath, [compiler, '-b', ...processes], 'The services do not compile.');
  await Promise.all(processes.map(bundleProcess));
  await endBundler();
}

async function bundleProcess(folder: string): Promise<void> {
  const inputs = await fingerprint(root, [folder, ...inProcesses]);
  if (await wasBuiltFrom(root, folder, inputs, 'dist/bundle.js')) return;
  await bundle(root, folder);
  await markBuilt(root, folder, inputs);
}

async function buildApp(app: string, say: Say): Promise<void> {
  if (!existsSync(join(root, app, 'angular.json'))) return;
  const inputs = await fingerprint(root, [app, ...inApps]);
  if (await wasBuiltFrom(root, app, inputs)) return;
  say(`building ${app}`);
  await runOrFail('npm', ['run', '--silent', 'build', '-w', app], `${app} does not build.`);
  await markBuilt(root, app, inputs);
}

async function runOrFail(command: string, args: readonly string[], sentence: string): Promise<void> {
  const env = { ...process.env, NG_CLI_ANALYTICS: 'false', NO_COLOR: '1' };
  const { code, stdout, stderr } = await runCommand(command, args, { cwd: root, env });
  if (code !== 0) throw new ActionableFailure(sentence, `The compiler says:\n${stdout}${stderr}`.trimEnd());
}
