import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { launchBrowser } from '@holdfast/testing';
import type { Browser } from 'playwright-core';
import { findingsOf } from '../screenshots/axe.ts';
import { ownPlace, type Place } from '../screenshots/place.ts';
import { chosen, type Scene, type Width } from '../screenshots/scene.ts';
import { SCENES } from '../screenshots/scenes.ts';
import { settled } from '../screenshots/settled.ts';
import { Troupe } from '../screenshots/troupe.ts';

interface AxeScenes {
  /** Every scene that makes sense at the width, by its name. */
  readonly scenes: readonly (readonly [string, Scene])[];
  /** Plays a scene, and fails where axe has anything against it. */
  readonly hold: (scene: Scene) => Promise<void>;
}

/** The scenes of one width, for the tests of one file: the widths can be played side by side. */
export function scenesForAxe(width: Width): AxeScenes {
  let place: Place;
  let browser: Browser;
  let troupe: Troupe;

  beforeAll(async () => {
    [place, browser] = await Promise.all([ownPlace(() => undefined), launchBrowser({ shell: true })]);
    troupe = new Troupe(place, browser, width, 'en-GB');
  });
  afterEach(() => troupe.clear());
  afterAll(async () => {
    await browser.close();
    await place.leave();
  });

  return {
    scenes: chosen(SCENES, [], width).map((scene) => [scene.name, scene]),
    hold: async (scene) => {
      const page = await scene.play(troupe);
      await settled(page, 'light');
      expect(await findingsOf(page)).toEqual([]);
      // Nothing but colours depends on the scheme.
      await settled(page, 'dark');
      expect(await findingsOf(page, ['color-contrast'])).toEqual([]);
    },
  };
}
