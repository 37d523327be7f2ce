import { readFile, stat } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { filesMatching } from './check/files.ts';
import type { Problem } from './check/problem.ts';

const link = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const outside = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;

/** Documents: every relative link leads to a file of the repository, and to a heading that exists. */
export async function checkDocs(root: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const path of await filesMatching(root, '**/*.md')) {
    const text = withoutCode(await readFile(join(root, path), 'utf8'));
    for (const [, target = ''] of text.matchAll(link)) {
      if (outside.test(target)) continue;
      const reason = await whyBroken(root, path, target);
      if (reason !== undefined) problems.push({ path, text: `${target} ${reason}` });
    }
  }
  return problems;
}

async function whyBroken(root: string, from: string, target: string): Promise<string | undefined> {
  const [file = '', anchor] = decodeURI(target).split('#');
  const path = file === '' ? from : normalize(join(dirname(from), file));
  if (path.startsWith('..')) return 'leads out of the repository';
  const found = await stat(join(root, path)).catch(() => undefined);
  if (found === undefined) return 'leads nowhere';
  if (anchor === undefined || anchor === '' || !path.endsWith('.md')) return undefined;
  const headings = headingsOf(await readFile(join(root, path), 'utf8'));
  return headings.has(anchor) ? undefined : `names no heading of ${path}`;
}

/** Anchors as GitHub makes them: lower case, spaces to hyphens, punctuation gone, repeats numbered. */
export function headingsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutFences(markdown).matchAll(/^#{1,6} +(.+?)\s*#*$/gm)) {
    const base = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = base;
    for (let repeat = 1; anchors.has(anchor); repeat += 1) anchor = `${base}-${repeat}`;
    anchors.add(anchor);
  }
  return anchors;
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replace(/`[^`\n]*`/g, '');
}

function withoutFences(markdown: string): string {
  return markdown.replace(/^(\s*)(```+|~~~+)[\s\S]*?^\s*\2\s*$/gm, '');
}
