import { launchBrowser } from '@holdfast/testing';
import { desktop, type Page } from './desktop.ts';
import type { Installation } from './installation.ts';
import { cores } from './machine.ts';
import { percentile } from './measure.ts';
import type { Options } from './options.ts';

/** Visitors who come for the first time, with nothing in the cache. */
const VISITORS = 5;

/**
 * How long from the click on the button until the visitor can act in the panel, in ms, as the browser's driver sees it: its own way to and from the browser is counted in.
 */
export async function openWidget(place: Installation, options: Options) {
  const browser = await launchBrowser();
  const first: number[] = [];
  const again: number[] = [];
  try {
    for (let visitor = 0; visitor < VISITORS; visitor++) {
      const context = await desktop(browser);
      const page = await context.newPage();
      await page.goto(place.stack.urls.shop);
      first.push(await open(page));
      for (let turn = 0; turn < options.sessions / VISITORS; turn++) {
        await page.frameLocator('iframe').getByRole('button', { name: 'Close chat' }).click();
        again.push(await open(page));
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return {
    scenario: options.scenario,
    open_first_ms: told(first),
    open_again_ms: told(again),
    cores: cores(),
    versions: { node: process.version, chromium: browser.version() },
  };
}

async function open(page: Page): Promise<number> {
  const launcher = page.getByRole('button', { name: /^Open chat/ });
  await launcher.waitFor();
  const from = performance.now();
  await launcher.click();
  await page.frameLocator('iframe').getByRole('button', { name: 'Send us a message' }).click({ trial: true });
  return Math.round(performance.now() - from);
}

const told = (times: readonly number[]) => ({
  median: percentile(times, 0.5),
  max: Math.max(...times),
  times: times.length,
});
