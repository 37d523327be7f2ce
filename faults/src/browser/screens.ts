import { judge, type Log, type Shown, type Side } from '@holdfast/e2e/browser';
import type { Violation } from '../history.ts';

/** A line that somebody has written and sent. */
export interface Line {
  readonly text: string;
  /** The page may have ended before the device had it. */
  readonly mayBeLost: boolean;
}

/** A tab as it is in the end: what was written in it, and what it shows, top down. */
export interface Screen {
  readonly name: string;
  readonly lines: readonly Line[];
  readonly texts: readonly string[];
}

/** A tab as it was all the time: for each document that was loaded in it, what that showed. */
export interface Watched {
  readonly name: string;
  readonly side: Side;
  readonly lives: readonly (readonly Shown[])[];
}

/** Banners keep quiet for 2 s; the rest is for a machine that is busy. */
const SILENT_MS = 5_000;
const RULES = { tick: 'F-SEEN-1', twice: 'F-SEEN-2', order: 'F-SEEN-2', gap: 'F-SEEN-2', silent: 'F-SEEN-3' } as const;

/** What screens and log disagree about; it may still pass. */
export function differences(screens: readonly Screen[], inLog: readonly string[]): Violation[] {
  return screens.flatMap((screen) => [...shownOtherwise(screen, inLog), ...keptOtherwise(screen, inLog)]);
}

/** Whatever was ever untrue on a screen, and whatever scripts of the pages did not catch. */
export function everWrong(tabs: readonly Watched[], log: Log, uncaught: readonly string[]): Violation[] {
  const untrue = tabs.flatMap(({ name, side, lives }) =>
    lives
      .flatMap((shown) => judge(side, shown, log, SILENT_MS))
      .map(({ kind, what, at }) => ({
        rule: RULES[kind],
        detail: `${name}, ${kind} at ${new Date(at).toISOString()}: ${what}`,
      })),
  );
  return [...untrue, ...uncaught.map((detail) => ({ rule: 'F-SEEN-6', detail }))];
}

function shownOtherwise({ name, texts }: Screen, inLog: readonly string[]): Violation[] {
  if (isSame(texts, inLog)) return [];
  const [missing, more] = [without(inLog, texts), without(texts, inLog)];
  return [{ rule: 'F-SEEN-4', detail: `${name} lacks ${told(missing)} and has ${told(more)} beyond the log` }];
}

function keptOtherwise({ name, lines }: Screen, inLog: readonly string[]): Violation[] {
  const theirs = inLog.filter((text) => text.startsWith(`${name} `));
  const expected = lines.filter(({ text, mayBeLost }) => !mayBeLost || theirs.includes(text)).map(({ text }) => text);
  if (isSame(theirs, expected)) return [];
  return [{ rule: 'F-SEEN-5', detail: `${name} wrote ${told(expected)}, and the log has ${told(theirs)}` }];
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What the first has and the second has not; what it has twice counts as more. */
function without(of: readonly string[], taken: readonly string[]): string[] {
  const left = [...taken];
  return of.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const told = (texts: readonly string[]): string => (texts.length === 0 ? 'nothing' : texts.join(' | '));
