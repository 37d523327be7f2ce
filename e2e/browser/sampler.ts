/// <reference lib="dom" />
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { MARKS, type Shown, type ShownMessage } from './shown.ts';

type Sampling = typeof globalThis & { sampled?: Shown[] };

/** Looks at every page and frame that this person opens from now on, after every change and in every drawn frame. */
export async function sample(person: BrowserContext): Promise<void> {
  await person.addInitScript(watchDocument, MARKS);
}

/** All that a page, or the frame of ours in it, has shown since it was loaded. */
export async function sampled(page: Page): Promise<Shown[]> {
  const all = await Promise.all(page.frames().map(sampledIn));
  // The page around the widget has nothing to say.
  return all.reduce((most, shown) => (shown.length > most.length ? shown : most), []);
}

const sampledIn = (frame: Frame): Promise<Shown[]> => frame.evaluate(() => (globalThis as Sampling).sampled ?? []);

/** Runs in the page, so it stands alone. Keeps only what differs from the look before, with the time of the last look. */
function watchDocument(marks: typeof MARKS): void {
  const kept: Shown[] = [];
  (globalThis as Sampling).sampled = kept;
  let key = '';
  const look = (): void => {
    const messages = [...document.querySelectorAll<HTMLElement>(marks.message)].map((message): ShownMessage => ({
      id: message.dataset['id'] ?? '',
      tick: message.querySelector<HTMLElement>(marks.tick)?.dataset['tick'] ?? null,
    }));
    const banner = [...document.querySelectorAll<HTMLElement>(marks.banner)]
      .map(({ innerText }) => innerText.trim())
      .filter((text) => text !== '')
      .join(' ');
    const now = Date.now();
    const seen = JSON.stringify([messages, banner]);
    const last = kept.at(-1);
    if (last !== undefined && seen === key) last.to = now;
    else kept.push({ from: now, to: now, messages, banner });
    key = seen;
  };
  const frame = (): void => {
    look();
    requestAnimationFrame(frame);
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['data-id', 'data-tick'],
  });
  requestAnimationFrame(frame);
}
