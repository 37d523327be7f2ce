import { describe, expect, test } from '@jest/globals';
import { Component, inject, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Command, Commands } from './commands.ts';

const command = (id: string, title = id): Command => ({ id, title, group: 'go', run: () => undefined });

const isOpen = signal(false);

@Component({ selector: 'hf-part', template: '' })
class Part {
  constructor() {
    inject(Commands).offer(() => (isOpen() ? [command('chat.close')] : []));
  }
}

describe('what can be done', () => {
  test('CN-COMMAND-1 is what its parts offer at the moment, and goes with them', () => {
    const commands = TestBed.inject(Commands);
    const part = TestBed.createComponent(Part);
    const ids = () => commands.all().map(({ id }) => id);
    expect(ids()).toEqual([]);
    isOpen.set(true);
    expect(ids()).toEqual(['chat.close']);
    part.destroy();
    expect(ids()).toEqual([]);
  });

  test('CN-KEYS-4 keys are held while what will take them is being loaded, also when that fails', async () => {
    const commands = TestBed.inject(Commands);
    const { promise, reject } = Promise.withResolvers<string>();
    const held = commands.holdKeys(promise);
    expect(commands.isHeld()).toBe(true);
    reject(new Error('no chunk'));
    await expect(held).rejects.toThrow('no chunk');
    expect(commands.isHeld()).toBe(false);
  });

  test('CN-COMMAND-1 of two who offer the same, the later one counts', () => {
    const commands = TestBed.inject(Commands);
    TestBed.runInInjectionContext(() => {
      commands.offer(() => [command('a', 'first'), command('b')]);
      commands.offer(() => [command('a', 'second')]);
    });
    expect(commands.all().map(({ title }) => title)).toEqual(['second', 'b']);
  });
});
