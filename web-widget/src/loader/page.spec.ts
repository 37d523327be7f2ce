import { expect, test } from '@jest/globals';
import { textsIn } from './texts';
import { countInTitle } from './title';

test('WG-PAGE-1 the count stands before the page’s own title and goes without a trace', () => {
  document.title = '(7) Basket';
  countInTitle(2);
  expect(document.title).toBe('(2) (7) Basket');
  countInTitle(3);
  expect(document.title).toBe('(3) (7) Basket');
  document.title = 'Till';
  countInTitle(4);
  expect(document.title).toBe('(4) Till');
  countInTitle(0);
  countInTitle(0);
  expect(document.title).toBe('Till');
});

test('WG-PAGE-2 the button speaks the first language it knows', () => {
  expect(textsIn(['fr', 'de-AT', 'en']).open).toBe('Chat öffnen');
  expect(textsIn(['EN-gb']).unread(3)).toBe('Open chat, 3 unread');
  expect(textsIn(['fr']).open).toBe('Open chat');
});
