import { expect, test } from '@jest/globals';
import { visitorAsked, visitorText } from './visitor-text.ts';

test('CN-SEARCH-6 who has no name is looked for by the letters that they are called by', () => {
  const shown = visitorText({ id: '0197c3aa-77aa-7e01-9c11-5b1d0c7e3F2a' });
  expect(shown).toBe('Visitor 3F2a');
  expect(visitorAsked(shown)).toBe('3F2a');
  expect(visitorAsked('visitor 3f')).toBe('3f');
  expect(visitorAsked('Mia')).toBe('Mia');
});
