import { expect, test } from '@jest/globals';
import type { Profile } from '../../loader/protocol';
import { hasToAsk, mistakesIn, questionsOf } from './answers';

const site = { preChat: { name: 'optional', email: 'required' } } as const;

test('WG-ASK-1 what is needed is asked until it is known, what may be told is asked once', () => {
  const asks = (known: Profile, askedBefore: boolean, of: Parameters<typeof questionsOf>[0] = site) =>
    hasToAsk(questionsOf(of, known, false), askedBefore);
  expect(asks({}, false, {})).toBe(false);
  expect(asks({}, true)).toBe(true);
  expect(asks({ email: 'a@b.example' }, false)).toBe(true);
  expect(asks({ email: 'a@b.example' }, true)).toBe(false);
  expect(asks({ email: 'a@b.example', name: 'Mia' }, false)).toBe(false);
});

test('WG-ASK-3 what is asked while nobody is there may be left out, and is not asked otherwise', () => {
  const quiet = { preChat: { name: 'off', email: 'away' } } as const;
  expect(questionsOf(quiet, {}, true)).toEqual({ name: 'off', email: 'optional' });
  expect(questionsOf(quiet, {}, false)).toEqual({ name: 'off', email: 'off' });
  expect(questionsOf(quiet, { email: 'a@b.example' }, true)).toEqual({ name: 'off', email: 'off' });
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
