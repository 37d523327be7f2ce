import { describe, expect, it } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { MESSAGE_TEXT_LIMIT } from '@holdfast/contracts/validators';
import { Composer } from './composer';

async function open() {
  const fixture = TestBed.createComponent(Composer);
  const sent: string[] = [];
  fixture.componentInstance.sent.subscribe((text) => sent.push(text));
  await fixture.whenStable();
  const field = (fixture.nativeElement as HTMLElement).querySelector('textarea');
  if (field === null) throw new Error('the composer has no field');
  const write = async (text: string) => {
    field.value = text;
    field.dispatchEvent(new Event('input'));
    await fixture.whenStable();
  };
  const press = (init: KeyboardEventInit) =>
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, ...init }));
  return { field, sent, write, press, element: fixture.nativeElement as HTMLElement };
}

describe('the composer', () => {
  it('WG-SEND-1 sends on Enter and empties the field', async () => {
    const { field, sent, write, press } = await open();
    await write('  hello\nthere ');
    press({});
    expect([sent, field.value]).toEqual([['hello\nthere'], '']);
  });

  it('WG-SEND-1 does not send on Shift-Enter, or while a character is composed', async () => {
    const { sent, write, press } = await open();
    await write('hello');
    press({ shiftKey: true });
    press({ isComposing: true });
    expect(sent).toEqual([]);
  });

  it('WG-SEND-1 sends nothing empty, and says how much is too much', async () => {
    const { sent, write, press, element } = await open();
    await write('   ');
    press({});
    await write('💙'.repeat(MESSAGE_TEXT_LIMIT + 2));
    press({});
    expect(sent).toEqual([]);
    expect(element.querySelector('#hf-message-over')?.textContent).toContain('2 characters');
  });
});
