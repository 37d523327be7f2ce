import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand } from '../servers/run-command.ts';

const repository = join(import.meta.dirname, '..', '..');
const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs';

/** A file of a small copy of the tree, what it imports, and the rule that this breaks, if any. */
const imports: readonly [path: string, imported: string, rule?: string][] = [
  ['contracts/src/subjects.ts', 'zod', 'validation-is-generated'],
  ['contracts/src/session.ts', 'zod'],
  ['contracts/src/wire.ts', 'rxjs', 'contracts-stand-alone'],
  ['libs/event-sourcing/src/decider.ts', '@nats-io/transport-node', 'event-sourcing-is-pure'],
  ['libs/jetstream/src/append.ts', '@nats-io/transport-node'],
  ['libs/jetstream/src/start.ts', '../../../tools/index.ts', 'libs-stand-below'],
  ['libs/chat-client/src/view.ts', '../../../contracts/src/index.ts', 'browser-takes-no-zod'],
  ['libs/chat-client/src/socket.ts', 'rxjs', 'chat-client-has-no-framework'],
  ['services/session/src/domain/session.ts', 'node:fs', 'domain-is-pure'],
  ['services/session/src/commands/loop.ts', '@nestjs/common', 'core-knows-no-framework'],
  ['services/session/src/commands/loop.consumer.ts', '@nestjs/common'],
  ['services/session/src/main.ts', '@nestjs/core'],
  ['services/session/src/other.module.ts', '../../workspace/src/main.ts', 'services-meet-on-subjects'],
  ['services/workspace/src/main.ts', '../../../testing/src/index.ts', 'test-kit-is-for-tests'],
  ['gateway/src/inbound/intake.ts', 'typeorm', 'core-knows-no-framework'],
  ['gateway/src/inbound/intake.gateway.ts', '../../../services/session/src/main.ts', 'gateway-knows-no-service'],
  ['gateway/src/http/start.controller.ts', '../../../tools/index.ts', 'tools-are-for-rigs'],
  ['tools/compare.ts', '../services/session/src/rebuild.projector.ts', 'only-the-checker-rebuilds'],
  ['faults/src/rows/rebuilt.ts', '../../../services/session/src/rebuild.projector.ts'],
  ['faults/src/process/run.ts', '../../../services/session/src/main.ts', 'nobody-imports-a-process'],
  ['testing/src/kit.ts', '../../gateway/src/main.ts', 'test-kit-knows-no-service'],
  ['testing/src/servers.ts', '../../tools/index.ts'],
  ['web-agent/src/app/inbox/inbox.ts', '../conversation/view.ts', 'features-stand-alone'],
  ['web-agent/src/app/inbox/rows.ts', '../../../../libs/chat-client/src/index.ts', 'live-is-the-client'],
  ['web-agent/src/app/live/live.ts', '../../../../libs/chat-client/src/index.ts'],
  ['web-agent/src/app/inbox/widget.ts', '../../../../web-widget/src/loader/plain.ts', 'apps-stand-alone'],
  ['web-widget/src/loader/loader.ts', 'rxjs', 'loader-has-no-framework'],
  // A cycle is reported once, at one of its files.
  ['testing/src/hen.ts', './egg.ts'],
  ['testing/src/egg.ts', './hen.ts', 'no-cycle'],
];
const targets = [
  'contracts/src/index.ts',
  'libs/chat-client/src/index.ts',
  'tools/index.ts',
  'testing/src/index.ts',
  'gateway/src/main.ts',
  'services/session/src/rebuild.projector.ts',
  'web-agent/src/app/conversation/view.ts',
  'web-widget/src/loader/plain.ts',
];

let found: Set<string>;
let tree: string;

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'holdfast-boundaries-'));
  for (const path of targets) await put(path, 'export const value = 1;\n');
  for (const [path, imported] of imports)
    await put(path, `import * as used from '${imported}';\nexport const value = used;\n`);
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json'])
    await cp(join(repository, file), join(tree, file));
  await symlink(join(repository, 'node_modules'), join(tree, 'node_modules'));

  const folders = ['contracts', 'libs', 'services', 'gateway', 'testing', 'tools', 'faults', 'web-agent', 'web-widget'];
  const args = [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  const { stdout, stderr } = await runCommand(process.execPath, args, { cwd: tree });
  if (stdout === '') throw new Error(stderr);
  const report = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  found = new Set(report.summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`));
}, 30_000);

afterAll(async () => {
  await rm(tree, { recursive: true });
});

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), text);
}

test.each(imports.filter(([, , rule]) => rule !== undefined))('%s may not import %s: %s', (path, _imported, rule) => {
  expect([...found]).toContain(`${path}: ${rule ?? ''}`);
});

test.each(imports.filter(([, , rule]) => rule === undefined))('%s may import %s', (path) => {
  expect([...found].filter((violation) => violation.startsWith(`${path}:`))).toEqual([]);
});
