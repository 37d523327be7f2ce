import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { posix, join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import type { Problem } from './check/problem.ts';

/** What a browser has to fetch before a page of ours can be used, and how much that may be. */
export interface Budget {
  readonly name: string;
  /** A file, or a document: then it counts with all that it loads at once. */
  readonly path: string;
  /** In bytes, compressed as tightly as gzip can. */
  readonly limit: number;
}

/** The first two are promises to sites that embed us. The console's is what it was when last looked at, and a tenth. */
export const budgets: readonly Budget[] = [
  { name: 'widget: loader', path: 'web-widget/dist/browser/loader.js', limit: 4_096 },
  { name: 'widget: first open', path: 'web-widget/dist/browser/index.html', limit: 90_000 },
  { name: 'console: initial', path: 'web-agent/dist/browser/index.html', limit: 124_300 },
];

/** Holds what is built below `root` against the budgets, and tells each size. */
export async function checkSizes(
  root: string,
  tell: (line: string) => void,
  limits: readonly Budget[] = budgets,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { name, path, limit } of limits) {
    if (!existsSync(join(root, path))) {
      problems.push({ path, text: 'is not built' });
      continue;
    }
    const sizes = await sizesOf(root, path);
    const sum = [...sizes.values()].reduce((all, size) => all + size, 0);
    tell(`${name.padEnd(20)} ${bytes(sum)} of ${bytes(limit)} bytes gzip`);
    if (sum <= limit) continue;
    const parts = [...sizes].sort(([, a], [, b]) => b - a).map(([file, size]) => `  ${bytes(size)}  ${file}`);
    problems.push({ path, text: [`${bytes(sum - limit)} bytes above its budget, with`, ...parts].join('\n') });
  }
  return problems;
}

/** The compressed size of a file and of all that it loads at once; what is imported on demand is not among it. */
async function sizesOf(root: string, path: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  const open = [path];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (sizes.has(file)) continue;
    const content = await readFile(join(root, file));
    sizes.set(file, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }).length);
    open.push(...loadedAtOnce(file, content.toString('utf8')).filter((other) => existsSync(join(root, other))));
  }
  return sizes;
}

/** Scripts and styles that a document names, or the static imports of a script. `import(…)` has no quote after the word. */
function loadedAtOnce(file: string, text: string): string[] {
  const pattern = file.endsWith('.html')
    ? /<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.(?:js|css))"/g
    : /(?:^|[;}\s])(?:import|export)\b(?:[\w$\s{},*]*\bfrom)?\s*["'](\.[^"']+)["']/g;
  if (!/\.(?:html|js)$/.test(file)) return [];
  return [...text.matchAll(pattern)].map(([, name = '']) => posix.join(posix.dirname(file), name));
}

const bytes = (count: number): string => count.toLocaleString('en');
