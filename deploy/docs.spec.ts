import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { root } from './compose.harness.ts';

/** The sentences of the failures that a source file makes, each by its longest part that is always the same. */
function sentencesIn(path: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'ActionableFailure')
      found.push(...partsOf(node.arguments?.[0]).map(longest));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.ESNext, true));
  return found.filter((sentence) => sentence.length > 3);
}

function partsOf(sentence: ts.Expression | undefined): string[][] {
  if (sentence === undefined) return [];
  if (ts.isConditionalExpression(sentence)) return [...partsOf(sentence.whenTrue), ...partsOf(sentence.whenFalse)];
  if (ts.isStringLiteralLike(sentence)) return [[sentence.text]];
  if (!ts.isTemplateExpression(sentence)) return [];
  return [[sentence.head.text, ...sentence.templateSpans.map(({ literal }) => literal.text)]];
}

const longest = (parts: readonly string[]): string => (parts.toSorted((a, b) => b.length - a.length)[0] ?? '').trim();

const sources = ['tools/start/*.ts', 'tools/servers/*.ts'].flatMap((pattern) => globSync(pattern, { cwd: root }));

test('P-DOC-1 every sentence that a start fails with has its cure in the documentation', () => {
  const troubleshooting = readFileSync(join(root, 'docs', 'troubleshooting.md'), 'utf8');
  const sentences = sources.flatMap(sentencesIn);
  expect(sentences.length).toBeGreaterThan(20);
  expect(sentences.filter((sentence) => !troubleshooting.includes(sentence))).toEqual([]);
});
