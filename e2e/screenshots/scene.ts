import type { Page } from 'playwright-core';
import type { Troupe } from './troupe.ts';

/** One view of an app in one state. Played anew at each width; what it shows is then looked at in both colour schemes. */
export interface Scene {
  /** `console/inbox-waiting`: the app, and what is seen. */
  readonly name: string;
  /** The only width it makes sense at. */
  readonly at?: Width;
  /** Brings the page there, and answers it once everything has come. */
  readonly play: (troupe: Troupe) => Promise<Page>;
}

export type Width = 'wide' | 'phone';
export const WIDTHS: Readonly<Record<Width, { readonly width: number; readonly height: number }>> = {
  wide: { width: 1_440, height: 900 },
  phone: { width: 390, height: 844 },
};

export const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** The scenes whose name has one of these in it; all, where none is given. */
export const chosen = (scenes: readonly Scene[], patterns: readonly string[], width: Width): Scene[] =>
  scenes.filter(
    ({ name, at }) =>
      (at ?? width) === width && (patterns.length === 0 || patterns.some((pattern) => name.includes(pattern))),
  );
