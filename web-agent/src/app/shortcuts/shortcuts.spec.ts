import { expect, test } from '@jest/globals';
import { Component, DestroyRef, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Command, Commands } from '../live/commands.ts';
import { Shortcuts } from './shortcuts.ts';

@Component({ template: '', providers: [Shortcuts] })
class Page {
  readonly shortcuts = inject(Shortcuts);
  readonly commands = inject(Commands);
}

test('CN-KEYS-5 a held key acts once, unless it steps through a list', () => {
  const ran: string[] = [];
  const command = (id: string, key: string, more: Partial<Command> = {}): Command => ({
    id,
    title: id,
    group: 'chat',
    keys: [key],
    run: () => ran.push(id),
    ...more,
  });
  const { commands } = TestBed.createComponent(Page).componentInstance;
  commands.offer(() => [command('close', 'e'), command('next', 'j', { repeats: true })], TestBed.inject(DestroyRef));
  for (const key of ['e', 'j'])
    for (const repeat of [false, true, true])
      document.dispatchEvent(new KeyboardEvent('keydown', { key, repeat, cancelable: true }));
  expect(ran).toEqual(['close', 'next', 'next', 'next']);
});
