import { expect, test } from '@jest/globals';
import { launchBrowser } from '@holdfast/testing';
import { findingsOf } from '../screenshots/axe.ts';
import { scenesForAxe } from './axe-scenes.harness.ts';

const { scenes, hold } = scenesForAxe('wide');

test.each(scenes)('X-AXE-1 on a wide screen axe has nothing against %s, light or dark', (_name, scene) => hold(scene));

test('X-AXE-2 axe does find what is wrong', async () => {
  const browser = await launchBrowser({ shell: true });
  try {
    const page = await browser.newPage();
    await page.setContent(
      '<html lang="en"><title>x</title><main><h1>x</h1><button></button><p style="color:#999">Words too pale to be read by everybody who comes here</p></main></html>',
    );
    expect((await findingsOf(page)).map((finding) => finding.split(':')[0])).toEqual(['button-name', 'color-contrast']);
  } finally {
    await browser.close();
  }
});
