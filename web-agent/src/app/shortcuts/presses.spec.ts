import { describe, expect, test } from '@jest/globals';
import type { Command } from '../live/commands.ts';
import { mayAct, Presses } from './presses.ts';

const command = (id: string, ...keys: string[]): Command => ({
  id,
  title: id,
  group: 'go',
  keys,
  run: () => undefined,
});
const commands = [
  command('claim', 'a', 'c'),
  command('all', 'g a'),
  command('help', '[Shift]+?'),
  command('palette', 'Control+k'),
];
const key = (name: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more });

function typed(...names: string[]) {
  const presses = new Presses();
  return names.map((name, i) => {
    const found = presses.next(key(name), commands, i * 100);
    return typeof found === 'object' ? (found?.id ?? null) : found;
  });
}

describe('shortcuts', () => {
  test('CN-KEYS-1 a key runs its command', () => {
    expect(typed('a', 'c', 'x')).toEqual(['claim', 'claim', null]);
    expect(new Presses().next(key('?', { shiftKey: true }), commands, 0)).toMatchObject({ id: 'help' });
  });

  test('CN-KEYS-1 a sequence takes the next key for itself, whatever that does alone', () => {
    expect(typed('g', 'a', 'a')).toEqual(['waiting', 'all', 'claim']);
    expect(typed('g', 'c', 'c')).toEqual(['waiting', 'waiting', 'claim']);
  });

  test('CN-KEYS-1 a sequence that is not gone on with is forgotten', () => {
    const presses = new Presses();
    presses.next(key('g'), commands, 0);
    expect(presses.next(key('a'), commands, 5_000)).toMatchObject({ id: 'claim' });
  });

  test('CN-KEYS-2 single keys do nothing while a field has the focus, or when they are switched off', () => {
    const field = document.body.appendChild(document.createElement('textarea'));
    const heard: boolean[] = [];
    const hear = (event: Event) => void heard.push(event instanceof KeyboardEvent && mayAct(event, true));
    field.addEventListener('keydown', hear);
    field.dispatchEvent(key('e'));
    field.dispatchEvent(key('k', { ctrlKey: true }));
    expect(heard).toEqual([false, true]);
    expect(mayAct(key('e'), false)).toBe(false);
    expect(mayAct(key('e'), true)).toBe(true);
    field.remove();
  });

  test('CN-KEYS-3 Alt is never ours: with it many keyboards write signs', () => {
    expect(mayAct(key('l', { altKey: true }), true)).toBe(false);
    expect(mayAct(key('@', { altKey: true, ctrlKey: true }), true)).toBe(false);
  });
});
