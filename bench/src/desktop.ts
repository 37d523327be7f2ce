import type { launchBrowser } from '@holdfast/testing';

export type Browser = Awaited<ReturnType<typeof launchBrowser>>;
export type Context = Awaited<ReturnType<Browser['newContext']>>;
export type Page = Awaited<ReturnType<Context['newPage']>>;

/** Somebody's browser on a desktop, with nothing in it yet. */
export const desktop = (browser: Browser): Promise<Context> =>
  browser.newContext({ viewport: { width: 1_440, height: 900 }, locale: 'en-GB' });
