import { expect, test } from '@jest/globals';
import { idsAtStart, idsCitedIn, rulesIn } from './rule-titles.ts';

test('a rule is a list item that begins with its id in bold', () => {
  const markdown = [
    '# Rules',
    '- **S-POST-3** A note is internal.',
    '* **GW-12** Text.',
    '- S-POST-4 not bold',
    'see **S-POST-5**',
  ];
  expect(rulesIn(markdown.join('\n'))).toEqual(['S-POST-3', 'GW-12']);
});

test.each([
  ['S-POST-3 refuses an empty text', ['S-POST-3']],
  ['S-POST-3, S-POST-4: both', ['S-POST-3', 'S-POST-4']],
  ['S-POST-3/GW-1 both', ['S-POST-3', 'GW-1']],
  ['S-POST-3', ['S-POST-3']],
  ['after S-POST-3', []],
  ['S-POST-3x4 is another word', []],
  ['no id', []],
])('%j cites %j', (title, ids) => {
  expect(idsAtStart(title)).toEqual(ids);
});

test('titles count in every form that a test file gives them', () => {
  const source = `
    test('A-1 plain', () => {});
    it.each([['A-9 a table cell is no title']])("A-2 table", () => {});
    for (const kind of kinds) test(\`A-3 \${kind} templates\`, () => {});
    law('A-4 helper', () => {});
    const text = 'A-8 is no title'; // test('A-7 comment')
  `;
  expect(idsCitedIn('x.spec.ts', source)).toEqual(['A-1', 'A-2', 'A-3', 'A-4']);
});
