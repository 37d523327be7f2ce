import { describe, expect, it } from '@jest/globals';
import { afterClose, delayBefore } from './reconnect-policy.ts';

describe('reconnect policy', () => {
  it('C-CONN-4 the delay is drawn from a span that doubles up to its cap, or from the window of a bye', () => {
    expect([0, 1, 2, 3, 19, 20, 21, 22, 23, 24, 4_000].map((attempt) => delayBefore(attempt, 1))).toEqual([
      500, 1_000, 2_000, 2_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000,
    ]);
    expect(delayBefore(3, 0)).toBe(0);
    expect(delayBefore(3, 0.25)).toBe(500);
    expect(delayBefore(9, 0.5, [1_000, 3_000])).toBe(2_000);
    expect(delayBefore(0, 0.5, [700, 700])).toBe(700);
  });

  it('C-CONN-5 a token that is not accepted, or not any more, is replaced', () => {
    expect(afterClose(4401, undefined)).toBe('retry-with-fresh-token');
    expect(afterClose(4401, 'revoked')).toBe('retry-with-fresh-token');
    expect(afterClose(1000, 'expired')).toBe('retry-with-fresh-token');
  });

  it('C-CONN-9 another protocol, or a frame found fault with, is not tried again; anything else is', () => {
    expect(afterClose(4400, undefined)).toBe('incompatible');
    expect(afterClose(4406, undefined)).toBe('incompatible');
    for (const code of [1000, 1001, 1006, 1011, 1012, 4408, 4429, 4500])
      expect(afterClose(code, undefined)).toBe('retry');
  });
});
