/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import type { Scheme } from './scene.ts';

/** Shows the page in a colour scheme, and waits until nothing moves: fonts and pictures are there, and what ends has ended. */
export async function settled(page: Page, scheme: Scheme): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  for (const frame of page.frames()) {
    // What is not shown draws no frames to wait for.
    const element = frame === page.mainFrame() ? null : await frame.frameElement();
    if (element === null || (await element.isVisible())) await frame.evaluate(atRest);
  }
}

async function atRest(): Promise<void> {
  const ends = (animation: Animation): boolean => animation.effect?.getComputedTiming().iterations !== Infinity;
  // A frame that is not shown draws nothing, ever.
  if (innerWidth === 0) return;
  await document.fonts.ready;
  await Promise.allSettled(
    document
      .getAnimations()
      .filter(ends)
      .map(({ finished }) => finished),
  );
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
