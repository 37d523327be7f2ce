import type { BrowserContext, Page } from 'playwright-core';

/** What the pages of a person have called them with, as the browser was asked to. */
interface Noted {
  tones: number;
  readonly notifications: { readonly title: string; readonly body: string; readonly shown: Notification }[];
  isAway: boolean;
}

/** Runs in each page before its own scripts. Sounds and notifications go on to the browser. */
function note(): void {
  const noted: Noted = { tones: 0, notifications: [], isAway: false };
  Object.assign(globalThis, { noted });
  globalThis.AudioContext = class extends AudioContext {
    override createOscillator(): OscillatorNode {
      noted.tones++;
      return super.createOscillator();
    }
  };
  globalThis.Notification = class extends Notification {
    constructor(title: string, options: NotificationOptions = {}) {
      super(title, options);
      noted.notifications.push({ title, body: options.body ?? '', shown: this });
    }
  };
  const hasFocus = document.hasFocus.bind(document);
  document.hasFocus = () => !noted.isAway && hasFocus();
}

/** How the console calls somebody who may be looking elsewhere. */
export class Calls {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** To be said before the pages are opened. */
  static async noteIn(context: BrowserContext): Promise<void> {
    await context.addInitScript(note);
  }

  /** As when another window comes to the front: the browser under test gives every page the focus. */
  lookAway(): Promise<void> {
    return this.#look(true);
  }

  lookBack(): Promise<void> {
    return this.#look(false);
  }

  #look(away: boolean): Promise<void> {
    return this.#page.evaluate((isAway) => {
      (globalThis as unknown as { noted: Noted }).noted.isAway = isAway;
      window.dispatchEvent(new Event(isAway ? 'blur' : 'focus'));
    }, away);
  }

  /** How many tones were played. */
  tones(): Promise<number> {
    return this.#page.evaluate(() => (globalThis as unknown as { noted: Noted }).noted.tones);
  }

  /** What was shown on the desktop, as `title: body`, oldest first. */
  onDesktop(): Promise<string[]> {
    return this.#page.evaluate(() =>
      (globalThis as unknown as { noted: Noted }).noted.notifications.map(({ title, body }) => `${title}: ${body}`),
    );
  }

  /** Clicks on the last notification with this text. */
  answer(body: string): Promise<void> {
    return this.#page.evaluate((text) => {
      const { notifications } = (globalThis as unknown as { noted: Noted }).noted;
      notifications.findLast((one) => one.body === text)?.shown.dispatchEvent(new Event('click'));
    }, body);
  }
}
