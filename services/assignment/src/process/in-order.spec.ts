import { describe, expect, test } from '@jest/globals';
import { InOrder } from './in-order.ts';

describe('in order', () => {
  test('D-PROC-9 what is finished is passed only when everything before it is', () => {
    const order = new InOrder<string>();
    const [first, second] = [order.begin('1'), order.begin('2')];
    order.skip('3');
    second();
    expect(order.takePassed()).toBeNull();
    first();
    expect(order.takePassed()).toBe('3');
    expect(order.takePassed()).toBeNull();
    order.skip('4');
    expect(order.takePassed()).toBe('4');
  });

  test('D-PROC-9 finishing twice counts once', () => {
    const order = new InOrder<string>();
    const first = order.begin('1');
    order.begin('2');
    first();
    first();
    expect(order.unfinished).toBe(1);
    expect(order.takePassed()).toBe('1');
  });
});
