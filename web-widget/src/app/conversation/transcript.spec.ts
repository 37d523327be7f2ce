import { expect, test } from '@jest/globals';
import type { Entry } from '@holdfast/chat-client';
import { en } from '../../words/en';
import { transcriptOf } from './transcript';

test('WG-COPY-1 the copy holds every message with its time and sender, in order', () => {
  const entry = (id: string, own: boolean, text: string): Entry => ({
    kind: 'message',
    id,
    at: `2026-11-25T12:0${id}:00.000Z`,
    from: own ? { kind: 'visitor', id: 'v' } : { kind: 'agent', id: 'a', name: 'Noor' },
    own,
    text,
    visibility: 'public',
  });
  const copy = transcriptOf('Kettles', [entry('1', true, 'Hello'), entry('2', false, 'Two\nlines')], en, 'en-GB');
  const minute = (n: number): string =>
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(
      new Date(`2026-11-25T12:0${String(n)}:00.000Z`),
    );
  expect(copy).toBe(`Kettles\n\n[${minute(1)}] You: Hello\n[${minute(2)}] Noor: Two\nlines\n`);
});
