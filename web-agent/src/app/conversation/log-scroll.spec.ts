import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Entry } from '@holdfast/chat-client';
import { LogScroll } from './log-scroll.ts';

const ROW = 50;
const entry = (id: string, own = false): Entry => ({
  kind: 'message',
  id,
  at: '2026-01-01T00:00:00.000Z',
  from: { kind: own ? 'agent' : 'visitor', id: own ? 'ada' : 'mia' },
  text: id,
  visibility: 'public',
  own,
});
const entries = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from }, (_, i) => entry(`m${from + i}`));

describe('the reader’s place in the log', () => {
  let scroller: { scrollTop: number; scrollHeight: number; clientHeight: number };
  let scroll: LogScroll;

  const draw = (shown: Entry[]): void => {
    scroller.scrollHeight = shown.length * ROW;
    scroller.scrollTop = Math.min(scroller.scrollTop, scroller.scrollHeight);
    scroll.shown(scroller, shown);
  };
  const scrollTo = (top: number): void => {
    scroller.scrollTop = top;
    scroll.moved(scroller);
  };

  beforeEach(() => {
    scroller = { scrollTop: 0, scrollHeight: 0, clientHeight: 200 };
    scroll = new LogScroll();
    draw(entries(10, 30));
  });

  test('CN-SCROLL-1 a chat opens at its end and follows what arrives', () => {
    expect(scroller.scrollTop).toBe(20 * ROW);
    draw(entries(10, 31));
    expect(scroller.scrollTop).toBe(21 * ROW);
    expect(scroll.newBelow()).toBe(0);
  });

  test('CN-SCROLL-2 who reads further up keeps the place and is told of more below', () => {
    scrollTo(300);
    draw(entries(10, 31));
    draw(entries(10, 33));
    expect(scroller.scrollTop).toBe(300);
    expect(scroll.newBelow()).toBe(3);
    scroll.toEnd(scroller);
    expect(scroll.newBelow()).toBe(0);
    expect(scroll.atEnd()).toBe(true);
  });

  test('CN-SCROLL-2 one’s own message is always brought into view', () => {
    scrollTo(300);
    draw([...entries(10, 30), entry('mine', true)]);
    expect(scroller.scrollTop).toBe(21 * ROW);
  });

  test('CN-SCROLL-2 who is led elsewhere at once is told of nothing below that was there already', () => {
    scroll = new LogScroll();
    scroll.away();
    draw(entries(10, 30));
    expect(scroll.newBelow()).toBe(0);
    expect(scroll.atEnd()).toBe(false);
    draw(entries(10, 31));
    expect(scroll.newBelow()).toBe(1);
  });

  test('CN-SCROLL-3 older messages put before do not move what is read', () => {
    scrollTo(100);
    draw(entries(0, 30));
    expect(scroller.scrollTop).toBe(100 + 10 * ROW);
    expect(scroll.newBelow()).toBe(0);
  });
});
