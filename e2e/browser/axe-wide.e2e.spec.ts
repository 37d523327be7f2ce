import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { launchBrowser } from '@holdfast/testing';
import type { Browser } from 'playwright-core';
import { findingsOf } from '../screenshots/axe.ts';
import { ownPlace, type Place } from '../screenshots/place.ts';
import { type Scene, type Width } from '../screenshots/scene.ts';
import { SCENES } from '../screenshots/scenes.ts';
import { settled } from '../screenshots/settled.ts';
import { Troupe } from '../screenshots/troupe.ts';

/** Every scene is played once: wide, unless it makes sense on a phone only. */
const plays = SCENES.map((scene): [string, Scene] => [scene.name, scene]);
const troupes = new Map<Width, Troupe>();
let place: Place;
let browser: Browser;

beforeAll(async () => {
  [place, browser] = await Promise.all([ownPlace(() => undefined), launchBrowser()]);
  for (const width of ['wide', 'phone'] as const) troupes.set(width, new Troupe(place, browser, width, 'en-GB'));
});
afterEach(async () => {
  for (const troupe of troupes.values()) await troupe.clear();
});
afterAll(async () => {
  await browser.close();
  await place.leave();
});

test.each(plays)('X-AXE-1 axe has nothing against %s, light or dark', async (_name, scene) => {
  const troupe = troupes.get(scene.at ?? 'wide');
  if (troupe === undefined) throw new Error('there is nobody to play it');
  const page = await scene.play(troupe);
  await settled(page, 'light');
  expect(await findingsOf(page)).toEqual([]);
  // Nothing but colours depends on the scheme.
  await settled(page, 'dark');
  expect(await findingsOf(page, ['color-contrast'])).toEqual([]);
});

test('X-AXE-2 axe does find what is wrong', async () => {
  const page = await browser.newPage();
  await page.setContent(
    '<html lang="en"><title>x</title><main><h1>x</h1><button></button><p style="color:#999">Words too pale to be read by everybody who comes here</p></main></html>',
  );
  expect((await findingsOf(page)).map((finding) => finding.split(':')[0])).toEqual(['button-name', 'color-contrast']);
  await page.close();
});
