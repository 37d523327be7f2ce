/** `npm run screenshots`. See options.ts for what it takes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { launchBrowser } from '@holdfast/testing';
import type { Browser } from 'playwright-core';
import { findingsOf } from './axe.ts';
import { contactSheet, type Picture } from './contact-sheet.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { ownPlace, type Place, runningPlace } from './place.ts';
import { chosen, type Scene, type Width } from './scene.ts';
import { SCENES } from './scenes.ts';
import { settled } from './settled.ts';
import { Troupe } from './troupe.ts';

const COLOURS = ['color-contrast'];
const root = join(import.meta.dirname, '..', '..');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const options = readOptions(process.argv.slice(2), root);
if (options.help) process.stdout.write(HELP);
else if (options.list) process.stdout.write(`${SCENES.map(({ name }) => name).join('\n')}\n`);
else process.exitCode = await run(options);
// Whatever a client still holds open must not keep the terminal.
process.exit();

async function run({ running, widths, folder, only }: Options): Promise<number> {
  const place = await (running === undefined ? ownPlace(say) : runningPlace(running.url, running.dataFolder));
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser({ shell: true });
    const pictures: Picture[] = [];
    const missed: string[] = [];
    for (const width of widths) await playAll(place, browser, width, pictures, missed);
    const sheet = join(folder, 'index.html');
    // A part of the pictures is no reason to lose sight of the others.
    if (only.length === 0) await writeFile(sheet, contactSheet(pictures));
    say(`${String(pictures.length)} pictures in ${folder}`);
    if (missed.length > 0) say(`Not there: ${missed.join(', ')}`);
    return missed.length === 0 ? 0 : 1;
  } finally {
    await browser?.close();
    await place.leave();
  }
}

async function playAll(
  place: Place,
  browser: Browser,
  width: Width,
  pictures: Picture[],
  missed: string[],
): Promise<void> {
  const troupe = new Troupe(place, browser, width, options.locale);
  for (const scene of chosen(SCENES, options.only, width)) {
    try {
      pictures.push(...(await photograph(scene, troupe)));
    } catch (error) {
      missed.push(`${scene.name} (${width})`);
      say(`  ${scene.name} at ${width}: ${error instanceof Error ? error.message : String(error)}`);
    }
    await troupe.clear();
  }
  await troupe.leave();
}

async function photograph(scene: Scene, troupe: Troupe): Promise<Picture[]> {
  const page = await scene.play(troupe);
  const pictures: Picture[] = [];
  const findings: string[] = [];
  for (const scheme of options.schemes) {
    await settled(page, scheme);
    const file = join(`${scene.name}-${troupe.width}-${scheme}.png`);
    const path = join(options.folder, file);
    await mkdir(dirname(path), { recursive: true });
    await page.screenshot({ path });
    pictures.push({ scene: scene.name, width: troupe.width, scheme, file });
    // Nothing but colours depends on the scheme.
    if (options.axe) findings.push(...(await findingsOf(page, scheme === options.schemes[0] ? undefined : COLOURS)));
  }
  if (findings.length > 0) throw new Error(`axe: ${findings.join('\n')}`);
  return pictures;
}
