import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { filesMatching } from './check/files.ts';
import type { Problem } from './check/problem.ts';

const folder = 'docs/adr';
const name = /^(\d{4})-[a-z0-9-]+\.md$/;
const statuses = /^(proposed|accepted|rejected|deprecated|superseded by \[?\d{4})/i;
const sections = ['Status', 'Context', 'Decision', 'Consequences'];
const maxLines = 90;

/**
 * Decision records: numbered without a gap, one page, with the four sections, and each linked from the
 * index `docs/adr/README.md` under the title it has.
 */
export async function checkAdr(root: string): Promise<Problem[]> {
  const records = (await filesMatching(root, `${folder}/*.md`)).filter((path) => basename(path) !== 'README.md');
  if (records.length === 0) return [];
  const indexPath = `${folder}/README.md`;
  const index = await readFile(join(root, indexPath), 'utf8').catch(() => '');

  const problems: Problem[] = [];
  for (const [position, path] of records.entries()) {
    const complain = (text: string): number => problems.push({ path, text });
    const number = name.exec(basename(path))?.[1];
    if (number === undefined) complain('is not named NNNN-title.md');
    else if (Number(number) !== position + 1)
      complain(`should have the number ${String(position + 1).padStart(4, '0')}`);

    const text = await readFile(join(root, path), 'utf8');
    const title = /^# (.+)$/m.exec(text)?.[1]?.trim();
    if (title === undefined) complain('has no title');
    else if (!index.includes(`[${title}](${basename(path)})`) && !index.includes(`[${title}](./${basename(path)})`)) {
      problems.push({ path: indexPath, text: `lacks the line [${title}](${basename(path)})` });
    }
    for (const section of sections) {
      if (sectionOf(text, section) === undefined) complain(`has no section "${section}"`);
    }
    const status = sectionOf(text, 'Status');
    if (status !== undefined && !statuses.test(status))
      complain(`has the unknown status "${status.split('\n')[0] ?? ''}"`);
    if (text.split('\n').length > maxLines) complain(`is longer than a page (${maxLines} lines)`);
  }
  return problems;
}

/** Text below a heading of any level, or of a line `Status: accepted`. */
function sectionOf(text: string, section: string): string | undefined {
  const heading = new RegExp(`^#{2,3} ${section}\\s*\\n+([\\s\\S]*?)(?=^#{1,3} |(?![\\s\\S]))`, 'mi').exec(text)?.[1];
  return (heading ?? new RegExp(`^[-*]?\\s*\\**${section}\\**:\\**\\s*(.+)$`, 'mi').exec(text)?.[1])?.trim();
}
