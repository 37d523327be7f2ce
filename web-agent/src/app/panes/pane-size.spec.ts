import { describe, expect, test } from '@jest/globals';
import { sizeAfterKey } from './pane-size.ts';

const bounds = { least: 260, most: 560 };
const press = (key: string, size: number, grows: 'ArrowLeft' | 'ArrowRight' = 'ArrowRight', shiftKey = false) =>
  sizeAfterKey({ key, shiftKey }, size, bounds, grows);

describe('the line between two panes', () => {
  test('CN-PANES-1 arrows move it, with Shift further, and never beyond what is readable', () => {
    expect([press('ArrowRight', 300), press('ArrowLeft', 300)]).toEqual([316, 284]);
    expect(press('ArrowRight', 300, 'ArrowRight', true)).toBe(380);
    expect([press('ArrowRight', 555), press('ArrowLeft', 261)]).toEqual([560, 260]);
    expect([press('Home', 300), press('End', 300)]).toEqual([260, 560]);
  });

  test('CN-PANES-1 the arrow that points away from the pane makes it wider, whichever way is written', () => {
    expect([press('ArrowLeft', 300, 'ArrowLeft'), press('ArrowRight', 300, 'ArrowLeft')]).toEqual([316, 284]);
  });

  test('CN-PANES-1 other keys are left alone', () => {
    expect(press('Tab', 300)).toBeNull();
  });
});
