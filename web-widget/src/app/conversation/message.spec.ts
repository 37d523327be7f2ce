import { describe, expect, it } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import type { MessageEntry } from '@holdfast/chat-client';
import { Message } from './message';

const entry = (change: Partial<MessageEntry>): MessageEntry => ({
  kind: 'message',
  id: 'm1',
  at: '2026-11-23T12:00:00.000Z',
  from: { kind: 'visitor', id: 'v' },
  own: true,
  text: 'hello <b>you</b> https://a.example',
  visibility: 'public',
  ...change,
});

async function show(change: Partial<MessageEntry>, notKept = false) {
  const fixture = TestBed.createComponent(Message);
  fixture.componentRef.setInput('message', entry(change));
  fixture.componentRef.setInput('notKept', notKept);
  await fixture.whenStable();
  return { fixture, element: fixture.nativeElement as HTMLElement };
}

describe('a message', () => {
  it.each([
    ['clock', 'Sending'],
    ['unknown', 'Not confirmed yet, still trying'],
    ['stored', 'Sent'],
    ['delivered', 'Delivered'],
    ['read', 'Seen'],
  ] as const)('WG-STATE-1 with the tick %s says "%s"', async (tick, text) => {
    const { element } = await show({ tick });
    expect(element.querySelector('svg')?.getAttribute('aria-label')).toBe(text);
  });

  it('WG-STATE-1 says that what is pending is not kept, where nothing can be stored', async () => {
    const { element } = await show({ tick: 'clock' }, true);
    expect(element.querySelector('svg')?.getAttribute('aria-label')).toContain('not kept');
  });

  it('WG-STATE-1 offers retry and discard when it was turned down', async () => {
    const { fixture, element } = await show({ tick: 'refused', reason: 'storage-full' });
    const heard: string[] = [];
    fixture.componentInstance.retried.subscribe(() => heard.push('retry'));
    fixture.componentInstance.discarded.subscribe(() => heard.push('discard'));
    for (const button of element.querySelectorAll('button')) button.click();
    expect(heard).toEqual(['retry', 'discard']);
    expect(element.textContent).toContain('no messages can be taken right now');
  });

  it('WG-TEXT-1 binds text as text', async () => {
    const { element } = await show({});
    expect(element.querySelector('p')?.textContent).toBe('hello <b>you</b> https://a.example');
    expect(element.querySelector('b')).toBeNull();
    expect(element.querySelector('a')?.getAttribute('rel')).toContain('noopener');
  });
});
