import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import type { Problem } from './check/problem.ts';

const maxLines = 250;

/** The six files a newcomer reads, in the order a message travels, and the packages each may import. */
export const tenMinutePath: readonly { path: string; imports: readonly string[] }[] = [
  { path: 'contracts/src/session.ts', imports: ['zod'] },
  { path: 'libs/chat-client/src/outbox.ts', imports: ['@holdfast/contracts'] },
  { path: 'gateway/src/inbound/command-intake.ts', imports: ['@holdfast/contracts'] },
  { path: 'services/session/src/domain/session.ts', imports: ['@holdfast/contracts', '@holdfast/event-sourcing'] },
  { path: 'gateway/src/outbound/session-feed.ts', imports: ['@holdfast/contracts'] },
  { path: 'libs/chat-client/src/session-view.ts', imports: ['@holdfast/contracts'] },
];

/** The ten-minute path: all six files are there, short and free of frameworks, and the README links them in order. */
export async function checkPath(root: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { path, imports } of tenMinutePath) {
    const source = await readFile(join(root, path), 'utf8').catch(() => undefined);
    if (source === undefined) {
      problems.push({ path, text: 'is missing from the ten-minute path' });
      continue;
    }
    const lines = source.trimEnd().split('\n').length;
    if (lines >= maxLines)
      problems.push({ path, text: `has ${lines} lines, the ten-minute path allows ${maxLines - 1}` });
    for (const { fileName } of ts.preProcessFile(source).importedFiles) {
      const allowed =
        fileName.startsWith('.') || imports.some((name) => fileName === name || fileName.startsWith(`${name}/`));
      if (!allowed) problems.push({ path, text: `imports ${fileName}; the ten-minute path stays free of it` });
    }
  }
  return [...problems, ...(await linksInOrder(root))];
}

async function linksInOrder(root: string): Promise<Problem[]> {
  const readme = await readFile(join(root, 'README.md'), 'utf8').catch(() => undefined);
  if (readme === undefined) return [{ path: 'README.md', text: 'is missing' }];
  const positions = tenMinutePath.map(({ path }) => ({ path, at: readme.search(linkTo(path)) }));
  const missing = positions.filter(({ at }) => at < 0);
  if (missing.length > 0) return missing.map(({ path }) => ({ path: 'README.md', text: `does not link ${path}` }));
  const inOrder = positions.every(({ at }, index) => index === 0 || at > (positions[index - 1]?.at ?? 0));
  return inOrder ? [] : [{ path: 'README.md', text: 'links the ten-minute path out of the order a message travels' }];
}

function linkTo(path: string): RegExp {
  return new RegExp(`\\]\\((?:\\./)?${path.replaceAll('.', '\\.')}\\)`);
}
