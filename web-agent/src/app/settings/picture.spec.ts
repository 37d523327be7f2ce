import { expect, test } from '@jest/globals';
import { squareOf } from './picture.ts';

test('CN-SETTINGS-1 of a picture the square in its middle is taken', () => {
  expect(squareOf(400, 200)).toEqual({ x: 100, y: 0, side: 200 });
  expect(squareOf(90, 120)).toEqual({ x: 0, y: 15, side: 90 });
});
