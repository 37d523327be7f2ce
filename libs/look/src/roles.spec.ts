import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { contrast } from './colour.ts';

const css = ['roles.css', 'console-roles.css']
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('');
const roles = new Map(
  [...css.matchAll(/--hf-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);
const colourOf = (role: string, scheme: 'light' | 'dark'): string => {
  const colours = roles.get(role);
  if (colours === undefined) throw new Error(`there is no role --hf-${role}`);
  return colours[scheme];
};

const grounds = ['backdrop', 'surface', 'raised', 'hover'];
const onGrounds = (text: string) => grounds.map((ground) => [text, ground] as const);
const texts = [
  ...['text', 'quiet', 'accent', 'danger', 'warn', 'good'].flatMap(onGrounds),
  ['on-accent', 'accent'],
  ['on-accent-soft', 'accent-soft'],
  ['on-own', 'own'],
  ['on-theirs', 'theirs'],
  ['quiet', 'theirs'],
  ['on-note', 'note'],
  ['on-danger', 'danger'],
  ['danger', 'danger-soft'],
  ['warn', 'warn-soft'],
  ['good', 'good-soft'],
] as const;
const controls = [...['edge', 'accent'].flatMap(onGrounds), ['note-edge', 'note'], ['note-edge', 'surface']] as const;

for (const scheme of ['light', 'dark'] as const) {
  test.each(texts)(`LK-ROLE-1 ${scheme}: text in %s on %s has 4.5 to 1`, (text, ground) => {
    expect(contrast(colourOf(text, scheme), colourOf(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(controls)(`LK-ROLE-2 ${scheme}: a control's edge in %s on %s has 3 to 1`, (edge, ground) => {
    expect(contrast(colourOf(edge, scheme), colourOf(ground, scheme))).toBeGreaterThanOrEqual(3);
  });
}
