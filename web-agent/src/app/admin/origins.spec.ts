import { expect, test } from '@jest/globals';
import { workspace } from '@holdfast/contracts';
import { ORIGIN, originsOf } from './origins.ts';

test('CN-ADMIN-5 origins are read one a line, each once, without what stands behind them of an address', () => {
  expect(
    originsOf(' https://shop.example/ \n\nhttp://localhost:8080/index.html?a=b\nhttps://shop.example#top'),
  ).toEqual({
    origins: ['https://shop.example', 'http://localhost:8080'],
  });
  expect(originsOf('')).toEqual({ origins: [] });
});

test('CN-ADMIN-5 what is no origin is named with its line', () => {
  expect(originsOf('https://shop.example\nshop.example/path')).toEqual({
    problem: expect.stringContaining('Line 2: “shop.example/path”'),
  });
  for (const text of ['shop.example', 'ftp://shop.example', 'https://a b', "https://x;script-src 'none'"])
    expect(originsOf(text)).toHaveProperty('problem');
});

test('CN-ADMIN-5 the console takes for an origin what the workspace does', () => {
  const some = [
    'https://*.shop.example',
    'http://[::1]:3000',
    'https://x:*',
    'https://',
    'http://a/',
    'https://a:123456',
  ];
  expect(some.map((text) => ORIGIN.test(text))).toEqual(some.map((text) => workspace.Origin.safeParse(text).success));
});
