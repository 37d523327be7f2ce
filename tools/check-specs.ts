import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filesMatching } from './check/files.ts';
import type { Problem } from './check/problem.ts';
import { idsCitedIn, rulesIn } from './check/rule-titles.ts';

/**
 * Specs and rules: every rule of a SPEC.md has a test whose title begins with its id, every such
 * title names a rule that exists, and no id is given twice.
 */
export async function checkSpecs(root: string): Promise<Problem[]> {
  const statedIn = new Map<string, string>();
  const problems: Problem[] = [];
  for (const path of await filesMatching(root, '**/SPEC.md')) {
    for (const id of rulesIn(await readFile(join(root, path), 'utf8'))) {
      const other = statedIn.get(id);
      if (other !== undefined) problems.push({ path, text: `${id} is stated twice, also in ${other}` });
      statedIn.set(id, path);
    }
  }

  const cited = new Set<string>();
  for (const path of await filesMatching(root, '**/*.{spec,contract}.ts')) {
    for (const id of idsCitedIn(path, await readFile(join(root, path), 'utf8'))) {
      cited.add(id);
      if (!statedIn.has(id) && looksLikeOurs(id, statedIn))
        problems.push({ path, text: `${id} is no rule of any SPEC.md` });
    }
  }
  for (const [id, path] of statedIn) {
    if (!cited.has(id)) problems.push({ path, text: `${id} has no test below ${dirname(path)} or e2e` });
  }
  return problems;
}

/** UTF-8 at the start of a title is no rule; an id with the family name of a rule is meant as one. */
function looksLikeOurs(id: string, statedIn: ReadonlyMap<string, string>): boolean {
  const family = familyOf(id);
  return [...statedIn.keys()].some((known) => familyOf(known) === family);
}

function familyOf(id: string): string {
  return id.slice(0, id.indexOf('-'));
}
