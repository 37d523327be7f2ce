import { findChromium } from '@holdfast/tools';
import type { Browser } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Playwright switches third-party storage partitioning off by its own --disable-features; the last one given wins,
  // and with partitioning off Debian's Chromium throws on localStorage, IndexedDB and Web Locks in a cross-site iframe.
  '--disable-features=MediaRouter',
];

/** Starts the machine's Chromium, headless, with a profile of its own. */
export async function launchBrowser(options: { flags?: readonly string[] } = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('no Chromium here: install it (on Debian: apt-get install chromium) or set CHROMIUM to its path');
  }
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...(options.flags ?? [])] });
}
