import { expect, test } from '@jest/globals';
import { hasToAsk, mistakesIn } from './answers';

const site = { preChat: { name: 'optional', email: 'required' } } as const;

test('WG-ASK-1 what is needed is asked until it is known, what may be told is asked once', () => {
  expect(hasToAsk({}, {}, false)).toBe(false);
  expect(hasToAsk(site, {}, true)).toBe(true);
  expect(hasToAsk(site, { email: 'a@b.example' }, false)).toBe(true);
  expect(hasToAsk(site, { email: 'a@b.example' }, true)).toBe(false);
  expect(hasToAsk(site, { email: 'a@b.example', name: 'Mia' }, false)).toBe(false);
});

test('WG-ASK-2 each mistake is named where it was made', () => {
  const asks = site.preChat;
  expect(mistakesIn(asks, { name: '', email: ' ' })).toEqual({ email: 'emailMissing' });
  expect(mistakesIn(asks, { email: 'mia at example' })).toEqual({ email: 'emailWrong' });
  expect(mistakesIn({ name: 'required', email: 'optional' }, { name: ' ', email: 'x' })).toEqual({
    name: 'nameMissing',
    email: 'emailWrong',
  });
  expect(mistakesIn(asks, { email: ' mia@example.com ' })).toEqual({});
});
