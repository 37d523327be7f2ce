import { findChromium, findChromiumShell } from '@holdfast/tools';
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

/**
 * Starts the machine's Chromium, headless, with a profile of its own. `shell`: without windows and what belongs to them,
 * where that is to be had; pages are there in half the time.
 */
export async function launchBrowser({
  flags = [],
  shell = false,
}: { flags?: readonly string[]; shell?: boolean } = {}): Promise<Browser> {
  const executablePath = (shell ? findChromiumShell() : undefined) ?? findChromium();
  if (executablePath === undefined) {
    throw new Error('no Chromium here: install it (on Debian: apt-get install chromium) or set CHROMIUM to its path');
  }
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...flags] });
}
