import ts from 'typescript';

/** One id of a numbered rule: S-POST-3, GW-HELLO-12. */
const idPattern = '[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)*-\\d+[a-z]?';
const ruleLine = new RegExp(`^\\s*[-*] \\*\\*(${idPattern})\\*\\*`);
const titleStart = new RegExp(`^(${idPattern})(?=[\\s:,./+]|$)`);
const nextId = new RegExp(`^(?:, ?|/| ?\\+ ?| and | & )(${idPattern})(?=[\\s:,./+]|$)`);

/** Ids of the rules that a SPEC.md states, in order, one a line: `- **S-POST-3** text`. */
export function rulesIn(markdown: string): string[] {
  return markdown.split('\n').flatMap((line) => ruleLine.exec(line)?.[1] ?? []);
}

/** Ids that a title begins with; `S-POST-3, S-POST-4: …` cites two. */
export function idsAtStart(title: string): string[] {
  const first = titleStart.exec(title)?.[1];
  if (first === undefined) return [];
  const ids = [first];
  let rest = title.slice(first.length);
  for (let match = nextId.exec(rest); match?.[1] !== undefined; match = nextId.exec(rest)) {
    ids.push(match[1]);
    rest = rest.slice(match[0].length);
  }
  return ids;
}

/**
 * Ids cited by the titles of a test file. A title is the first argument of any call, so that tables
 * (`test.each`) and helpers of a file (`law('S-POST-3 …')`) count like `test` itself.
 */
export function idsCitedIn(path: string, source: string): string[] {
  const ids: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) ids.push(...idsAtStart(textAtStart(node.arguments[0])));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.ESNext));
  return ids;
}

function textAtStart(node: ts.Expression | undefined): string {
  if (node === undefined) return '';
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.head.text : '';
}
