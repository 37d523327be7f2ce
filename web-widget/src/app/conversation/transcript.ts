import type { Entry } from '@holdfast/chat-client';
import type { Words } from '../../words/en';
import { linesOf } from './lines';

const SAID: ReadonlySet<string> = new Set(['stored', 'delivered', 'read']);

/** A conversation as plain text, for keeping. */
export function transcriptOf(title: string, entries: readonly Entry[], words: Words, locale: string): string {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const lines = linesOf(entries, words).flatMap((line) => {
    if (line.kind === 'sentence') return [`— ${line.text}`];
    if (line.kind !== 'message') return [];
    const { at, own, from, text, tick } = line.message;
    // What has not arrived was not said.
    if (tick !== undefined && !SAID.has(tick)) return [];
    return [`[${time.format(new Date(at))}] ${own ? words.you : (from.name ?? words.somebody)}: ${text}`];
  });
  return `${title}\n\n${lines.join('\n')}\n`;
}
