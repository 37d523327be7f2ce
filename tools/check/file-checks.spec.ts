import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkAdr } from '../check-adr.ts';
import { checkDocs } from '../check-docs.ts';
import { checkLock } from '../check-lock.ts';
import { checkPath, tenMinutePath } from '../check-path.ts';
import { checkSpecs } from '../check-specs.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-check-'));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

const lines = (problems: readonly { path: string; text: string }[]): string[] =>
  problems.map(({ path, text }) => `${path}: ${text}`);

test('specs: rules and titles that belong together pass, whatever folder the test is in', async () => {
  await write({
    'gateway/SPEC.md': '- **G-1** One.\n- **G-2** Two.\n',
    'gateway/src/one.spec.ts': "test('G-1 is so', () => {});",
    'e2e/browser/two.e2e.spec.ts': "test('G-2 is so', () => {});\ntest('UTF-8 is no rule', () => {});",
    'gateway/node_modules/x/SPEC.md': '- **G-1** A package of somebody else.',
  });
  expect(await checkSpecs(root)).toEqual([]);
});

test('specs: a rule without a test, a test without a rule and a rule stated twice are found', async () => {
  await write({
    'a/SPEC.md': '- **A-1** One.\n- **A-2** Two.\n',
    'b/SPEC.md': '- **A-1** Again.\n',
    'a/one.spec.ts': "test('A-1 is so', () => {}); test('A-3 is not', () => {});",
  });
  expect(lines(await checkSpecs(root))).toEqual([
    'b/SPEC.md: A-1 is stated twice, also in a/SPEC.md',
    'a/one.spec.ts: A-3 is no rule of any SPEC.md',
    'a/SPEC.md: A-2 has no test below a or e2e',
  ]);
});

const record = '# A title\n\n## Status\n\naccepted\n\n## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n';

test('adr: a complete record in the index passes', async () => {
  await write({ 'docs/adr/0001-a-title.md': record, 'docs/adr/README.md': '- [A title](0001-a-title.md)\n' });
  expect(await checkAdr(root)).toEqual([]);
});

test('adr: gaps, missing sections, odd states and a stale index are found', async () => {
  await write({
    'docs/adr/0002-a-title.md': record.replace('accepted', 'maybe').replace('## Decision', '## Choice'),
    'docs/adr/README.md': '',
  });
  expect(lines(await checkAdr(root))).toEqual([
    'docs/adr/0002-a-title.md: should have the number 0001',
    'docs/adr/README.md: lacks the line [A title](0002-a-title.md)',
    'docs/adr/0002-a-title.md: has no section "Decision"',
    'docs/adr/0002-a-title.md: has the unknown status "maybe"',
  ]);
});

test('docs: links to files and headings are followed; code and the web are left alone', async () => {
  await write({
    'docs/a.md':
      '[ok](b.md#the-way-of-a-message) [web](https://example.org) `[code](none.md)`\n```\n[x](none.md)\n```\n',
    'docs/b.md': '## The way of a message\n[up](../docs/) [gone](c.md) [no](a.md#heading) [out](../../x.md)\n',
  });
  expect(lines(await checkDocs(root))).toEqual([
    'docs/b.md: c.md leads nowhere',
    'docs/b.md: a.md#heading names no heading of docs/a.md',
    'docs/b.md: ../../x.md leads out of the repository',
  ]);
});

const sixFiles = Object.fromEntries(tenMinutePath.map(({ path }) => [path, 'export {};\n']));
const readme = tenMinutePath.map(({ path }) => `- [x](${path})`).join('\n');

test('path: six short files, linked in the order of a message, pass', async () => {
  await write({ ...sixFiles, 'README.md': readme });
  expect(await checkPath(root)).toEqual([]);
});

test('path: a missing, a long, a framework file and a shuffled README are found', async () => {
  await write({
    ...sixFiles,
    'contracts/src/session.ts': '//\n'.repeat(250),
    'gateway/src/inbound/command-intake.ts': "import { Injectable } from '@nestjs/common';\n",
    'README.md': readme.split('\n').reverse().join('\n'),
  });
  await rm(join(root, 'libs/chat-client/src/outbox.ts'));
  expect(lines(await checkPath(root))).toEqual([
    'contracts/src/session.ts: has 250 lines, the ten-minute path allows 249',
    'libs/chat-client/src/outbox.ts: is missing from the ten-minute path',
    'gateway/src/inbound/command-intake.ts: imports @nestjs/common; the ten-minute path stays free of it',
    'README.md: links the ten-minute path out of the order a message travels',
  ]);
});

test('lock: a registry and an optional package that is not locked are found', async () => {
  const packages = {
    'node_modules/tool': { optionalDependencies: { 'tool-linux': '1.0.0', 'tool-mac': '1.0.0', 'tool-own': '1.0.0' } },
    'node_modules/tool-linux': { version: '1.0.0', resolved: 'https://registry.example.org/tool-linux.tgz' },
    'node_modules/tool/node_modules/tool-own': { version: '1.0.0' },
    'node_modules/@holdfast/tools': { resolved: 'tools', link: true },
  };
  await write({ 'package-lock.json': JSON.stringify({ packages }) });
  expect(lines(await checkLock(root))).toEqual([
    'package-lock.json: lacks tool-mac, optional in node_modules/tool',
    'package-lock.json: names the registry of node_modules/tool-linux',
  ]);
});
