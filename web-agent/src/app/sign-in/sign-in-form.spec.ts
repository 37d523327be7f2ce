import { expect, test } from '@jest/globals';
import { inside, missingIn } from './sign-in-form.ts';

test('CN-SIGN-6 after signing in one is where one wanted to go, as far as it is in this console', () => {
  expect(inside('/all/s1?at=3')).toBe('/all/s1?at=3');
  for (const url of [undefined, '//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example', '/sign-in'])
    expect(inside(url)).toBe('/mine');
});

test('CN-SIGN-6 nothing is asked before both fields are filled in', () => {
  expect(missingIn('ada', 'x')).toBe('email');
  expect(missingIn('ada@example.com ', '')).toBe('password');
  expect(missingIn('ada@example.com', ' ')).toBeNull();
});
